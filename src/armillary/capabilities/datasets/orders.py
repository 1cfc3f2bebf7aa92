"""The rows of a table in the order of some columns.

The first pages come from one look that keeps no more rows than these. Deeper ones are selected by
their rank; only where long texts are sorted is the whole order made, once, and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets.conditions import Sql
from armillary.capabilities.datasets.kept import Kept
from armillary.capabilities.datasets.queries import StoredTable

if TYPE_CHECKING:
    import numpy as np

    from armillary.capabilities.datasets.ranks import Keys

# Beyond so many rows the engine's own look at the first ones takes longer than selecting them.
_FIRST = 5000
_AT_ONCE = 500
# Selected around a page, so that the pages beside it are there as well.
_BESIDE = 2000

Sort = Sequence[tuple[str, bool]]
"""The columns to sort by, and whether the greatest value of each comes first."""


def order_by(table: StoredTable, sort: Sort) -> str:
    """Give the SQL of an order: missing cells come last, NaN before them, equals as in the file."""
    terms: list[str] = []
    for name, descending in sort:
        place = table.place(name)
        cell = f"c{place}"
        if descending and table.columns[place].storage == "float64":
            terms.append(f"isnan({cell}) asc nulls last")
        terms.append(f"{cell} {'desc' if descending else 'asc'} nulls last")
    return ", ".join([*terms, "file_row_number"])


@dataclass(frozen=True)
class Ordered:
    """The rows that a condition lets through, in an order.

    ``question`` names the table, the condition and how far it was looked for.
    """

    table: StoredTable
    kept: Kept
    question: tuple[Any, ...]
    where: Sql
    sort: Sort

    def look_up(self, offset: int, limit: int) -> list[int]:
        """Give the numbers of a page of the rows."""
        if offset + limit <= _FIRST:
            return self._first(offset, offset + limit)
        keys = self._keys()
        if keys is None:
            return _listed(self._whole()[offset : offset + limit])
        return self._select(keys, offset, offset + limit)

    def _first(self, start: int, end: int) -> list[int]:
        import numpy as np

        question = (*self.question, "first", tuple(self.sort))
        found = self.kept.find(question, np.ndarray)
        if found is None or (len(found) < end and len(found) % _AT_ONCE == 0):
            most = -(-max(end, 2 * start) // _AT_ONCE) * _AT_ONCE
            found = self._look_at_first(most)
            self.kept.keep(question, found, found.nbytes)
        return _listed(found[start:end])

    def _look_at_first(self, most: int) -> np.ndarray:
        """Find the first rows, at first among those with a number where the largest come first.

        The engine takes NaN for the largest, and is quicker where it need not think of it.
        """
        name, descending = self.sort[0]
        place = self.table.place(name)
        if descending and self.table.columns[place].storage == "float64":
            sql, values = self.where
            numbers = (f"({sql}) and c{place} <= 'infinity'::double", values)
            found = self._find(numbers, f"limit {most}")
            if len(found) == most:
                return found
        return self._find(self.where, f"limit {most}")

    def _select(self, keys: Sequence[Keys], start: int, end: int) -> list[int]:
        import numpy as np

        from armillary.capabilities.datasets import ranks

        question = (*self.question, "beside", tuple(self.sort))
        kept = self.kept.find(question, tuple)
        if kept is not None and kept[0] <= start and end <= kept[0] + len(kept[1]):
            return _listed(kept[1][start - kept[0] : end - kept[0]])
        first = max(start - _BESIDE, 0)
        numbers = self._numbers()
        if numbers is not None:
            keys = [key.take(numbers) for key in keys]
        found = ranks.select(keys, first, end + _BESIDE)
        found = found if numbers is None else numbers[found]
        self.kept.keep(question, (first, found), found.nbytes)
        return _listed(np.asarray(found)[start - first : end - first])

    def _keys(self) -> list[Keys] | None:
        """Give the keys of the sorted columns; None where there are none for some."""
        found = []
        for name, descending in self.sort:
            keys = self._keys_of(self.table.place(name), descending)
            if keys is None:
                return None
            found.append(keys)
        return found

    def _keys_of(self, place: int, descending: bool) -> Keys | None:
        from armillary.capabilities.datasets.ranks import Keys, make_keys

        question = (self.question[0], "keys", place, descending)
        if self.kept.find(question, bool) is False:
            return None
        found = self.kept.find(question, Keys)
        if found is None:
            layout = self.table.groups.layout(self.table.path)
            values = layout.read(self.table.path, range(layout.groups), [place]).column(0)
            found = make_keys(self.table.columns[place], values, descending=descending)
            self.kept.keep(question, found or False, found.size_bytes if found else 1)
        return found

    def _numbers(self) -> np.ndarray | None:
        """Give the numbers of the rows let through, ascending; None for all."""
        import numpy as np

        if self.where[0] == "true":
            return None
        question = (*self.question, "numbers")
        found = self.kept.find(question, np.ndarray)
        if found is None:
            numbers = self.table.fetch_numbers(
                f"select file_row_number from {self.table.source} where {self.where[0]}",
                self.where[1],
            )
            found = np.sort(_small(numbers, self.table.rows))
            self.kept.keep(question, found, found.nbytes)
        return found

    def _whole(self) -> np.ndarray:
        import numpy as np

        question = (*self.question, "order", tuple(self.sort))
        found = self.kept.find(question, np.ndarray)
        if found is None:
            found = self._find(self.where, "")
            self.kept.keep(question, found, found.nbytes)
        return found

    def _find(self, where: Sql, limit: str) -> np.ndarray:
        numbers = self.table.fetch_numbers(
            f"select file_row_number from {self.table.source} where {where[0]} "
            f"order by {order_by(self.table, self.sort)} {limit}",
            where[1],
        )
        return _small(numbers, self.table.rows)


def _small(numbers: np.ndarray, rows: int) -> np.ndarray:
    import numpy as np

    return numbers.astype(np.int32 if rows < 2**31 else np.int64)


def _listed(numbers: np.ndarray) -> list[int]:
    return [int(number) for number in numbers]
