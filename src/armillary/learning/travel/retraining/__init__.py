"""How a project trains its model anew without Armillary: one file is one library or kind of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pprint import pformat
from typing import TYPE_CHECKING, Any, Protocol, cast

from armillary.base.registry import discover
from armillary.learning.algorithms import all_algorithms
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import SUPERVISED
from armillary.learning.going_on import rounds_name
from armillary.learning.stacked import STACK

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel
    from armillary.learning.travel.retraining._learned import Learned


_UNKNOWN = (
    " Where the training was steered by hand, or ended by its time budget, the numbers differ, and "
    "`train.py` says so."
)
_IN_TIME = (
    " Where the training ended by its time budget, the numbers differ, and `train.py` says so."
)
_WITHIN = (
    " A value was changed while step {steps} was under way; here it holds from the beginning of "
    "that step, so the numbers differ a little, and `train.py` says so."
)


@dataclass(frozen=True)
class Plan:
    """What trains a learner again.

    ``learner`` is the text of `learner.py`, ``files`` are others that it takes, by name, and
    ``packages`` what it needs beside numpy, pandas and scikit-learn; numbers come out the same
    within ``tolerance``, relative to themselves.
    """

    learner: str
    packages: tuple[str, ...] = ()
    tolerance: float = 1e-6
    files: Mapping[str, str] = field(default_factory=dict)


class Retraining(Protocol):
    """A kind of model that a plain library can train again."""

    id: str

    def takes(self, learned: Learned) -> bool:
        """Tell whether a learner is of this kind."""
        ...

    def plan(self, learned: Learned) -> Plan:
        """Give what trains it again, with the values that it was trained with."""
        ...


def why_not(model: FittedModel, manifest: Mapping[str, Any] | None = None) -> str | None:
    """Say why a model cannot be trained again in plain Python; None where it can."""
    from armillary.learning.travel.retraining import _one, _sum

    if model.task.kind not in SUPERVISED:
        return "it does not predict a column"
    if model.recipe is not None and model.recipe.made is None:
        return "how its recipe made the rows that it learned from was not kept"
    if model.algorithm == STACK:
        return _sum.why_not(model)
    if model.preprocess.is_told_by_means():
        return (
            "categories with many values were told apart by means of the target, which a project "
            "does not learn again"
        )
    lineage = (manifest or {}).get("lineage") or {}
    if lineage.get("parent_id") and model.course is None:
        return "its training went on from another model, on other rows or with values not kept"
    if model.algorithm not in all_algorithms():
        return "it was not trained here"
    return _one.why_not(model)


def unless(model: FittedModel) -> str:
    """Say in which case the numbers differ all the same; nothing where there is none."""
    course = model.course
    if course is not None and not course.is_told_by_steps:
        steps = [str(one.behind + 1) for one in course.stretches if one.is_within]
        return _WITHIN.format(steps=", ".join(steps))
    if course is not None and not model.task.targets and _counts_rounds(model.algorithm):
        return ""
    return _UNKNOWN if course is None else _IN_TIME


def plan_of(model: FittedModel) -> Plan:
    """Give the plan of a model that has one; raises `LookupError` where it has none."""
    from armillary.learning.travel.retraining import _one, _sum

    return _sum.plan_of(model) if model.algorithm == STACK else _one.plan_of(model)


def encodings_of(model: FittedModel) -> list[dict[str, Any]]:
    """Give how the members of a sum encode rows, each way once."""
    from armillary.learning.travel.retraining import _sum

    return _sum.encodings_of(model)


def why_not_learner(learned: Learned) -> str | None:
    """Say why a learner cannot be trained again; None where some library does."""
    if _kind_of(learned) is None:
        return "its algorithm is Armillary's own, or differs from what a library offers"
    return None


def plan_of_learner(learned: Learned) -> Plan:
    """Give the plan of a learner that has one; raises `LookupError` where it has none."""
    kind = _kind_of(learned)
    if kind is None:
        raise LookupError(f"no library trains {learned.algorithm}")
    return kind.plan(learned)


def template(name: str) -> str:
    """Give the text of a file of projects."""
    return files("armillary.learning.travel.project").joinpath(f"{name}.txt").read_text("utf-8")


def learner(of: str, /, **values: Any) -> str:
    """Fill a template of `learner.py`: ``__NAME__`` stands for a value, written as Python."""
    text = template(of)
    for key, value in values.items():
        written = value if isinstance(value, Verbatim) else pformat(value, sort_dicts=False)
        text = text.replace(f"__{key.upper()}__", written)
    return text


def one_by_one(numbers: Sequence[float]) -> Any:
    """Have numbers written one by one, or in short where all are the same."""
    if len(set(numbers)) == 1:
        return Verbatim(f"[{numbers[0]!r}] * {len(numbers)}")
    return list(numbers)


class Verbatim(str):
    """A piece of Python that stands in a template as it is."""

    __slots__ = ()


def _counts_rounds(algorithm: str) -> bool:
    return algorithm in all_algorithms() and rounds_name(get_entry(algorithm)) is not None


@cache
def _kinds() -> tuple[Retraining, ...]:
    found = discover(__name__, "retraining")
    return tuple(cast(Retraining, item.thing) for item in found.values())


def _kind_of(learned: Learned) -> Retraining | None:
    return next((kind for kind in _kinds() if kind.takes(learned)), None)
