"""Rows whose place in the file tells the target, and columns that count rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from armillary.learning.guard.contract import Finding, Fix, Severity
from armillary.learning.guard.neighbours import likeness, runs
from armillary.learning.guard.seen import Column, Seen

_MUCH = 0.3


class RowOrder:
    """Looks whether rows that follow one another are alike."""

    id = "row_order"
    rank = 80

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield how alike they are, and which columns would tell a model where a row stands."""
        order = np.argsort(seen.order, kind="stable")
        alike = likeness(seen, order)
        if not alike:
            return
        counting = [name for name in seen.names if _counts_rows(seen.columns[name], order)]
        is_sorted = runs(seen, order) <= 3 * len(seen.classes or ()) + 3
        dated = [name for name in counting if seen.columns[name].role == "datetime"]
        is_split = seen.time is not None or seen.group is not None
        why = [
            f"Rows that follow one another in the file are alike in {seen.target_name}: "
            f"{alike:.2f} on a scale from 0 (chance) to 1 (always the same)."
        ]
        if is_sorted and seen.classes is not None:
            why.append("The file is sorted by it.")
        if counting:
            named = ", ".join(f"`{name}`" for name in counting)
            why.append(f"{named} rises with the row, so a model can learn the place in the file.")
        elif not is_sorted:
            why.append("Split at random, each row is judged beside the neighbours of its own.")
        severity: Severity = "notice"
        if counting and not is_split:
            severity = "serious"
        elif alike > _MUCH and not is_sorted and not is_split:
            severity = "warning"
        whole = [name for name in counting if name not in dated]
        yield Finding(
            kind="row_order",
            severity=severity,
            columns=tuple(counting),
            strength=alike,
            meaning="likeness of neighbouring rows, 0 by chance and 1 always",
            why=" ".join(why),
            fix=Fix(
                leave_out=tuple(whole) if is_sorted or dated else (),
                time=None if is_sorted else next(iter([*dated, *whole]), None),
            ),
        )


lookout = RowOrder()


def _counts_rows(column: Column, order: np.ndarray) -> bool:
    """Whether a column rises, or falls, with nearly every row."""
    if column.numbers is None or column.n_values < 0.5 * len(order) or column.is_missing.any():
        return False
    steps = np.diff(column.numbers[order])
    return bool(max((steps >= 0).mean(), (steps <= 0).mean()) > 0.995)
