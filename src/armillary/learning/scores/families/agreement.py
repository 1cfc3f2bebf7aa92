"""How often the predicted class is the true one, plainly and beyond chance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import Estimate, Judged, Score, ScoredKind
from armillary.learning.scores.intervals import wilson
from armillary.learning.scores.shares import estimate, mean_over, ratio

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


class Agreement:
    """Accuracy, balanced accuracy, Matthews' correlation and Cohen's kappa.

    Balanced accuracy is the mean recall of the classes that the rows hold; Matthews' correlation
    is that of J. Gorodkin (2004) for several classes, both as scikit-learn has them.
    """

    id = "agreement"
    kind: ScoredKind = "classification"
    scores = (
        Score("accuracy", "Accuracy", "higher", 0, 1, "The share of rows whose class was right."),
        Score(
            "balanced_accuracy",
            "Balanced accuracy",
            "higher",
            0,
            1,
            "The mean, over the classes, of the share found of each: rare classes count alike.",
        ),
        Score(
            "matthews",
            "Matthews correlation",
            "higher",
            -1,
            1,
            "Correlation of said and true class: 0 is guessing, 1 perfect, whatever the shares.",
        ),
        Score(
            "kappa",
            "Cohen's kappa",
            "higher",
            -1,
            1,
            "Agreement beyond what the shares of the classes give by chance; 0 is chance.",
        ),
    )

    def judge(self, judged: Judged) -> Iterable[tuple[str, Estimate]]:
        """Judge."""
        hits = (judged.truth == judged.predicted).astype(float)
        value, interval = wilson(hits, None, judged.groups, judged.weights)
        yield "accuracy", Estimate(value, interval)
        yield "balanced_accuracy", estimate(_balanced, judged, "logit")
        yield "matthews", estimate(_matthews, judged, "fisher")
        yield "kappa", estimate(_kappa, judged, "fisher")


def _balanced(diagonal: Array, rows: Array, columns: Array) -> Array:
    return mean_over(ratio(diagonal, rows), rows > 0)


def _matthews(diagonal: Array, rows: Array, columns: Array) -> Array:
    import numpy as np

    above = diagonal.sum(axis=-1) - (rows * columns).sum(axis=-1)
    spread = (1 - (columns**2).sum(axis=-1)) * (1 - (rows**2).sum(axis=-1))
    return ratio(above, np.sqrt(np.maximum(spread, 0)))


def _kappa(diagonal: Array, rows: Array, columns: Array) -> Array:
    chance = (rows * columns).sum(axis=-1)
    return ratio(diagonal.sum(axis=-1) - chance, 1 - chance)


family = Agreement()
