"""Stated probabilities beside how often they came true, in bins of equally many rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import Estimate, Interval, Judged
from armillary.learning.scores.intervals import (
    mean_of,
    quantile_of,
    variance_of_mean,
    weighed,
    wilson,
    witnesses_of,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_BINS, _ROWS_A_BIN = 15, 20
_LEAST_NOISE = 1e-9
_PRECISE = 1e-12


@dataclass(frozen=True)
class Bins:
    """Rows by what was stated: the bin of each (n,), what was stated and whether it came true.

    ``weights`` (n,) say how much each row counts; their mean is 1.
    """

    place: Array
    stated: Array
    came_true: Array
    weights: Array

    @property
    def count(self) -> int:
        """How many bins there are."""
        return int(self.place.max()) + 1


def bins_of(judged: Judged, of: int | None = None) -> Bins:
    """Give bins of equally many rows, at least 20, by the probability of a class.

    Without a class it is that of the predicted one.
    """
    import numpy as np

    if of is None:
        stated = judged.output.max(axis=1)
        came = (judged.predicted == judged.truth).astype(float)
    else:
        stated, came = judged.output[:, of], (judged.truth == of).astype(float)
    count = int(min(_BINS, max(1, len(stated) // _ROWS_A_BIN)))
    edges = np.unique(np.quantile(stated, np.arange(1, count) / count))
    # Rows of one probability lie in one bin, whatever their order.
    place = np.searchsorted(edges, stated, side="left")
    _, place = np.unique(place, return_inverse=True)
    weights = np.ones(len(stated)) if judged.weights is None else judged.weights
    return Bins(place, stated, came, weights / weights.mean())


def calibration_error(bins: Bins, groups: Array | None, *, only_value: bool = False) -> Estimate:
    """Give the mean distance over the rows, less what well-calibrated ones would show by chance.

    What is found is the mean of |distance + noise| over the bins, the noise being of the size that
    so many rows have; that is turned round for the distance. So are the bounds.
    """
    import numpy as np

    size = np.bincount(bins.place, bins.weights)
    gap = np.bincount(bins.place, bins.weights * (bins.came_true - bins.stated)) / size
    noise, weight = _noise(bins, groups, size), size / size.sum()
    found = float((weight * np.abs(gap)).sum())
    value = _unfolded(found, noise, weight)
    if only_value:
        return Estimate(value)
    folded = gap**2 + noise**2 - _folded(np.abs(gap), noise) ** 2
    reach = quantile_of(math.inf) * float((weight**2 * folded).sum()) ** 0.5
    low, high = (_unfolded(end, noise, weight) for end in (found - reach, found + reach))
    return Estimate(value, Interval(low, high, "folded normal over bins of equally many rows"))


def _noise(bins: Bins, groups: Array | None, size: Array) -> Array:
    """Give the standard error of each bin's gap."""
    import numpy as np

    found = np.empty(len(size))
    for place in range(len(size)):
        inside = bins.place == place
        off, weights = (bins.came_true - bins.stated)[inside], bins.weights[inside]
        spread = mean_of(bins.stated[inside] * (1 - bins.stated[inside]), weights)
        own = None if groups is None else groups[inside]
        off = off if (weights == 1).all() else weighed(off - mean_of(off, weights), weights)
        variance, parts = variance_of_mean(off, own)
        least = spread / witnesses_of(weights, len(weights)) + _LEAST_NOISE
        found[place] = max(variance if parts > 1 else 0.0, least) ** 0.5
    return found


def _folded(distance: Array, noise: Array) -> Array:
    """Give the mean of |distance + noise|, the noise being normal."""
    import numpy as np
    from scipy import special

    ratio = distance / noise
    density = np.exp(-(ratio**2) / 2) / np.sqrt(2 * np.pi)
    mean: Array = distance * (2 * special.ndtr(ratio) - 1) + 2 * noise * density
    return mean


def _unfolded(found: float, noise: Array, weight: Array) -> float:
    """Give the distance that shows as ``found``; 0 where chance alone shows more."""
    from scipy.optimize import brentq

    def more(distance: float) -> float:
        return float((weight * _folded(distance + 0 * noise, noise)).sum()) - found

    if more(0.0) >= 0:
        return 0.0
    # What shows is never less than what is there.
    return float(brentq(more, 0.0, found, xtol=_PRECISE)) if more(found) > 0 else found


def curve(bins: Bins, groups: Array | None) -> list[dict[str, float]]:
    """Give each bin: what was stated, from where on, how often it came true, between which bounds.

    Rows of one probability lie in one bin, so that it ends where the next begins.
    """
    import numpy as np

    found = []
    for place in range(bins.count):
        inside = bins.place == place
        weights = None if (bins.weights == 1).all() else bins.weights
        share, interval = wilson(bins.came_true, inside, groups, weights)
        found.append(
            {
                "from": float(bins.stated[inside].min()),
                "stated": mean_of(bins.stated[inside], bins.weights[inside]),
                "came_true": share,
                "low": interval.low,
                "high": interval.high,
                "rows": float(np.count_nonzero(inside)),
            }
        )
    return found
