"""What was learned from all rows before they were split: the test rows have told already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from armillary.learning.guard import words
from armillary.learning.guard.contract import Finding, Fix
from armillary.learning.guard.seen import Column, Seen

_FEWEST_VALUES, _ROWS = 4, 100
_CLOSE = 1e-6


class Preprocessing:
    """Looks for steps that were fitted on the whole table, and for the traces they leave."""

    id = "preprocessing"
    rank = 35

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield columns that hold means of the target, steps that learned, and scaled columns."""
        named = {name for one in found if one.tells for name in one.columns}
        encoded = [
            name
            for name in seen.names
            if name not in named and _holds_means(seen, seen.columns[name])
        ]
        if encoded:
            yield _of_encoded(seen, tuple(encoded))
        if seen.learned_steps:
            yield _of_steps(seen.learned_steps)
        scaled = tuple(name for name in seen.names if _is_scaled(seen.columns[name]))
        if scaled and not seen.learned_steps:
            yield _of_scaled(scaled)


lookout = Preprocessing()


def _holds_means(seen: Seen, column: Column) -> bool:
    """Whether each value of a column is the mean target of the rows that have it."""
    if column.numbers is None or seen.n_rows < _ROWS or column.is_whole:
        return False
    if not _FEWEST_VALUES <= column.n_values <= seen.n_rows / 3:
        return False
    if seen.classes is not None and len(seen.classes) != 2:
        return False
    # Means of a sample are not those of the table.
    if seen.n_rows < seen.n_rows_of_table:
        return False
    known = ~column.is_missing
    target = np.asarray(seen.target, dtype=np.float64)[known]
    sums = np.bincount(column.codes[known], weights=target, minlength=column.n_values)
    means = sums / np.maximum(column.counts, 1)
    spread = float(target.std()) or 1.0
    near = np.abs(means - np.asarray(column.values)) < _CLOSE * spread
    return bool(near[column.codes[known]].mean() > 0.95)


def _is_scaled(column: Column) -> bool:
    if column.numbers is None or column.is_whole or column.n_values < 20:
        return False
    known = column.numbers[~column.is_missing]
    return abs(float(known.mean())) < 1e-6 and abs(float(known.std()) - 1) < 1e-3


def _of_encoded(seen: Seen, columns: tuple[str, ...]) -> Finding:
    return Finding(
        kind="preprocessing",
        severity="serious",
        columns=columns,
        strength=1.0,
        meaning="share of values that are means of the target",
        why=(
            f"Each value of {words.names(columns)} is the mean of {seen.target_name} of the rows "
            "that have it: categories were replaced by the target's means over all rows, those "
            "that judge among them. Encode in a recipe of the training, which learns it from the "
            "training rows alone."
        ),
        fix=Fix(leave_out=columns),
        tells=True,
    )


def _of_steps(steps: Sequence[str]) -> Finding:
    return Finding(
        kind="preprocessing",
        severity="warning",
        columns=(),
        strength=float(len(steps)),
        meaning="steps that were fitted on all rows",
        why=(
            f"The table was made by steps that learned from all of its rows: {', '.join(steps)}. "
            "What they learned holds something of the rows that judge. Train on the table before "
            "these steps with the same recipe: then they learn from the training rows alone."
        ),
    )


def _of_scaled(columns: tuple[str, ...]) -> Finding:
    return Finding(
        kind="scaled",
        severity="notice",
        columns=columns,
        strength=float(len(columns)),
        meaning="columns of mean 0 and spread 1",
        why=(
            f"{words.names(columns)} have mean 0 and spread 1 over the whole table: they were "
            "scaled before the split. That tells little of the target, but a new row must be "
            "scaled by the same numbers."
        ),
    )
