"""Asking a stored table, in the process that answers calls about tables.

User's names never reach a query: its columns are ``c0`` and on, by their places, and values are
parameters.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.inference import source
from armillary.capabilities.datasets.columns.kinds import Storage
from armillary.jobs.calls import CallContext

if TYPE_CHECKING:
    import duckdb

_SIGNS = {"eq": "=", "ne": "<>", "gt": ">", "lt": "<", "ge": ">=", "le": "<="}
_HELD = {"bool": "true or false", "date": "dates", "datetime64[us]": "times"}
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
        self, engine: duckdb.DuckDBPyConnection, path: str, columns: Sequence[Column]
    ) -> None:
        self._engine = engine
        self._source = source(Path(path), len(columns))
        self.columns = columns

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
        where = _where_numbers(numbers)
        columns = ", ".join(_shown(place, each) for place, each in enumerate(self.columns))
        names = [column.name for column in self.columns]
        rows = self._engine.execute(
            f"select file_row_number, {columns} from {self._source} where {where}"
        ).fetchall()
        by_number = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
        return [by_number[number] for number in numbers]

    def read_text(self, start: int, end: int) -> list[tuple[str | None, ...]]:
        """Give the cells of rows ``start`` to ``end`` (not included) as text."""
        columns = ", ".join(f"c{place}::varchar" for place in range(len(self.columns)))
        return self._engine.execute(
            f"select {columns} from {self._source} "
            f"where file_row_number >= {int(start)} and file_row_number < {int(end)} "
            "order by file_row_number"
        ).fetchall()


@contextmanager
def open_table(payload: Any, context: CallContext) -> Iterator[StoredTable]:
    """Open the table that a payload ``{key, columns}`` names, interruptibly."""
    engine = context.cache.get_or_load("engine", lambda: _open_engine(context))
    columns = [Column(*column) for column in payload["columns"]]
    path = context.storage.local_path(payload["key"])
    cursor = engine.cursor()
    try:
        with context.interruptible(cursor.interrupt):
            yield StoredTable(cursor, str(path), columns)
    finally:
        cursor.close()


def condition(
    table: StoredTable, name: str, operator: str, values: Sequence[str]
) -> tuple[str, list[Any]]:
    """Give the SQL of a filter and its parameters; raises `BadRequest` for what cannot be asked.

    Values are compared as the column's type; missing cells never match.
    """
    place = table.place(name)
    storage = table.columns[place].storage
    if operator == "contains":
        return f"contains(lower(c{place}::varchar), lower(?))", [_one(operator, values)]
    if operator == "in":
        typed = [_typed(value, storage, name) for value in values]
        return f"c{place} in ({', '.join(mark for mark, _ in typed)})", [
            given for _, given in typed
        ]
    sign = _SIGNS.get(operator)
    if sign is None:
        raise BadRequest(
            f"operator must be one of {', '.join(_SIGNS)}, contains, in; got {operator!r}.",
            code="unknown_operator",
        )
    mark, given = _typed(_one(operator, values), storage, name)
    return f"c{place} {sign} {mark}", [given]


def search(table: StoredTable, text: str) -> tuple[str, list[Any]]:
    """Give the SQL that finds a text in any cell, whatever its case."""
    cells = " or ".join(
        f"contains(lower(c{place}::varchar), $1)" for place in range(len(table.columns))
    )
    return f"({cells})", [text.lower()]


def _open_engine(context: CallContext) -> duckdb.DuckDBPyConnection:
    work = context.settings.data_dir / "work" / "tables"
    work.mkdir(parents=True, exist_ok=True)
    folder = context.storage.local_path("datasets")
    return open_engine([folder], work.resolve(), threads=_THREADS, memory_bytes=_MEMORY_BYTES)


def _one(operator: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        raise BadRequest(f"operator {operator} needs one value; got {len(values)}.")
    return values[0]


def _typed(value: str, storage: Storage, name: str) -> tuple[str, str]:
    """Give the SQL that stands for a value compared with a column, and what to bind to it."""
    try:
        if storage in ("int64", "float64"):
            return _number(value)
        if storage in ("date", "datetime64[us]"):
            return "?::timestamp", _moment(value)
        if storage == "bool" and value.lower() not in ("true", "false"):
            raise ValueError
    except ValueError:
        holds = _HELD.get(storage, "numbers")
        raise BadRequest(f"Column {name!r} holds {holds}; got {value!r}.") from None
    return ("?::boolean" if storage == "bool" else "?::varchar"), value


def _number(value: str) -> tuple[str, str]:
    # A fraction must not be rounded to a whole number, nor a long whole number to a double.
    if value.strip().lstrip("+-").isdecimal():
        return "?::hugeint" if len(value) < 38 else "?::double", value
    if not math.isnan(float(value)):
        return "?::double", value
    raise ValueError


def _moment(value: str) -> str:
    moment = datetime.fromisoformat(value)
    # Times are kept in UTC where their file said a zone.
    return (moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment).isoformat()


def _where_numbers(numbers: Sequence[int]) -> str:
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
