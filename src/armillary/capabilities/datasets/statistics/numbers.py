"""Statistics of numbers, exact, from their sorted values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from armillary.base.values import finite

BINS = 30
_FEW = 50
# So many are sorted in a fifth of a second, in which nobody can be heard.
_PIECE = 3_000_000
_TOP = 20
_QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
# Tukey's fences: what lies further than this many interquartile ranges outside is an outlier.
_FENCE = 1.5


class Numbers:
    """Sorted finite numbers, with how many others there were."""

    def __init__(self, values: np.ndarray, check: Callable[[], None] = lambda: None) -> None:
        """Sort values that may hold NaN and infinities, asking between pieces whether to go on."""
        if values.dtype.kind == "f":
            is_finite = np.isfinite(values)
            self.nan_count = int(np.isnan(values).sum())
            self.infinite_count = int(len(values) - is_finite.sum()) - self.nan_count
            self._signs = len(np.unique(values[np.isinf(values)])) if self.infinite_count else 0
            values = values[is_finite] if self.nan_count or self.infinite_count else values
        else:
            self.nan_count = self.infinite_count = self._signs = 0
        self.sorted = _sorted(values, check)

    @property
    def unique_count(self) -> int:
        """How many different values there are, NaN being one."""
        held = self.sorted
        steps = int(np.count_nonzero(held[1:] != held[:-1])) if len(held) else -1
        return steps + 1 + (self.nan_count > 0) + self._signs

    def describe(self) -> dict[str, float | int | None]:
        """Give moments, quantiles, outliers and signs."""
        held = self.sorted
        if not len(held):
            return dict.fromkeys(_KEYS)
        found: dict[str, Any] = {**_moments(held), "min": held[0].item(), "max": held[-1].item()}
        found |= {name: finite(quantile(held, share)) for name, share in _QUANTILES.items()}
        fence = _FENCE * (found["q75"] - found["q25"])
        low, high = found["q25"] - fence, found["q75"] + fence
        below = int(np.searchsorted(held, low, side="left"))
        above = len(held) - int(np.searchsorted(held, high, side="right"))
        zero = np.searchsorted(held, [0, 0], side="left")[0]
        return {
            **found,
            "outlier_low": finite(low),
            "outlier_high": finite(high),
            "outlier_count": below + above,
            "zeros": int(np.searchsorted(held, 0, side="right") - zero),
            "negatives": int(zero),
        }

    def count_in(self, edges: np.ndarray) -> list[int]:
        """Count the values in each bin; the last bin has both its edges."""
        ends = np.searchsorted(self.sorted, edges, side="left")
        ends[-1] = np.searchsorted(self.sorted, edges[-1], side="right")
        return [int(count) for count in np.diff(ends)]

    def top(self) -> list[tuple[Any, int]] | None:
        """Give the most frequent values with their counts; None where they are many."""
        if self.unique_count > _FEW:
            return None
        values, counts = np.unique(self.sorted, return_counts=True)
        order = np.argsort(-counts, kind="stable")[:_TOP]
        return [(values[place].item(), int(counts[place])) for place in order]


def _sorted(values: np.ndarray, check: Callable[[], None]) -> np.ndarray:
    """Give values in order: whole numbers that lie close together are only counted."""
    check()
    if values.dtype.kind == "i" and len(values):
        low, high = int(values.min()), int(values.max())
        if high - low < len(values):
            return np.repeat(np.arange(low, high + 1), np.bincount(values - low))
    held = values.copy()
    _sort(held, check)
    return held


def _sort(values: np.ndarray, check: Callable[[], None]) -> None:
    """Sort values in place: many of them as two halves, the smaller values in the first."""
    check()
    if len(values) <= _PIECE:
        values.sort()
        return
    middle = len(values) // 2
    values.partition(middle)
    _sort(values[:middle], check)
    _sort(values[middle:], check)


def quantile(held: np.ndarray, share: float) -> float:
    """Give a quantile of sorted values, between two of them by a straight line."""
    at = share * (len(held) - 1)
    low = int(at)
    high = min(low + 1, len(held) - 1)
    below, above = float(held[low]), float(held[high])
    # Not `below + part * (above - below)`: that difference may be beyond what doubles hold.
    part = at - low
    return below * (1 - part) + above * part


def bins(minimum: float, maximum: float, *, is_whole: bool) -> np.ndarray:
    """Give the edges of bins between two ends; those of whole numbers are whole.

    A bin of whole numbers holds those from its lower edge to one less than its upper edge, so that
    the last edge is one more than ``maximum``.
    """
    if is_whole:
        end = int(maximum) + 1
        width = -(-(end - int(minimum)) // BINS)
        lower = range(int(minimum), end, width)
        return np.array([min(whole, 2**63 - 1) for whole in (*lower, end)])
    if minimum == maximum:
        return np.array([minimum - 0.5, maximum + 0.5])
    with np.errstate(over="ignore", invalid="ignore"):
        edges = np.linspace(minimum, maximum, BINS + 1)
        if not np.isfinite(edges).all():
            # Their distance is beyond what doubles hold; that of their halves is not.
            edges = np.linspace(minimum / 2, maximum / 2, BINS + 1) * 2
    edges[[0, -1]] = minimum, maximum
    return edges


_KEYS = (
    *("mean", "std", "skew", "min", "max", *_QUANTILES, "outlier_low", "outlier_high"),
    *("outlier_count", "zeros", "negatives"),
)


def _moments(held: np.ndarray) -> dict[str, float | None]:
    """Give mean, deviation and skew, these two as estimates for what the values are a sample of."""
    count = len(held)
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(np.mean(held, dtype=np.float64))
        centred = held - mean
        squares = float(np.dot(centred, centred))
        std = np.sqrt(squares / (count - 1)) if count > 1 else np.nan
        skew = np.nan
        if count > 2 and std > 0:
            scaled = centred / std
            cubes = float(np.dot(scaled * scaled, scaled))
            skew = cubes * count / ((count - 1) * (count - 2))
    return {"mean": finite(mean), "std": finite(std), "skew": finite(skew)}
