"""The curve of an AdaBoost training, kept up to date tree by tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Table
from armillary.learning.metrics import Curve
from armillary.learning.pace import Pulse
from armillary.learning.trees import Forest
from armillary.learning.weighted_trees import (
    WeightedTrees,
    add_votes,
    answer,
    shares_of,
    weighted_median,
)

if TYPE_CHECKING:
    import numpy.typing as npt

_ALWAYS_UP_TO = 30  # trees: a median of more takes too long to have it after each


class Watch:
    """What the trees so far say of the rows of the curve.

    Votes for classes are added up. A median of values has to look at all trees again, so beyond a
    few it is taken twice a second only.
    """

    def __init__(self, data: Table, clock: Callable[[], float]) -> None:
        import numpy as np

        self._curve, self._pulse = Curve(data), Pulse(clock)
        self._parts = (self._curve.features, self._curve.validation_features)
        self._votes = [np.zeros((len(part), max(2, data.n_classes))) for part in self._parts]
        self._answers: list[list[npt.NDArray[Any]]] = [[], []]

    def add(self, forest: Forest, tree: Any, weight: float) -> None:
        """Take a tree in."""
        for part, votes, answers in zip(self._parts, self._votes, self._answers, strict=True):
            said = answer(forest, tree, part)
            if forest.kind == "classification":
                add_votes(votes, said, weight)
            else:
                answers.append(said)

    def points(self, trees: WeightedTrees, *, is_last: bool) -> dict[str, float]:
        """Give the points of the curve, or none where they are not worth the wait."""
        import numpy as np

        if trees.forest.kind == "classification":
            total = float(trees.weights.sum())
            return self._curve.points(*(shares_of(votes, total) for votes in self._votes))
        if len(trees.weights) > _ALWAYS_UP_TO and not is_last and not self._pulse.is_due():
            return {}
        self._pulse.beat()
        return self._curve.points(
            *(weighted_median(np.array(answers), trees.weights) for answers in self._answers)
        )
