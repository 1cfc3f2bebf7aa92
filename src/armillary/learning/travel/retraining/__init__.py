"""How a project trains its model anew without Armillary: one file is one library or kind of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pprint import pformat
from typing import TYPE_CHECKING, Any, Protocol, cast

from armillary.base.registry import discover
from armillary.learning.algorithms import all_algorithms
from armillary.learning.contract import SUPERVISED

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel
    from armillary.learning.travel.retraining._learned import Learned


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
    from armillary.learning.travel.retraining import _links
    from armillary.learning.travel.retraining._learned import learners_of

    if model.task.kind not in SUPERVISED:
        return "it does not predict a column"
    if model.recipe is not None and model.recipe.made is None:
        return "its recipe joins or groups rows, or how it made them was not kept"
    if ((manifest or {}).get("lineage") or {}).get("parent_id"):
        return "its training went on from another model"
    if model.algorithm not in all_algorithms():
        return "it is made of other models, or was not trained here"
    if (reason := _links.why_not(model)) is not None:
        return reason
    if any(_kind_of(learned) is None for learned in learners_of(model)):
        return "its algorithm is Armillary's own, or differs from what a library offers"
    return None


def plan_of(model: FittedModel) -> Plan:
    """Give the plan of a model that has one: of its learners, and of what is around them."""
    from armillary.learning.travel.retraining._learned import learners_of
    from armillary.learning.travel.retraining._whole import together

    plans = []
    for learned in learners_of(model):
        kind = _kind_of(learned)
        if kind is None:
            raise LookupError(f"no library trains {model.algorithm}")
        plans.append(kind.plan(learned))
    return together(model, plans)


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


class Verbatim(str):
    """A piece of Python that stands in a template as it is."""

    __slots__ = ()


@cache
def _kinds() -> tuple[Retraining, ...]:
    found = discover(__name__, "retraining")
    return tuple(cast(Retraining, item.thing) for item in found.values())


def _kind_of(learned: Learned) -> Retraining | None:
    return next((kind for kind in _kinds() if kind.takes(learned)), None)
