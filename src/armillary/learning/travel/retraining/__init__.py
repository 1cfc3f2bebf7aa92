"""How a project trains its model anew without Armillary: one file is one library or kind of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pprint import pformat
from typing import TYPE_CHECKING, Any, Protocol, cast

from armillary.base.registry import discover
from armillary.learning.contract import SUPERVISED
from armillary.learning.preprocess.roles import Role

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_PLAIN: frozenset[Role] = frozenset({"numeric", "boolean", "categorical", "datetime"})


@dataclass(frozen=True)
class Plan:
    """What trains a model again.

    ``learner`` is the text of `learner.py`, ``packages`` are what it needs beside numpy, pandas
    and scikit-learn; numbers come out the same within ``tolerance``, relative to themselves.
    """

    learner: str
    packages: tuple[str, ...] = ()
    tolerance: float = 1e-6


class Retraining(Protocol):
    """A kind of model that a plain library can train again."""

    id: str

    def takes(self, model: FittedModel) -> bool:
        """Tell whether a model is of this kind."""
        ...

    def plan(self, model: FittedModel) -> Plan:
        """Give what trains it again, with the values that it was trained with."""
        ...


def why_not(model: FittedModel, manifest: Mapping[str, Any] | None = None) -> str | None:
    """Say why a model cannot be trained again in plain Python; None where it can."""
    task = model.task
    if task.kind not in SUPERVISED or task.targets:
        return "it does not predict one column"
    if model.recipe is not None:
        return "its recipe prepares rows in SQL, before and behind the split"
    if model.first:
        return "other algorithms go before its own"
    if model.calibration is not None:
        return "its probabilities were calibrated after the training"
    if ((manifest or {}).get("lineage") or {}).get("parent_id"):
        return "its training went on from another model"
    for column in model.preprocess.columns:
        if column.role not in _PLAIN:
            return f"column {column.name!r} is read as text"
    if _kind_of(model) is None:
        return "its algorithm is Armillary's own, or differs from what a library offers"
    return None


def plan_of(model: FittedModel) -> Plan:
    """Give the plan of a model that has one."""
    kind = _kind_of(model)
    if kind is None:
        raise LookupError(f"no library trains {model.algorithm}")
    return kind.plan(model)


def learner(template: str, **values: Any) -> str:
    """Fill a template of `learner.py`: ``__NAME__`` stands for a value, written as Python."""
    text = files("armillary.learning.travel.project").joinpath(f"{template}.txt").read_text("utf-8")
    for name, value in values.items():
        written = value if isinstance(value, Verbatim) else pformat(value, sort_dicts=False)
        text = text.replace(f"__{name.upper()}__", written)
    return text


class Verbatim(str):
    """A piece of Python that stands in a template as it is."""

    __slots__ = ()


@cache
def _kinds() -> tuple[Retraining, ...]:
    found = discover(__name__, "retraining")
    return tuple(cast(Retraining, item.thing) for item in found.values())


def _kind_of(model: FittedModel) -> Retraining | None:
    return next((kind for kind in _kinds() if kind.takes(model)), None)
