"""How much one column tells of the target by itself, judged on rows that were not counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.guard.seen import Codes, Column, Floats, Seen

_BINS = 40
_FEW_VALUES = 60
_FOLDS = 5


@dataclass(frozen=True)
class Alone:
    """What a column tells alone.

    ``auc`` (n_classes,) is how well it tells each class from the rest, NaN for classes of too few
    rows; ``right`` the share of rows whose class is guessed; ``explained`` the share of a number's
    variance (R²), each judged on rows that were not counted.
    """

    auc: Floats
    right: float
    explained: float

    @property
    def best(self) -> float:
        """The strongest of what it tells: an AUC for classes, R² for numbers."""
        if not len(self.auc):
            return self.explained
        return float(np.nanmax(self.auc)) if np.isfinite(self.auc).any() else 0.5


def look_alone(seen: Seen, column: Column) -> Alone:
    """Give what a column tells alone; remembered."""
    held: dict[str, Alone] = seen.kept.setdefault("alone", {})
    if column.name not in held:
        held[column.name] = _of_classes(seen, column) if seen.classes else _of_number(seen, column)
    return held[column.name]


def binned(column: Column, bins: int = _BINS) -> Codes:
    """Give each row a bin (n_rows,): 0 where it is missing, values of their own where few."""
    if column.numbers is None or column.n_values <= _FEW_VALUES:
        return column.codes + 1
    known = ~column.is_missing
    cumulative = np.cumsum(column.counts)
    of_value = ((cumulative - column.counts) * bins) // max(1, int(cumulative[-1]))
    out = np.zeros(len(column.codes), dtype=np.int64)
    out[known] = of_value[column.codes[known]] + 1
    return out


def _of_classes(seen: Seen, column: Column) -> Alone:
    assert seen.classes is not None
    n_classes = len(seen.classes)
    scores = out_of_fold(binned(column), seen.target, n_classes, seen.folds)
    right = float((scores.argmax(axis=1) == seen.target).mean())
    # Of two classes the second says the same.
    places = range(1) if n_classes == 2 else range(n_classes)
    told = [auc(scores[:, place], seen.target == place) for place in places]
    return Alone(np.array(told * 2 if n_classes == 2 else told), right, 0.0)


def out_of_fold(bins: Codes, target: Codes, n_classes: int, folds: Codes) -> Floats:
    """Give the chance of each class (n_rows, n_classes), counted in the bins of other folds."""
    n_bins = int(bins.max()) + 1
    cell = (folds * n_bins + bins) * n_classes + target
    counts = np.bincount(cell, minlength=_FOLDS * n_bins * n_classes)
    counts = counts.reshape(_FOLDS, n_bins, n_classes).astype(np.float64)
    others = counts.sum(axis=0)[None] - counts  # (fold, bin, class)
    prior = others.sum(axis=1, keepdims=True)
    prior /= np.maximum(prior.sum(axis=2, keepdims=True), 1.0)
    chances = (others + prior) / (others.sum(axis=2, keepdims=True) + 1.0)
    found: Floats = chances[folds, bins]
    return found


def auc(scores: Floats, is_it: npt.NDArray[np.bool_]) -> float:
    """Give the chance that a row that is it scores above one that is not; NaN for too few."""
    n_it = int(is_it.sum())
    if min(n_it, len(is_it) - n_it) < max(10, 0.01 * len(is_it)):
        return float("nan")
    ranks = ranks_of(scores)
    return float((ranks[is_it].sum() - n_it * (n_it + 1) / 2) / (n_it * (len(is_it) - n_it)))


def aucs(values: Floats, target: Codes, n_classes: int) -> Floats:
    """Give the `auc` of each of several numbers (n_numbers, n_rows) for each class.

    Of two classes only for the first, since the second says the same.
    """
    is_it = target[:, None] == np.arange(1 if n_classes == 2 else n_classes)  # (row, class)
    n_it, n_rows = is_it.sum(axis=0), len(target)
    sums = _ranks_of_each(values) @ is_it.astype(np.float64)  # (number, class)
    pairs = n_it * (n_rows - n_it)
    is_few = np.minimum(n_it, n_rows - n_it) < max(10, 0.01 * n_rows)
    found: Floats = (sums - n_it * (n_it + 1) / 2) / np.maximum(pairs, 1)
    return np.where(is_few, np.nan, found)


def ranks_of(values: Floats) -> Floats:
    """Give each value its rank from 1, those that are equal the mean of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(counts) - (counts - 1) / 2.0)[places]
    return ranks


def _ranks_of_each(values: Floats) -> Floats:
    """Give `ranks_of` each of several numbers (n_numbers, n_rows)."""
    order = np.argsort(values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    begins = np.ones(values.shape, dtype=bool)
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.flatnonzero(begins)  # where equal ones begin, one number after another
    counts = np.diff(first, append=begins.size)
    middle = first % values.shape[1] + (counts + 1) / 2.0
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, np.repeat(middle, counts).reshape(values.shape), axis=1)
    return ranks


def _of_number(seen: Seen, column: Column) -> Alone:
    """Judge by neighbours: a row's target is guessed from rows whose values lie next to its own."""
    target = np.asarray(seen.target, dtype=np.float64)
    spread = float(target.var())
    if spread <= 0:
        return Alone(np.empty(0), 0.0, 0.0)
    if column.numbers is None or column.n_values <= _FEW_VALUES:
        wrong = _left_out(column.codes + 1, target)
    else:
        wrong = _between_neighbours(column, target)
    return Alone(np.empty(0), 0.0, 1.0 - float(np.square(wrong).mean()) / spread)


def _left_out(bins: Codes, target: Floats) -> Floats:
    """Give the error of the mean of the other rows of the same value."""
    counts = np.bincount(bins).astype(np.float64)
    sums = np.bincount(bins, weights=target)
    prior = target.mean()
    wrong: Floats = target - (sums[bins] - target + prior) / counts[bins]
    return wrong


def _between_neighbours(column: Column, target: Floats) -> Floats:
    """Give the error of the line between the nearest rows below and above."""
    assert column.numbers is not None
    wrong: Floats = target - target.mean()
    known = np.flatnonzero(~column.is_missing)
    order = known[np.lexsort((seeded(len(known)), column.numbers[known]))]
    if len(order) < 5:
        return wrong
    x, y = column.numbers[order], target[order]
    gap = x[2:] - x[:-2]
    share = np.divide(x[1:-1] - x[:-2], gap, out=np.full(len(gap), 0.5), where=gap > 0)
    wrong[order[1:-1]] = y[1:-1] - (y[:-2] + share * (y[2:] - y[:-2]))
    return wrong


def seeded(count: int) -> Floats:
    """Give numbers by chance, the same each time."""
    return np.random.default_rng(1).random(count)
