"""Drift: rows that are learned from and rows that judge come from different worlds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from armillary.learning.guard import words
from armillary.learning.guard.alone import auc
from armillary.learning.guard.apart import best_tellers, tell_apart
from armillary.learning.guard.contract import Finding
from armillary.learning.guard.seen import Column, Seen

_NOTICED, _STRONG = 0.7, 0.85
_NEWEST = 0.15


class Drift:
    """Lets a quick model tell the newest rows from the others (adversarial validation)."""

    id = "drift"
    rank = 100

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield how well it does, and by which columns; only where rows are split in time."""
        if seen.time is None or seen.n_rows < 200:
            return
        when = seen.columns[seen.time]
        is_new = _newest(when)
        names = [name for name in seen.names if not _counts_time(seen.columns[name], when)]
        if not names or is_new.sum() < 20:
            return
        strength = auc(tell_apart(seen, names, is_new), is_new)
        if not strength > _NOTICED:
            return
        named = tuple(name for name, _ in best_tellers(seen, names, is_new))
        by = f", best by {words.names(named)}" if named else ""
        yield Finding(
            kind="drift",
            severity="warning" if strength > _STRONG else "notice",
            columns=named,
            strength=strength,
            meaning="AUC of telling the rows that judge from those that are learned from",
            why=(
                f"A quick model tells the newest {words.share(_NEWEST)} of the rows from the "
                f"others with an AUC of {strength:.2f}{by}: what judges is not what was learned "
                "from. Scores will be those of the newest rows; expect them to fall further."
            ),
        )


lookout = Drift()


def _newest(when: Column) -> np.ndarray:
    known = ~when.is_missing
    edge = np.searchsorted(np.cumsum(when.counts), (1 - _NEWEST) * known.sum())
    newest: np.ndarray = when.codes > edge
    return newest


def _counts_time(column: Column, when: Column) -> bool:
    if column.numbers is None or when.numbers is None:
        return False
    both = ~column.is_missing & ~when.is_missing
    if both.sum() < 20:
        return False
    one, other = column.codes[both], when.codes[both]
    if one.std() == 0 or other.std() == 0:
        return False
    return abs(float(np.corrcoef(one, other)[0, 1])) > 0.98
