"""Asking a stored table, in the process that answers calls about tables.

User's names never reach a query: its columns are ``c0`` and on, by their places, and values are
parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest
from armillary.capabilities.datasets import wide
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.inference import source
from armillary.capabilities.datasets.columns.kinds import Storage
from armillary.jobs.calls import CallContext

if TYPE_CHECKING:
    import duckdb

_MEMORY_BYTES = 512 << 20
_THREADS = 2


@dataclass(frozen=True)
class Column:
    """One column as a query needs it."""

    name: str
    storage: Storage
    is_long: bool = False
    """Whether some of its whole numbers are beyond what JSON keeps exactly everywhere."""


class StoredTable:
    """One Parquet file, with a connection of this call's own."""

    def __init__(
        self, engine: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[Column]
    ) -> None:
        self._engine = engine
        self._path = path
        self._source = source(path, len(columns))
        self.columns = columns
        self.is_wide = len(columns) > wide.MANY_COLUMNS

    def place(self, name: str) -> int:
        """Give the place of a column; raises `BadRequest` for one there is not."""
        for place, column in enumerate(self.columns):
            if column.name == name:
                return place
        known = ", ".join(repr(column.name) for column in self.columns[:20])
        raise BadRequest(
            f"There is no column {name!r}; the columns are {known}"
            f"{' …' if len(self.columns) > 20 else ''}.",
            code="unknown_column",
        )

    def count(self, condition: str, values: Sequence[Any]) -> int:
        """Count the rows for which a condition holds."""
        ((count,),) = self._engine.execute(
            f"select count(*) from {self._source} where {condition}", list(values)
        ).fetchall()
        return int(count)

    def find(
        self, condition: str, values: Sequence[Any], order: str, offset: int, limit: int
    ) -> list[int]:
        """Give the numbers of the rows for which a condition holds, a page of them, in order."""
        found = self._engine.execute(
            f"select file_row_number from {self._source} where {condition} "
            f"order by {order} limit {int(limit)} offset {int(offset)}",
            list(values),
        )
        return [number for (number,) in found.fetchall()]

    def read(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """Give the rows of these numbers, in this order."""
        if not numbers:
            return []
        names = [column.name for column in self.columns]
        if self.is_wide:
            cells = [
                [_as_shown(cell, column) for cell in column_cells]
                for column, column_cells in zip(
                    self.columns, wide.read_columns(self._path, numbers), strict=True
                )
            ]
            return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]
        columns = ", ".join(_shown(place, each) for place, each in enumerate(self.columns))
        rows = self._engine.execute(
            f"select file_row_number, {columns} from {self._source} where {_numbered(numbers)}"
        ).fetchall()
        by_number = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
        return [by_number[number] for number in numbers]

    def read_text(self, start: int, end: int) -> list[tuple[str | None, ...]]:
        """Give the cells of rows ``start`` to ``end`` (not included) as text."""
        if self.is_wide:
            columns = wide.read_columns(self._path, range(start, end))
            texts = [[_as_text(cell) for cell in cells] for cells in columns]
            return list(zip(*texts, strict=True))
        listed = ", ".join(f"c{place}::varchar" for place in range(len(self.columns)))
        return self._engine.execute(
            f"select {listed} from {self._source} "
            f"where file_row_number >= {int(start)} and file_row_number < {int(end)} "
            "order by file_row_number"
        ).fetchall()

    def search(self, text: str) -> tuple[str, list[Any]]:
        """Give the SQL that finds a text in any cell, whatever its case, and its parameters."""
        names = [f"c{place}" for place in range(len(self.columns))]
        if not self.is_wide:
            cells = " or ".join(f"contains(lower({name}::varchar), $1)" for name in names)
            return f"({cells})", [text.lower()]
        found: set[int] = set()
        for start in range(0, len(names), wide.MANY_COLUMNS):
            found |= self._search_some(names[start : start + wide.MANY_COLUMNS], text)
        return "file_row_number in (select unnest($1::bigint[]))", [sorted(found)]

    def _search_some(self, names: Sequence[str], text: str) -> set[int]:
        texts = ", ".join(f"{name}::varchar as {name}" for name in names)
        rows = self._engine.execute(
            f"select distinct row from (unpivot (select file_row_number as row, {texts} "
            f"from {self._source}) on {', '.join(names)} into name name value v) "
            "where contains(lower(v), $1)",
            [text.lower()],
        )
        return {number for (number,) in rows.fetchall()}


@contextmanager
def open_table(payload: Any, context: CallContext) -> Iterator[StoredTable]:
    """Open the table that a payload ``{key, columns}`` names, interruptibly."""
    engine = context.cache.get_or_load("engine", lambda: _open_engine(context))
    columns = [Column(*column) for column in payload["columns"]]
    path = context.storage.local_path(payload["key"])
    cursor = engine.cursor()
    try:
        with context.interruptible(cursor.interrupt):
            yield StoredTable(cursor, path, columns)
    finally:
        cursor.close()


def _open_engine(context: CallContext) -> duckdb.DuckDBPyConnection:
    work = context.settings.data_dir / "work" / "tables"
    work.mkdir(parents=True, exist_ok=True)
    folder = context.storage.local_path("datasets")
    return open_engine([folder], work.resolve(), threads=_THREADS, memory_bytes=_MEMORY_BYTES)


def _numbered(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    if high - low + 1 == len(numbers):
        return f"file_row_number between {int(low)} and {int(high)}"
    return f"file_row_number in ({', '.join(str(int(number)) for number in numbers)})"


def _shown(place: int, column: Column) -> str:
    """Give the SQL of a cell as JSON can hold it."""
    name = f"c{place}"
    if column.storage == "date" or column.is_long:
        return f"{name}::varchar"
    if column.storage == "datetime64[us]":
        return f"replace({name}::varchar, ' ', 'T')"
    return name


def _as_shown(cell: Any, column: Column) -> Any:
    """Give a cell as `_shown` does."""
    if cell is None:
        return None
    if column.is_long:
        return str(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _as_text(cell: Any) -> str | None:
    if cell is None:
        return None
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
