"""One page of what a view lets through: which rows, and how many there are in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from armillary.base.errors import BadRequest
from armillary.base.values import to_json
from armillary.capabilities.datasets.conditions import TRUE, Sql
from armillary.capabilities.datasets.kept import Kept
from armillary.capabilities.datasets.matches import Matches, scan
from armillary.capabilities.datasets.orders import Ordered
from armillary.capabilities.datasets.queries import StoredTable
from armillary.jobs.calls import CallContext

# Looking through every cell takes long; comparing one column is over soon even in large tables.
_SEARCH_S = 0.07
_FILTER_S = 0.25
# So few rows that looking at them is over soon after the time is.
_FIRST_SEARCHED = 16_384
_FIRST_COMPARED = 262_144
_MOST_CELLS = 2_000_000


@dataclass(frozen=True)
class Page:
    """The numbers of a page's rows in order, and the number of all rows of the view."""

    numbers: Sequence[int]
    total_rows: int
    is_estimate: bool = False
    """Whether the table was not looked through to its end."""


class Paging:
    """The pages of one view of one table."""

    def __init__(
        self, table: StoredTable, view: Any, payload_key: str, context: CallContext
    ) -> None:
        self._table = table
        self._context = context
        self._kept = context.cache.get_or_load("kept", Kept)
        self._sort = [(name, descending) for name, descending in view["sort"]]
        self._is_search = bool(view["search"])
        self._is_filtered = view["filter"] is not None or self._is_search
        asked = to_json([view["filter"], view["search"]]) if self._is_filtered else b""
        self._question = (payload_key, asked)
        self._view = view

    def find(self, page: int, page_size: int, *, is_exact: bool) -> Page:
        """Find the rows of a page.

        Unless it has to be exact, looking ends after a short time, with the rows found and an
        estimate of the total; asking again goes on from there.
        """
        offset = page * page_size
        if not self._is_filtered:
            total = self._table.rows
            if not self._sort:
                return Page(range(min(offset, total), min(offset + page_size, total)), total)
            return Page(self._ordered(TRUE, self._question, offset, page_size), total)
        where = self._where()
        matches = self._match(where, is_exact=is_exact)
        if not self._sort:
            numbers: Sequence[int] = matches.look_up(self._table, where, offset, page_size)
        else:
            numbers = self._ordered_matches(where, matches, offset, page_size)
        return Page(numbers, matches.estimate, is_estimate=not matches.is_whole)

    def _where(self) -> Sql:
        node, text = self._view["filter"], self._view["search"]
        if not (text and self._table.is_wide):
            return self._table.where(node, text)
        # Of a wide table a search is no condition that could be asked for a few rows at a time.
        import numpy as np

        question = (self._question[0], "search", text)
        numbers = self._kept.find(question, np.ndarray)
        if numbers is None:
            numbers = self._table.search_all(text)
            self._kept.keep(question, numbers, numbers.nbytes)
        sql, values = self._table.where(node)
        return f"({sql}) and {self._table.among(numbers, 'searched')[0]}", values

    def _match(self, where: Sql, *, is_exact: bool) -> Matches:
        question = (*self._question, "matches")
        matches = self._kept.find(question, Matches)
        if matches is None:
            matches = Matches(self._table.rows)
        if matches.is_whole:
            return matches
        # Another call may scan on from the same place.
        matches = matches.copy()
        limit_s = _SEARCH_S if self._is_search else _FILTER_S
        scan(
            self._table,
            where,
            matches,
            first=_FIRST_SEARCHED if self._is_search and not is_exact else _FIRST_COMPARED,
            limit_s=None if is_exact else limit_s,
            is_cancelled=lambda: self._context.is_cancelled,
        )
        further = self._kept.find(question, Matches)
        if further is None or further.scanned < matches.scanned:
            self._kept.keep(question, matches, matches.size_bytes)
        return matches

    def _ordered_matches(
        self, where: Sql, matches: Matches, offset: int, limit: int
    ) -> Sequence[int]:
        question = (*self._question, matches.scanned)
        numbers = matches.numbers
        if numbers is not None:
            where = self._table.among(numbers)
        elif not matches.is_whole:
            where = (f"file_row_number < {matches.scanned} and ({where[0]})", where[1])
        return self._ordered(where, question, offset, limit)

    def _ordered(
        self, where: Sql, question: tuple[Any, ...], offset: int, limit: int
    ) -> Sequence[int]:
        ordered = Ordered(self._table, self._kept, question, where, self._sort)
        return ordered.look_up(offset, limit)


def places_of(table: StoredTable, names: Sequence[str] | None) -> list[int]:
    """Give the places of the columns that a view shows."""
    if names is None:
        return list(range(len(table.columns)))
    by_name = {column.name: place for place, column in enumerate(table.columns)}
    return [by_name[name] if name in by_name else table.place(name) for name in names]


def check_cells(rows: int, columns: int) -> None:
    """Refuse a page of more cells than a browser should be sent."""
    if rows * columns > _MOST_CELLS:
        raise BadRequest(
            f"A page has at most {_MOST_CELLS:,} cells; {rows:,} rows of {columns:,} columns are "
            "more. Ask for fewer rows, or name the columns.",
            code="page_too_large",
        )
