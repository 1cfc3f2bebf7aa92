"""Whether probabilities can be taken at their word."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.calibrated import bins_of, calibration_error
from armillary.learning.scores.contract import Estimate, Judged, Score, ScoredKind
from armillary.learning.scores.intervals import positive_mean

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_LEAST = 1e-15


class Probabilities:
    """Log loss, Brier score and expected calibration error.

    Log loss is cut at 1e-15. The Brier score of two classes is that of the second, (p - y)², as
    scikit-learn has it; of several the sum over the classes (G. W. Brier, 1950).
    """

    id = "probabilities"
    kind: ScoredKind = "classification"
    scores = (
        Score(
            "log_loss",
            "Log loss",
            "lower",
            0,
            None,
            "Mean surprise at the true class, in nats; confident mistakes weigh heavily.",
        ),
        Score(
            "brier",
            "Brier score",
            "lower",
            0,
            2,
            "Mean squared distance of the probabilities from what came true.",
        ),
        Score(
            "calibration_error",
            "Calibration error",
            "lower",
            0,
            1,
            "How far the stated probability of the predicted class is from how often it is right, "
            "less what chance alone would show.",
        ),
    )

    def judge(self, judged: Judged) -> Iterable[tuple[str, Estimate]]:
        """Judge."""
        worst = 1.0 if len(judged.classes) == 2 else 2.0
        for name, losses, most in (
            ("log_loss", log_losses(judged), -math.log(_LEAST)),
            ("brier", brier_losses(judged), worst),
        ):
            mean, interval = positive_mean(losses, judged.groups, judged.weights, most=most)
            yield name, Estimate(mean, interval)
        found = calibration_error(bins_of(judged), judged.groups, only_value=judged.only_values)
        yield "calibration_error", found


def log_losses(judged: Judged) -> Array:
    """Give the log loss of each row (n,)."""
    import numpy as np

    of_truth = judged.output[np.arange(len(judged)), judged.truth]
    losses: Array = -np.log(np.clip(of_truth, _LEAST, 1.0))
    return losses


def brier_losses(judged: Judged) -> Array:
    """Give the squared distance of each row's probabilities from what came true (n,)."""
    import numpy as np

    if len(judged.classes) == 2:
        squared: Array = (judged.output[:, 1] - (judged.truth == 1)) ** 2
        return squared
    came = np.eye(len(judged.classes))[judged.truth]
    summed: Array = ((judged.output - came) ** 2).sum(axis=1)
    return summed


family = Probabilities()
