"""Time: what comes is predicted from what was, so the newest rows must judge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from armillary.learning.guard.alone import look_alone
from armillary.learning.guard.contract import Finding, Fix
from armillary.learning.guard.neighbours import likeness
from armillary.learning.guard.seen import Column, Seen

_YEAR = re.compile(r"(^|[_\W])(year|yr|date|time|timestamp|day|month)([_\W]|$)", re.I)
_TELLS_CLASS, _TELLS_NUMBER = 0.65, 0.1
_FEWEST_TIMES = 10


class TimeOrder:
    """Looks for columns that say when, and whether the target changes with them."""

    id = "time_order"
    rank = 90

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the column that says best when rows were."""
        if seen.time is not None or seen.n_rows < 50:
            return
        dated = [
            (_changes(seen, seen.columns[name]), name)
            for name in seen.names
            if _says_when(seen.columns[name])
        ]
        if not dated:
            return
        (alike, told), name = max(dated)
        column = seen.columns[name]
        if not alike and not told and column.role != "datetime":
            return
        yield _finding(seen, column, alike, told)


lookout = TimeOrder()


def _says_when(column: Column) -> bool:
    if column.n_values < _FEWEST_TIMES or column.is_missing.mean() > 0.2:
        return False
    if column.role == "datetime":
        return True
    if not column.is_whole or not _YEAR.search(column.name):
        return False
    low, high = column.values[0], column.values[-1]
    return bool(low >= 1800 and high <= 2200)


def _changes(seen: Seen, column: Column) -> tuple[float, float]:
    """Give how alike rows of neighbouring times are, and what time tells alone; 0 for little."""
    assert column.numbers is not None
    chance = np.random.default_rng(5).random(seen.n_rows)
    order = np.lexsort((chance, np.where(np.isnan(column.numbers), -np.inf, column.numbers)))
    alone = look_alone(seen, column).best
    least = _TELLS_NUMBER if seen.classes is None else _TELLS_CLASS
    return likeness(seen, order), alone if alone > least else 0.0


def _finding(seen: Seen, column: Column, alike: float, told: float) -> Finding:
    changes = []
    if alike:
        changes.append(f"rows of neighbouring times are alike in {seen.target_name} ({alike:.2f})")
    if told:
        what = "R²" if seen.classes is None else "AUC"
        changes.append(f"the time alone tells it with {what} {told:.2f}")
    why = (
        f"`{column.name}` says when: {_when(column, 0)} to {_when(column, -1)}"
        + (f", and {' and '.join(changes)}" if changes else "")
        + ". A model that will be asked about what comes must be judged on the newest rows; split "
        "at random it has seen what came after."
    )
    return Finding(
        kind="time_order",
        severity="warning" if alike or told else "notice",
        columns=(column.name,),
        strength=max(alike, told),
        meaning="likeness of neighbouring times, or what time tells alone",
        why=why,
        fix=Fix(time=column.name),
    )


def _when(column: Column, place: int) -> str:
    value = column.values[place]
    if column.role != "datetime":
        return f"{value:g}"
    return str(np.datetime64(int(value), "us"))[:10]
