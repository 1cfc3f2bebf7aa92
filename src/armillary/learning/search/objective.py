"""What a search seeks: one metric of rows that a trial has not learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from armillary.base.errors import Invalid
from armillary.learning.contract import ClassLabel, TaskKind, task_words

if TYPE_CHECKING:
    import numpy.typing as npt

    Vector = npt.NDArray[Any]


@dataclass(frozen=True)
class Objective:
    """A metric and its direction."""

    metric: str
    is_greater_better: bool

    @property
    def direction(self) -> Literal["minimize", "maximize"]:
        """The direction in words."""
        return "maximize" if self.is_greater_better else "minimize"

    def gain(self, value: float, other: float) -> float:
        """Say by how much a value is better than another one; negative where it is worse."""
        return value - other if self.is_greater_better else other - value

    def score(
        self,
        target: Vector,
        output: Vector,
        classes: Sequence[ClassLabel] | None,
        weights: Vector | None = None,
    ) -> float:
        """Judge the output for rows with a known target, which count as ``weights`` say."""
        from armillary.learning.metrics import evaluate

        if self.metric == "log_loss":
            from armillary.learning.metrics.curve import score_probabilities

            return score_probabilities(target, output, weights)["loss"]
        value = evaluate(target, output, classes, weights)["overall_metrics"][self.metric]
        # Rows of one class have no curve: they tell nothing either way.
        return 0.5 if value is None else float(value)


_OBJECTIVES: Mapping[str, Mapping[str, Objective]] = {
    "classification": {
        name: Objective(name, is_greater)
        for name, is_greater in (
            ("auc", True), ("accuracy", True), ("f1_score", True), ("log_loss", False),
        )
    },
    "regression": {
        name: Objective(name, is_greater)
        for name, is_greater in (("rmse", False), ("mae", False), ("r2", True))
    },
}  # fmt: skip


def metrics_of(task: str) -> list[str]:
    """Name the metrics that a search of a task can seek, the usual one first."""
    return list(_OBJECTIVES.get(task, {}))


def get_objective(task: str, metric: str | None = None) -> Objective:
    """Give what is sought: the usual metric of a task, or the one named."""
    known = _OBJECTIVES.get(task)
    if known is None:
        names = task_words(*(name for name in get_args(TaskKind) if name in _OBJECTIVES))
        raise Invalid(
            f"A search is for {names}; got {task_words(task)}.", code="task_not_supported"
        )
    if metric is None:
        return next(iter(known.values()))
    if metric not in known:
        raise Invalid(
            f"A search for {task} seeks one of {', '.join(known)}; got {metric!r}.",
            code="unknown_metric",
        )
    return known[metric]
