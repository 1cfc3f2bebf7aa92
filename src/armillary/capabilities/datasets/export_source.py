"""The rows of a view in pieces, in the order they are given out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Unavailable
from armillary.capabilities.datasets.conditions import Sql
from armillary.capabilities.datasets.naming import Column
from armillary.capabilities.datasets.orders import order_by
from armillary.capabilities.datasets.queries import StoredTable
from armillary.capabilities.datasets.wide import MANY_COLUMNS
from armillary.jobs.calls import CallContext

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_CELLS_AT_ONCE = 500_000


@dataclass(frozen=True)
class Source:
    """What an export writes: the rows of a view, and the columns it shows."""

    table: StoredTable
    context: CallContext
    view: Any
    places: Sequence[int]

    @property
    def columns(self) -> list[Column]:
        """The columns in the order they are given out."""
        return [self.table.columns[place] for place in self.places]

    @property
    def schema(self) -> pa.Schema:
        """The types of the columns, under their names."""
        return self.table.groups.layout(self.table.path).empty(self.places).schema

    @property
    def is_wide(self) -> bool:
        """Whether the columns are too many for one query."""
        return self.table.is_wide or len(self.places) > MANY_COLUMNS

    @property
    def is_whole(self) -> bool:
        """Whether all rows are given out."""
        return self.view["filter"] is None and not self.view["search"]

    def count(self) -> int:
        """Count the rows."""
        return self.table.rows if self.is_whole else self.table.count(self._where())

    def query(self, cells: Iterable[str]) -> Sql:
        """Give the SQL of the rows, each with these cells."""
        where, values = self._where()
        sort = [(name, descending) for name, descending in self.view["sort"]]
        order = f" order by {order_by(self.table, sort)}" if sort else ""
        return f"select {', '.join(cells)} from {self.table.source} where {where}{order}", values

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Give the rows piece by piece, each column under its own name."""
        names = [column.name for column in self.columns]
        for piece in self._narrow() if not self.is_wide else self._wide():
            if self.context.is_cancelled:
                raise Unavailable("Nobody waits for this any more.", code="cancelled")
            yield piece.rename_columns(names)

    @property
    def rows_at_once(self) -> int:
        """How many rows a piece has at most."""
        return max(1, _CELLS_AT_ONCE // max(len(self.places), 1))

    def _where(self) -> Sql:
        return self.table.where(self.view["filter"], self.view["search"])

    def _narrow(self) -> Iterator[pa.RecordBatch]:
        sql, values = self.query([f"c{place}" for place in self.places])
        yield from self.table.engine.sql(sql, params=values).to_arrow_reader(self.rows_at_once)

    def _wide(self) -> Iterator[pa.RecordBatch]:
        numbers = self._numbers()
        for start in range(0, len(numbers), self.rows_at_once):
            piece = numbers[start : start + self.rows_at_once]
            yield from self.table.groups.read(self.table.path, piece, self.places).to_batches()

    def _numbers(self) -> np.ndarray:
        import numpy as np

        if self.is_whole and not self.view["sort"]:
            return np.arange(self.table.rows)
        sql, values = self.query(["file_row_number"])
        numbers = self.table.fetch_numbers(sql, values)
        return numbers if self.view["sort"] else np.sort(numbers)
