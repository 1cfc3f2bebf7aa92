"""How much of the target's spread is explained."""

from __future__ import annotations

from collections.abc import Iterable

from armillary.learning.scores.contract import Estimate, Interval, Judged, Score, ScoredKind
from armillary.learning.scores.intervals import jackknifed, mean_of, sums_by_group

_LEAST = 1e-12


class Explained:
    """R², and R² less what so many columns would explain by chance.

    The interval is that of log(1 - R²), by the jackknife.
    """

    id = "explained"
    kind: ScoredKind = "regression"
    scores = (
        Score("r2", "R²", "higher", None, 1,
              "The share of the target's spread that is explained: 0 is the mean for every row."),
        Score("adjusted_r2", "Adjusted R²", "higher", None, 1,
              "R² less what as many columns would explain by chance."),
    )  # fmt: skip

    def judge(self, judged: Judged) -> Iterable[tuple[str, Estimate]]:
        """Judge."""
        left, spread = _left(judged)
        if spread == 0.0:
            note = "The target is the same in every row of the test part."
            yield "r2", Estimate(None, note=note)
            yield "adjusted_r2", Estimate(None, note=note)
            return
        interval = _interval(judged, left, spread)
        yield "r2", Estimate(1 - left / spread, interval)
        rows, columns = len(judged), judged.n_features
        if rows - columns - 1 < 1:
            yield "adjusted_r2", Estimate(None, note="There are more columns than test rows.")
            return
        factor = (rows - 1) / (rows - columns - 1)
        moved = None
        if interval is not None:
            low, high = (1 - factor * (1 - end) for end in (interval.low, interval.high))
            moved = Interval(low, high, interval.method)
        yield "adjusted_r2", Estimate(1 - factor * left / spread, moved)


def _left(judged: Judged) -> tuple[float, float]:
    """Give the mean squared error, and the target's mean squared distance from its mean."""
    weights = judged.weights
    away = (judged.truth - mean_of(judged.truth, weights)) ** 2
    return mean_of((judged.output - judged.truth) ** 2, weights), mean_of(away, weights)


def _interval(judged: Judged, left: float, spread: float) -> Interval | None:
    """Give the interval of R² by the jackknife: without each row, or each group, in turn."""
    import numpy as np

    if left <= 0.0:
        return None
    truth, squared = judged.truth, (judged.output - judged.truth) ** 2
    columns = np.stack([squared, truth, truth**2, np.ones(len(truth))], axis=1)
    if judged.weights is not None:
        columns = columns * judged.weights[:, None]
    sums = sums_by_group(columns, judged.groups)
    rest = sums.sum(axis=0) - sums
    away = rest[:, 2] - rest[:, 1] ** 2 / np.maximum(rest[:, 3], _LEAST)
    parts = len(sums)
    if parts < 2 or (away <= 0).any() or (rest[:, 0] <= 0).any():
        return None
    without = np.log(rest[:, 0] / away)
    found = jackknifed(left / spread, without, judged.groups)
    return found and Interval(1 - found.high, 1 - found.low, found.method)


family = Explained()
