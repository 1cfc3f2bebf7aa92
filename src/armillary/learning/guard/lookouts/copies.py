"""Copies and functions of the target under another name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from armillary.learning.guard import words
from armillary.learning.guard.alone import look_alone, ranks_of
from armillary.learning.guard.contract import Finding, Fix
from armillary.learning.guard.seen import Column, Floats, Seen

_ROWS = 20
_RIGHT = 0.9985
_FUNCTION = 0.995
_EXACT = 0.99995


class Copies:
    """Looks for columns from which the target follows row by row."""

    id = "copies"
    rank = 30

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield each copy, and each function that runs straight, one way, or by any rule."""
        if seen.n_rows < _ROWS:
            return
        for name in seen.names:
            column = seen.columns[name]
            if column.n_values < 2:
                continue
            of = _of_classes if seen.classes is not None else _of_numbers
            if told := of(seen, column):
                strength, meaning, why = told
                yield Finding(
                    kind="copy",
                    severity="serious",
                    columns=(name,),
                    strength=strength,
                    meaning=meaning,
                    why=f"{why} If it is known only with the answer, it must be left out.",
                    fix=Fix(leave_out=(name,)),
                    tells=True,
                )


lookout = Copies()


def _of_classes(seen: Seen, column: Column) -> tuple[float, str, str] | None:
    """Tell of a column of few values, each of which goes with one class."""
    assert seen.classes is not None
    if column.n_values > max(20, 2 * len(seen.classes)) or column.n_values < len(seen.classes):
        return None
    right = look_alone(seen, column).right
    if right < _RIGHT or right - float(seen.shares.max()) < 0.02:
        return None
    why = (
        f"`{column.name}` is {seen.target_name} under another name: each of its "
        f"{column.n_values} values goes with one class, in {words.share(right)} of the rows."
    )
    return right, "share of rows whose class follows from it", why


def _of_numbers(seen: Seen, column: Column) -> tuple[float, str, str] | None:
    target = np.asarray(seen.target, dtype=np.float64)
    if column.numbers is None:
        explained = look_alone(seen, column).explained
        return _any_rule(seen, column, explained) if explained > _FUNCTION else None
    known = ~column.is_missing
    if known.sum() < max(_ROWS, 0.5 * seen.n_rows):
        return None
    x, y = column.numbers[known], target[known]
    straight = _correlation(x, y)
    if abs(straight) > _EXACT:
        why = (
            f"`{column.name}` is {seen.target_name} in other units: the two lie on a line "
            f"(correlation {straight:.5f})."
        )
        return straight**2, "R² of a line", why
    one_way = _correlation(column.ranks[known], _ranks_of_target(seen, y))
    if abs(one_way) > _EXACT and column.n_values > _ROWS:
        why = (
            f"{seen.target_name} rises or falls with `{column.name}` in every row "
            f"(rank correlation {one_way:.5f}): one is computed from the other."
        )
        return one_way**2, "squared rank correlation", why
    explained = look_alone(seen, column).explained
    return _any_rule(seen, column, explained) if explained > _FUNCTION else None


def _ranks_of_target(seen: Seen, target: Floats) -> Floats:
    """Give the ranks of the target in some rows; those of all rows are remembered."""
    if len(target) < seen.n_rows:
        return ranks_of(target)
    held: Floats | None = seen.kept.get("ranks")
    if held is None:
        held = seen.kept["ranks"] = ranks_of(target)
    return held


def _any_rule(seen: Seen, column: Column, explained: float) -> tuple[float, str, str]:
    why = (
        f"{seen.target_name} follows from `{column.name}` alone: rows with neighbouring values "
        f"of it explain {words.share(explained)} of the variance."
    )
    return explained, "R² from this column alone", why


def _correlation(x: np.ndarray, y: np.ndarray) -> float:
    if x.std() == 0 or y.std() == 0:
        return 0.0
    with np.errstate(all="ignore"):
        found = float(np.corrcoef(x, y)[0, 1])
    return found if np.isfinite(found) else 0.0
