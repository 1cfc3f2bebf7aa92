"""Single columns that tell far more than any other: scores given with the answer in view.

An honest column may be strong; then others that have to do with it are strong as well. What gives
the answer away stands alone: hardly wrong itself, and several times less wrong than the best of
the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from armillary.learning.guard import words
from armillary.learning.guard.alone import look_alone
from armillary.learning.guard.contract import Finding, Fix
from armillary.learning.guard.seen import Seen

_WRONG, _SURELY = 0.06, 0.03
_WRONG_OF_FEW, _WRONG_OF_FEW_AND_CLASSES, _FEW_COLUMNS = 0.03, 0.01, 10
_GAP = 3.0
_FEW = 0.25
_ROWS = 50


class StrongColumns:
    """Looks for columns that stand out by what they tell alone."""

    id = "strong_columns"
    rank = 45

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield each column that stands out, for the class that it tells best."""
        if seen.n_rows < _ROWS:
            return
        named = {name for one in found if one.tells for name in one.columns}
        # What was found to tell is not what an honest column is measured by.
        rest = [name for name in seen.names if name not in named]
        best: dict[str, tuple[float, float, int]] = {}
        for place, wrong in _errors(seen, rest):
            for name, own, next_best in _stand_out(wrong, len(seen.names), _most_wrong(seen)):
                if name not in best or own < best[name][0]:
                    best[name] = (own, next_best, place)
        for name, (wrong_share, next_wrong, place) in best.items():
            yield _finding(seen, name, wrong_share, next_wrong, place)


lookout = StrongColumns()


def _errors(seen: Seen, names: Sequence[str]) -> Iterator[tuple[int, dict[str, float]]]:
    """Give, for each class or the number, how wrong each column alone is: 1 - AUC, or 1 - R²."""
    if seen.classes is None:
        yield 0, {name: 1 - look_alone(seen, seen.columns[name]).explained for name in names}
        return
    for place in range(len(seen.classes)):
        own = {name: look_alone(seen, seen.columns[name]).auc[place] for name in names}
        known = {name: 1 - float(auc) for name, auc in own.items() if np.isfinite(auc)}
        if known:
            yield place, known
        if len(seen.classes) == 2:
            return


def _most_wrong(seen: Seen) -> float:
    """Say how wrong a column may be: among few columns that one is far ahead says less."""
    if len(seen.names) >= _FEW_COLUMNS:
        return _WRONG
    return _WRONG_OF_FEW_AND_CLASSES if len(seen.classes or ()) > 2 else _WRONG_OF_FEW


def _stand_out(
    wrong: dict[str, float], n_columns: int, most: float
) -> Iterator[tuple[str, float, float]]:
    order = sorted(wrong, key=lambda name: wrong[name])
    at = 0
    for count in range(1, max(1, int(_FEW * n_columns)) + 1):
        if count >= len(order) or wrong[order[count - 1]] > most:
            break
        if wrong[order[count]] > _GAP * max(wrong[order[count - 1]], 0.002):
            at = count
    for name in order[:at]:
        yield name, wrong[name], wrong[order[at]]


def _finding(seen: Seen, name: str, wrong: float, next_wrong: float, place: int) -> Finding:
    if seen.classes is None:
        meaning = "R² from this column alone"
        told = f"explains {words.share(1 - wrong)} of the variance of {seen.target_name}"
        others = f"the best of the others {words.share(max(0.0, 1 - next_wrong))}"
    else:
        meaning = f"AUC of telling {seen.label(place)} by this column alone"
        told = f"tells {seen.label(place)} from the rest with an AUC of {1 - wrong:.3f}"
        others = f"the best of the others reaches {1 - next_wrong:.3f}"
    return Finding(
        kind="gives_away",
        severity="serious" if wrong <= _SURELY else "warning",
        columns=(name,),
        strength=1 - wrong,
        meaning=meaning,
        why=(
            f"`{name}` alone {told}; {others}. A column that stands out so far was mostly "
            "written down with the answer in view."
        ),
        fix=Fix(leave_out=(name,)),
        tells=True,
    )
