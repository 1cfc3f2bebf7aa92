"""What may be asked of the list of runs: which ones, in which order, with which metrics."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from armillary.base.errors import Invalid

Status = Literal["queued", "running", "paused", "completed", "failed", "stopped"]
Column = Literal["created", "name"]
By = Literal["created", "name", "metric", "parameter", "result"]
MOST_SHOWN = 60
_CONDITION = re.compile(r"^(metric|parameter|result):(.{1,64}?)(>=|<=|!=|>|<|=)(.+)$")


@dataclass(frozen=True)
class Order:
    """What runs are sorted by; ``best`` takes the best value of a curve instead of its last."""

    by: By
    name: str = ""
    best: bool = False
    descending: bool = True
    is_text: bool = False


@dataclass(frozen=True)
class Condition:
    """A bound on a metric's last value, a parameter or a result."""

    kind: Literal["metric", "parameter", "result"]
    name: str
    operator: str
    number: float | None
    text: str


class RunQuery(BaseModel):
    """The query of the list, as it stands in an address; everything is optional.

    ``sort`` is ``created``, ``name``, ``metric:NAME``, ``metric:NAME:best``, ``parameter:NAME`` or
    ``result:NAME``. ``where`` holds conditions such as ``metric:val_loss<0.3`` or
    ``parameter:criterion=gini``; a metric's last value counts. ``show`` names the metrics whose
    last and best values stand with each run.
    """

    model_config = ConfigDict(extra="ignore")

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: str | None = None
    status: Annotated[list[Status], Field(max_length=5)] = []
    algorithm_id: Annotated[list[str], Field(max_length=50)] = []
    dataset_id: Annotated[list[str], Field(max_length=50)] = []
    experiment_id: Annotated[list[str], Field(max_length=50)] = []
    created_by: Annotated[list[str], Field(max_length=50)] = []
    tag: Annotated[list[str], Field(max_length=20)] = []
    created_after: datetime | None = None
    created_before: datetime | None = None
    where: Annotated[list[str], Field(max_length=20)] = []
    search: Annotated[str, Field(max_length=200)] = ""
    sort: Annotated[str, Field(max_length=90)] = "created"
    descending: bool = True
    show: Annotated[list[str], Field(max_length=MOST_SHOWN)] = []

    def order(self) -> Order:
        """Read what to sort by; raises `Invalid`."""
        by, _, rest = self.sort.partition(":")
        if by in get_args(Column) and not rest:
            return Order("name" if by == "name" else "created", descending=self.descending)
        name, _, how = rest.rpartition(":") if rest.endswith((":best", ":last")) else (rest, "", "")
        if name and by in ("metric", "parameter", "result"):
            best = how == "best" and by == "metric"
            kind: By = "metric" if by == "metric" else _value_kind(by)
            return Order(kind, name, best, self.descending)
        raise Invalid(
            "sort must be created, name, metric:NAME, metric:NAME:best, parameter:NAME or "
            f"result:NAME; got {self.sort!r}.",
            errors=[{"loc": ["sort"], "msg": "not a known order"}],
        )

    def conditions(self) -> list[Condition]:
        """Read the bounds; raises `Invalid`."""
        return [_condition(text) for text in self.where]


def _condition(text: str) -> Condition:
    match = _CONDITION.match(text)
    if match is None:
        raise _unreadable(text, "metric:NAME>=NUMBER, parameter:NAME=VALUE or result:NAME<NUMBER")
    kind, name, operator, value = (part.strip() for part in match.groups())
    number = _number(value)
    if number is None and (kind == "metric" or operator not in ("=", "!=")):
        raise _unreadable(text, "a number behind the sign")
    read: Literal["metric", "parameter", "result"]
    read = "metric" if kind == "metric" else _value_kind(kind)
    return Condition(read, name, operator, number, value)


def _value_kind(text: str) -> Literal["parameter", "result"]:
    return "parameter" if text == "parameter" else "result"


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _unreadable(text: str, expected: str) -> Invalid:
    return Invalid(
        f"A condition of where must have {expected}; got {text!r}.",
        errors=[{"loc": ["where"], "msg": f"expected {expected}"}],
    )
