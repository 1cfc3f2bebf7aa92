"""Which rows of a table a condition lets through, found from its top on and as far as needed.

What is kept is small however many rows match: their number in each stretch of the table, and the
rows themselves where they are few. A page is then looked up in the stretch that holds it.
"""

from __future__ import annotations

import bisect
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.conditions import Sql
from armillary.capabilities.datasets.queries import StoredTable

if TYPE_CHECKING:
    import numpy as np

_STRETCH = 131_072
_LONGEST = 4_194_304
_LEAST = 4096
# More matches than this in one stretch are counted, and looked up again where a page needs them.
_FEW = 50_000


@dataclass(frozen=True)
class _Stretch:
    start: int
    end: int
    count: int
    numbers: np.ndarray | None


@dataclass
class Matches:
    """The matching rows among the first ``scanned`` ones."""

    rows: int
    """The rows of the table."""
    scanned: int = 0
    count: int = 0
    _stretches: list[_Stretch] = field(default_factory=list)
    _before: list[int] = field(default_factory=list)
    """The matches before each stretch."""

    @property
    def is_whole(self) -> bool:
        """Whether the whole table was scanned."""
        return self.scanned >= self.rows

    @property
    def estimate(self) -> int:
        """The matches in the whole table, if what is not scanned is like what is."""
        if self.is_whole or not self.scanned:
            return self.count
        return round(self.count / self.scanned * self.rows)

    @property
    def density(self) -> float:
        """The share of rows that matched where was looked last; 0 before that."""
        if not self._stretches:
            return 0.0
        last = self._stretches[-1]
        return last.count / (last.end - last.start)

    @property
    def size_bytes(self) -> int:
        """What keeping it takes."""
        held = (stretch.numbers for stretch in self._stretches)
        return 1000 + sum(200 + (0 if numbers is None else numbers.nbytes) for numbers in held)

    @property
    def numbers(self) -> np.ndarray | None:
        """All matching rows found so far; None where they are too many to be kept."""
        import numpy as np

        held = [one.numbers for one in self._stretches if one.numbers is not None]
        if len(held) < len(self._stretches):
            return None
        return np.concatenate(held) if held else np.empty(0, dtype=np.int64)

    def copy(self) -> Matches:
        """Give another one that may scan on by itself."""
        return replace(self, _stretches=list(self._stretches), _before=list(self._before))

    def add(self, start: int, end: int, count: int, numbers: np.ndarray | None) -> None:
        """Take note of what the next stretch holds."""
        self._before.append(self.count)
        self._stretches.append(_Stretch(start, end, count, numbers))
        self.count += count
        self.scanned = end

    def look_up(self, table: StoredTable, where: Sql, offset: int, limit: int) -> list[int]:
        """Give the matching rows from the ``offset``-th on, as far as they were scanned."""
        found: list[int] = []
        at = max(bisect.bisect_right(self._before, offset) - 1, 0)
        for place in range(at, len(self._stretches)):
            if len(found) >= limit:
                break
            stretch = self._stretches[place]
            skip = max(offset - self._before[place], 0)
            if skip < stretch.count:
                found += _look_up(table, where, stretch, skip, limit - len(found))
        return found


def scan(
    table: StoredTable,
    where: Sql,
    matches: Matches,
    *,
    first: int,
    limit_s: float | None,
    is_cancelled: Callable[[], bool],
) -> None:
    """Scan on, ``first`` rows and then ever more, until the time is over or the table ends.

    Something is scanned each time, so that whoever asks again comes to the end.
    """
    begin = last = time.monotonic()
    length = first
    while not matches.is_whole and not is_cancelled():
        start = matches.scanned
        _scan_stretches(table, where, matches, min(start + length, matches.rows))
        length = min(2 * length, _LONGEST)
        if limit_s is not None:
            now = time.monotonic()
            left_s = begin + limit_s - now
            # As many as there is time for, should they take as long as those before.
            affordable = left_s * (matches.scanned - start) / max(now - last, 1e-6)
            if affordable < _LEAST:
                return
            length, last = min(length, int(affordable)), now


def _scan_stretches(table: StoredTable, where: Sql, matches: Matches, end: int) -> None:
    start = matches.scanned
    condition = f"file_row_number >= {start} and file_row_number < {end} and ({where[0]})"
    if matches.density * (end - start) <= _FEW:
        # Without a limit, although more than a few are dropped: one would keep the engine to one
        # thread.
        numbers = table.fetch_numbers(
            f"select file_row_number from {table.source} where {condition}", where[1]
        )
        numbers.sort()
        if len(numbers) <= _FEW:
            matches.add(start, end, len(numbers), numbers)
            return
        found = _count(numbers, start)
    else:
        query = (
            f"select (file_row_number - {start}) // {_STRETCH} as stretch, count(*) "
            f"from {table.source} where {condition} group by stretch"
        )
        found = dict(table.fetch(query, where[1]))
    for stretch, first in enumerate(range(start, end, _STRETCH)):
        matches.add(first, min(first + _STRETCH, end), found.get(stretch, 0), None)


def _count(numbers: np.ndarray, start: int) -> dict[int, int]:
    import numpy as np

    return dict(enumerate(np.bincount((numbers - start) // _STRETCH).tolist()))


def _look_up(table: StoredTable, where: Sql, stretch: _Stretch, skip: int, limit: int) -> list[int]:
    if stretch.numbers is not None:
        return [int(number) for number in stretch.numbers[skip : skip + limit]]
    rows = table.fetch(
        f"select file_row_number from {table.source} where file_row_number >= {stretch.start} "
        f"and file_row_number < {stretch.end} and ({where[0]}) "
        f"order by file_row_number limit {limit} offset {skip}",
        where[1],
    )
    return [number for (number,) in rows]
