"""The rows of a table in the order of some columns: the first ones at once, all where asked.

The first thousands come from one look that keeps no more than these. Whoever goes deeper has the
whole order made once; it is kept, so that every later page is a slice of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets.conditions import Sql
from armillary.capabilities.datasets.kept import Kept
from armillary.capabilities.datasets.queries import StoredTable

if TYPE_CHECKING:
    import numpy as np

_FIRST = 10_000
_AT_ONCE = 2000

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


def look_up(
    table: StoredTable,
    kept: Kept,
    question: tuple[Any, ...],
    where: Sql,
    sort: Sort,
    offset: int,
    limit: int,
) -> list[int]:
    """Give the numbers of a page of the rows that a condition lets through, in order.

    ``question`` names the table and the condition for what is kept.
    """
    import numpy as np

    order = order_by(table, sort)
    whole = kept.find((*question, "order", order), np.ndarray)
    if whole is None and offset + limit <= _FIRST:
        return _first(table, kept, (*question, "first", order), where, order, offset, limit)
    if whole is None:
        whole = _find(table, where, order, "")
        kept.keep((*question, "order", order), whole, whole.nbytes)
    return [int(number) for number in whole[offset : offset + limit]]


def _first(
    table: StoredTable,
    kept: Kept,
    question: tuple[Any, ...],
    where: Sql,
    order: str,
    offset: int,
    limit: int,
) -> list[int]:
    import numpy as np

    end = offset + limit
    found = kept.find(question, np.ndarray)
    if found is None or (len(found) < end and len(found) % _AT_ONCE == 0):
        most = -(-end // _AT_ONCE) * _AT_ONCE
        found = _find(table, where, order, f"limit {most}")
        kept.keep(question, found, found.nbytes)
    return [int(number) for number in found[offset:end]]


def _find(table: StoredTable, where: Sql, order: str, limit: str) -> np.ndarray:
    import numpy as np

    numbers = table.fetch_numbers(
        f"select file_row_number from {table.source} where {where[0]} order by {order} {limit}",
        where[1],
    )
    kind = np.int32 if table.rows < 2**31 else np.int64
    return numbers.astype(kind)
