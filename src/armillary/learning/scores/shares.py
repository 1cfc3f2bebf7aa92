"""Numbers that are functions of the confusion matrix, with their intervals.

A function takes the shares of all rows that lie on the diagonal, in each row and in each column of
the matrix, each (…, n_classes), so that many matrices are judged at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import Estimate, Judged
from armillary.learning.scores.intervals import (
    Scale,
    mean_of,
    on_scale,
    variance_of_mean,
    weighed,
    witnesses_of,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

OfShares = Callable[["Array", "Array", "Array"], "Array"]
_STEP = 1e-3
_LEAST_STEP = 1e-9
_PSEUDO_ROWS = 4.0
_METHOD = "linearised on a smoothed confusion matrix"


def ratio(above: Array, below: Array) -> Array:
    """Divide; nothing by nothing is zero."""
    import numpy as np

    return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0)


def mean_over(values: Array, counted: Array) -> Array:
    """Give the mean over the classes that are counted."""
    return ratio((values * counted).sum(axis=-1), counted.sum(axis=-1))


def estimate(function: OfShares, judged: Judged, scale: Scale) -> Estimate:
    """Give the value of a function of the confusion matrix, and its interval to first order.

    The interval is that of the matrix with four rows added, half of them right and half wrong, as
    A. Agresti and B. A. Coull (1998) do for shares: without them a model that made no mistake
    would seem to be certain to make none.
    """
    counts = judged.counts.astype(float)
    value = float(function(*_margins(counts)))
    if judged.only_values:
        return Estimate(value)
    # Rows of unlike weights are as many witnesses as fewer rows of one weight.
    counts = counts * witnesses_of(judged.weights, len(judged)) / counts.sum()
    smooth = _smoothed(counts)
    middle = float(function(*_margins(smooth)))
    variance, parts = _variance(_influence(function, smooth), counts, smooth, judged)
    if parts < 2:
        return Estimate(value, note="Fewer than two independent parts.")
    method = _METHOD if judged.groups is None else f"{_METHOD}, by groups"
    is_plain = judged.groups is None and judged.weights is None
    freedom = float("inf") if is_plain else parts - 1
    interval = on_scale(middle, variance**0.5, freedom, scale, method)
    return Estimate(value, interval)


def _variance(by_cell: Array, counts: Array, smooth: Array, judged: Judged) -> tuple[float, int]:
    """Give the variance at the smoothed matrix, times what rows of one group add to it.

    ``by_cell`` is what a row of each cell adds (n_classes, n_classes).
    """
    shares = smooth / smooth.sum()
    mean = float((shares * by_cell).sum())
    plain = float((shares * (by_cell - mean) ** 2).sum() / smooth.sum())
    if judged.groups is None:
        return plain, int(counts.sum())
    weights, influence = judged.weights, by_cell[judged.truth, judged.predicted]
    added = weighed(influence - mean_of(influence, weights), weights)
    own, parts = variance_of_mean(added, judged.groups)
    alone, _ = variance_of_mean(added, None)
    effect = max(1.0, own / alone) if alone > 0 else counts.sum() / parts
    return plain * effect, parts


def _margins(counts: Array) -> tuple[Array, Array, Array]:
    shares = counts / counts.sum()
    return shares.diagonal(), shares.sum(axis=1), shares.sum(axis=0)


def _smoothed(counts: Array) -> Array:
    """Add four rows: half on the diagonal, half beside it, spread evenly over what occurs."""
    import numpy as np

    occurs = (counts.sum(axis=0) + counts.sum(axis=1)) > 0
    size = int(occurs.sum())
    right = np.diag(occurs / size)
    both = np.outer(occurs, occurs).astype(float)
    np.fill_diagonal(both, 0.0)
    wrong = both / max(float(both.sum()), 1.0)
    return counts + _PSEUDO_ROWS / 2 * (right + wrong)


def _influence(function: OfShares, counts: Array) -> Array:
    """Give what a row of each cell adds (n_classes, n_classes), by differences."""
    import numpy as np

    diagonal, rows, columns = _margins(counts)
    size = len(diagonal)
    step = max(_LEAST_STEP, _STEP * float(rows[rows > 0].min()))
    moved = np.eye(size) * step
    still = np.zeros((size, size))

    def slope(d: Array, r: Array, c: Array) -> Array:
        ahead = function(diagonal + d, rows + r, columns + c)
        behind = function(diagonal - d, rows - r, columns - c)
        change: Array = (ahead - behind) / (2 * step)
        return change

    of_row, of_column = slope(still, moved, still), slope(still, still, moved)
    by_cell: Array = of_row[:, None] + of_column[None, :] + np.diag(slope(moved, still, still))
    return by_cell
