"""Intervals: how far a number that was found on some rows may be from the true one.

Rows of one group are no independent witnesses. So everywhere the sums over groups are what varies,
and where there are no groups each row is one. Where rows have weights a mean is one by weight, and
few heavy rows say less than many light ones.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from armillary.learning.scores.contract import LEVEL, Interval

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

Scale = Literal["plain", "log", "logit", "fisher"]
_EDGE = 1e-9
_FEWEST = 2


def sums_by_group(values: Array, groups: Array | None) -> Array:
    """Give the sum over each group of values (n,) or (n, k); without groups the values."""
    import numpy as np

    if groups is None:
        return values
    _, place = np.unique(groups, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1, *values.shape[1:]))
    np.add.at(sums, place, values)
    return sums


def variance_of_mean(influence: Array, groups: Array | None) -> tuple[float, int]:
    """Give the variance of a mean of (n,) values, and how many independent parts they have."""
    sums = sums_by_group(influence - influence.mean(), groups)
    parts = len(sums)
    if parts < _FEWEST:
        return float("nan"), parts
    return float(parts / (parts - 1) * (sums**2).sum() / len(influence) ** 2), parts


def mean_of(values: Array, weights: Array | None) -> float:
    """Give the mean of values (n,), by weight."""
    import numpy as np

    return float(np.average(values, weights=weights))


def weighed(influence: Array, weights: Array | None) -> Array:
    """Give what each row adds to a mean by weight, from how far it is from that mean (n,)."""
    if weights is None:
        return influence
    scaled: Array = influence * weights / weights.mean()
    return scaled


def witnesses_of(weights: Array | None, size: int) -> float:
    """Give as how many rows of one weight these count: L. Kish, 1965."""
    return float(size) if weights is None else float(weights.sum() ** 2 / (weights**2).sum())


def positive_mean(
    values: Array,
    groups: Array | None,
    weights: Array | None = None,
    *,
    most: float = math.inf,
) -> tuple[float, Interval | None]:
    """Give the mean of costs (n,), none below 0, and its interval on the scale of logarithms.

    The jackknife: what the logarithm of the mean is without each row, or each group, in turn. A
    mean that hangs on a few large costs is seen to do so, where a linear look is not. Where it
    hangs on one, the interval reaches as far as logarithms do: it ends at ``most``, the highest
    cost there is.
    """
    import numpy as np

    value = mean_of(values, weights)
    counted = np.ones(len(values)) if weights is None else weights
    sums = sums_by_group(np.stack([values * counted, counted], axis=1), groups)
    parts, (total, size) = len(sums), sums.sum(axis=0)
    left = (total - sums[:, 0]) / np.maximum(size - sums[:, 1], _EDGE)
    if parts < _FEWEST or value <= 0 or (left <= 0).any():
        return value, None
    found = jackknifed(value, np.log(left), groups)
    return value, found and replace(found, high=min(found.high, most))


def jackknifed(value: float, without: Array, groups: Array | None) -> Interval | None:
    """Give the interval of a value from its logarithms without each part (n_parts,) in turn.

    Where a few parts make most of the spread, it is known from these few: Student's t then has as
    few degrees of freedom as the fourth moment says (F. E. Satterthwaite, 1946).
    """
    away = (without - without.mean()) ** 2
    parts, spread = len(without), float(away.sum())
    if spread == 0.0:
        return None
    tails = parts * float((away**2).sum()) / spread**2
    freedom = min(parts - 1.0, 2 * parts / max(tails - 1, _EDGE))
    error = (spread * (parts - 1) / parts) ** 0.5
    method = _named("jackknife on the log scale", groups)
    return on_scale(value, error * value, freedom, "log", method)


def linearised(
    value: float, influence: Array, groups: Array | None, scale: Scale
) -> Interval | None:
    """Give the interval of a number to which each row adds ``influence`` (n,), to first order.

    Student's t with as many degrees of freedom as there are independent parts, less one; taken on
    a scale on which the number has no bounds. None for fewer than two parts.
    """
    variance, parts = variance_of_mean(influence, groups)
    if parts < _FEWEST:
        return None
    return on_scale(value, variance**0.5, parts - 1, scale, _named("linearised", groups))


def on_scale(
    value: float, error: float, freedom: float, scale: Scale, method: str
) -> Interval | None:
    """Give the interval of a value with a standard error, symmetrical on a scale."""
    import numpy as np

    if not np.isfinite(value) or not np.isfinite(error):
        return None
    forth, back, slope = _scales(scale, value)
    reach = quantile_of(max(freedom, 1.0)) * error * slope
    return Interval(float(back(forth - reach)), float(back(forth + reach)), method)


def quantile_of(freedom: float) -> float:
    """Give how many standard errors an interval reaches to each side, by Student's t."""
    # As scipy.stats has them, which takes thirty times longer to get there.
    from scipy import special

    middle = 0.5 + LEVEL / 2
    found = special.ndtri(middle) if freedom == math.inf else special.stdtrit(freedom, middle)
    return float(found)


def wilson(
    hits: Array, chosen: Array | None, groups: Array | None, weights: Array | None = None
) -> tuple[float, Interval]:
    """Give a share and its score interval (E. B. Wilson, 1927).

    ``hits`` (n,) tell which rows count, ``chosen`` (n,) among which rows; all without. Rows of one
    group, and rows of unlike weights, count as fewer: as many as would vary as much (E. L. Korn and
    B. I. Graubard, 1998).
    """
    import numpy as np

    among = np.ones(len(hits)) if chosen is None else chosen.astype(np.float64)
    size = float(among.sum())
    among = among if weights is None else among * weights
    share = float((hits * among).sum() / among.sum())
    witnesses, quantile = size, quantile_of(math.inf)
    if groups is not None or weights is not None:
        influence = (hits - share) * among / among.mean()
        variance, parts = variance_of_mean(influence, groups)
        own = among[among > 0]
        parts = len(own) if groups is None else len(np.unique(groups[among > 0]))
        heavy = size / witnesses_of(own, len(own))
        plain = share * (1 - share) / size
        alone = size / parts if groups is not None else 1.0
        effect = max(heavy, variance / plain) if plain > 0 else max(heavy, alone)
        witnesses = size / effect
        freedom = parts - 1 if groups is not None else witnesses - 1
        quantile = quantile_of(max(freedom, 1.0))
    low, high = score_bounds(share, witnesses, quantile)
    return share, Interval(low, high, _named("Wilson score", groups))


def score_bounds(share: float, witnesses: float, quantile: float) -> tuple[float, float]:
    """Give Wilson's bounds of a share among so many independent witnesses."""
    square = quantile**2
    middle = (share + square / (2 * witnesses)) / (1 + square / witnesses)
    spread = share * (1 - share) / witnesses + square / (4 * witnesses**2)
    reach = quantile * spread**0.5 / (1 + square / witnesses)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def woodruff(
    values: Array, share: float, groups: Array | None, weights: Array | None = None
) -> tuple[float, Interval]:
    """Give a quantile and its interval: that of the share below it, turned round.

    R. S. Woodruff, 1952; without groups nearly the exact interval by order statistics.
    """
    import numpy as np

    middle = float(_quantiles(values, [share], weights)[0])
    _, below = wilson((values <= middle).astype(np.float64), None, groups, weights)
    low, high = _quantiles(values, [below.low, below.high], weights)
    return middle, Interval(float(low), float(high), _named("order statistics (Woodruff)", groups))


def _quantiles(values: Array, shares: list[float], weights: Array | None) -> Array:
    """Give quantiles; by weight, the values at which so much of the weight lies below."""
    import numpy as np

    if weights is None:
        return np.quantile(values, shares)
    return np.quantile(values, shares, weights=weights, method="inverted_cdf")


def _scales(scale: Scale, value: float) -> tuple[float, Any, float]:
    """Give the value on a scale, the way back, and the scale's slope there."""
    import numpy as np
    from scipy.special import expit

    if scale == "plain":
        return value, lambda moved: moved, 1.0
    if scale == "log":
        held = max(value, _EDGE)
        return float(np.log(held)), np.exp, 1.0 / held
    if scale == "logit":
        held = min(max(value, _EDGE), 1 - _EDGE)
        return float(np.log(held / (1 - held))), expit, 1.0 / (held * (1 - held))
    held = min(max(value, _EDGE - 1), 1 - _EDGE)
    return float(np.arctanh(held)), np.tanh, 1.0 / (1.0 - held**2)


def _named(method: str, groups: Array | None) -> str:
    return method if groups is None else f"{method}, by groups"
