"""Values that go with one class: flags, categories, cells that are filled or left empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from armillary.learning.scores.intervals import score_bounds

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.guard.seen import Column, Seen

FEW_VALUES = 30
_LOWEST, _LIFT, _COVERS = 0.965, 22.0, 0.08
_MISSING_COVERS = 0.5
_NEVER, _EXPECTED = 50.0, 100.0
_Z = 2.0


@dataclass(frozen=True)
class Telling:
    """Rows of which one thing tells the class, or tells which class it is not.

    ``right`` is the share of them that is (not) of the class ``place``; ``covers`` the share of
    the class that they hold.
    """

    rows: npt.NDArray[np.bool_]
    what: str
    place: int
    right: float
    covers: float
    is_never: bool = False


def telling_values(seen: Seen, column: Column) -> Iterator[Telling]:
    """Give the values of a column that tell a class by themselves."""
    if not 2 <= column.n_values <= FEW_VALUES:
        return
    for code, value in enumerate(column.values):
        rows = column.codes == code
        told = _tells(seen, rows, f"is {_shown(value)}", _COVERS) or _never(seen, rows, value)
        if told is not None:
            yield told


def telling_gaps(seen: Seen, column: Column) -> Iterator[Telling]:
    """Give what the filled or the empty cells of a column tell by being so."""
    missing = column.is_missing
    if not missing.any() or missing.all():
        return
    if (told := _tells(seen, ~missing, "is filled", _COVERS)) is not None:
        yield told
    # Few gaps that happen to be of one class say that a measurement failed, not how it ended.
    if (told := _tells(seen, missing, "is empty", _MISSING_COVERS)) is not None:
        yield told


def _tells(
    seen: Seen, rows: npt.NDArray[np.bool_], what: str, least_covers: float
) -> Telling | None:
    count = int(rows.sum())
    if count < 30 or seen.classes is None:
        return None
    held = np.bincount(seen.target[rows].astype(np.int64), minlength=len(seen.classes))
    place = int(held.argmax())
    share = float(seen.shares[place])
    wrong = (count - held[place] + 1) / (count + 2)
    covers = float(held[place] / max(1.0, share * seen.n_rows))
    is_sure = _at_least(int(held[place]), count) >= _LOWEST
    if not is_sure or (1 - share) < _LIFT * wrong or covers < least_covers:
        return None
    return Telling(rows, what, place, float(held[place] / count), covers)


def _never(seen: Seen, rows: npt.NDArray[np.bool_], value: object) -> Telling | None:
    """Of three classes one that never goes with a value tells much, though not which it is."""
    count = int(rows.sum())
    if seen.classes is None or len(seen.classes) != 3:
        return None
    held = np.bincount(seen.target[rows].astype(np.int64), minlength=3)
    expected = seen.shares * count
    place = int((expected - held).argmax())
    if expected[place] < _EXPECTED or (held[place] + 1) * _NEVER > expected[place]:
        return None
    right = 1 - float(held[place] / count)
    covers = float((count - held[place]) / max(1.0, (1 - seen.shares[place]) * seen.n_rows))
    return Telling(rows, f"is {_shown(value)}", place, right, covers, is_never=True)


def _at_least(right: int, count: int) -> float:
    """Give the lower end of Wilson's interval of a share."""
    return score_bounds(right / count, count, _Z)[0]


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return f"{value:.6g}" if isinstance(value, float) else f"“{value}”"
