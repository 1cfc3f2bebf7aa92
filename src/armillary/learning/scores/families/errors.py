"""How far predicted numbers are from the true ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import Estimate, Interval, Judged, Score, ScoredKind
from armillary.learning.scores.intervals import (
    linearised,
    mean_of,
    positive_mean,
    weighed,
    woodruff,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_SHARES = {"pinball_10": 0.1, "pinball_90": 0.9}


class Errors:
    """Squared, absolute, median and pinball errors, and whether they lean to one side."""

    id = "errors"
    kind: ScoredKind = "regression"
    scores = (
        Score("rmse", "RMSE", "lower", 0, None,
              "Root of the mean squared error, in units of the target; large errors weigh most."),
        Score("mse", "MSE", "lower", 0, None, "Mean squared error."),
        Score("mae", "MAE", "lower", 0, None, "Mean absolute error, in units of the target."),
        Score("median_error", "Median error", "lower", 0, None,
              "Half of the predictions are nearer than this."),
        Score("mean_error", "Mean error", "nearer_zero", None, None,
              "Predicted minus true, on average: above 0 it says too much, below too little."),
        Score("pinball_10", "Pinball (10 %)", "lower", 0, None,
              "What predictions cost as a tenth quantile: too high costs nine times too low."),
        Score("pinball_90", "Pinball (90 %)", "lower", 0, None,
              "What predictions cost as a ninetieth quantile: too low costs nine times too high."),
    )  # fmt: skip

    def judge(self, judged: Judged) -> Iterable[tuple[str, Estimate]]:
        """Judge."""
        import numpy as np

        errors, groups, weights = judged.output - judged.truth, judged.groups, judged.weights
        squared = Estimate(*positive_mean(errors**2, groups, weights))
        yield "mse", squared
        yield "rmse", _root(squared)
        yield "mae", Estimate(*positive_mean(np.abs(errors), groups, weights))
        yield "median_error", Estimate(*woodruff(np.abs(errors), 0.5, groups, weights))
        mean = mean_of(errors, weights)
        off = weighed(errors - mean, weights)
        yield "mean_error", Estimate(mean, linearised(mean, off, groups, "plain"))
        for name, share in _SHARES.items():
            costs = np.maximum(-share * errors, (1 - share) * errors)
            yield name, Estimate(*positive_mean(costs, groups, weights))


def _root(squared: Estimate) -> Estimate:
    value, interval = float(squared.value or 0.0) ** 0.5, squared.interval
    if interval is None:
        return Estimate(value)
    return Estimate(value, Interval(interval.low**0.5, interval.high**0.5, interval.method))


family = Errors()
