"""Asking a stored table, in the processes that answer calls about tables.

User's names never reach a query: its columns are ``c0`` and on, by their places, and values are
parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest, Unavailable
from armillary.base.sql import quoted
from armillary.capabilities.datasets import conditions, wide, work_folders
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.conditions import Sql
from armillary.capabilities.datasets.errors import Changed
from armillary.capabilities.datasets.groups import Groups
from armillary.capabilities.datasets.naming import Column, place_of
from armillary.capabilities.datasets.text.cells import column_names
from armillary.jobs.calls import CallContext
from armillary.learning.storage import Storage
from armillary.settings import Settings

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pyarrow as pa

__all__ = ["Column", "StoredTable", "open_table"]

_MEMORY_BYTES = 512 << 20
_THREADS = 2
# What the texts of cells can be made of; a text with other signs need not be looked for there.
_SIGNS: dict[Storage, frozenset[str]] = {
    "int64": frozenset("-0123456789"),
    "float64": frozenset("-+.0123456789aefinty"),
    "date": frozenset("-0123456789 ()bcfinty"),
    "datetime64[us]": frozenset("-+.:0123456789 ()bcfinty"),
}


class StoredTable:
    """One Parquet file, with a connection of this call's own."""

    def __init__(
        self,
        engine: duckdb.DuckDBPyConnection,
        path: Path,
        columns: Sequence[Column],
        groups: Groups | None = None,
    ) -> None:
        self.engine = engine
        self.path = path
        self.columns = columns
        self.is_wide = len(columns) > wide.MANY_COLUMNS
        self.groups = groups or Groups(max_bytes=0)
        # The ends that Parquet keeps of a column say nothing of its NaN.
        self.source = (
            f"read_parquet({quoted(str(path))}, can_have_nan = true) "
            f"as t({', '.join(column_names(len(columns)))})"
        )

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self.groups.layout(self.path).rows

    def place(self, name: str) -> int:
        """Give the place of a column; raises `BadRequest` for one there is not."""
        return place_of(self.columns, name)

    def where(self, node: Any, search: str = "") -> Sql:
        """Give the SQL of a filter and a search together; raises `BadRequest`."""
        for pattern in conditions.patterns(node):
            self._check_pattern(pattern)
        sql, values = conditions.to_sql(self.columns, node)
        if not search:
            return sql, values
        found, texts = self.search(search)
        return (found, texts) if node is None else (f"({sql}) and {found}", [*values, *texts])

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and give its rows."""
        return self.engine.execute(sql, list(values)).fetchall()

    def fetch_numbers(self, sql: str, values: Sequence[Any] = ()) -> np.ndarray:
        """Run a query of one column of whole numbers and give it as an array."""
        found: dict[str, Any] = self.engine.execute(sql, list(values)).fetchnumpy()
        (column,) = found.values()
        numbers: np.ndarray = column
        return numbers

    def fetch_table(self, sql: str, values: Sequence[Any] = ()) -> pa.Table:
        """Run a query and give its result as an Arrow table."""
        return self.engine.sql(sql, params=list(values)).to_arrow_table()

    def count(self, where: Sql) -> int:
        """Count the rows for which a condition holds."""
        ((count,),) = self.fetch(f"select count(*) from {self.source} where {where[0]}", where[1])
        return int(count)

    def among(self, numbers: np.ndarray, name: str = "among") -> Sql:
        """Give the SQL that lets the rows of these numbers through; ``name`` is one of ours."""
        import pyarrow as pa

        self.engine.register(name, pa.table({"number": numbers}))
        return f"file_row_number in (select number from {name})", []

    def read(self, numbers: Sequence[int], places: Sequence[int]) -> pa.Table:
        """Give the cells of the rows of these numbers, in this order, in these columns."""
        if not len(numbers) or not places:
            return self.groups.layout(self.path).empty(places)
        if self.is_wide or self.groups.is_near(self.path, numbers):
            return self.groups.read(self.path, numbers, places)
        columns = ", ".join(f"c{place}" for place in places)
        found = self.fetch_table(
            f"select file_row_number, {columns} from {self.source} where {_numbered(numbers)}"
        )
        order = {number: at for at, number in enumerate(found.column(0).to_pylist())}
        return found.select(range(1, len(places) + 1)).take([order[number] for number in numbers])

    def read_text(self, start: int, end: int) -> list[tuple[str | None, ...]]:
        """Give the cells of rows ``start`` to ``end`` (not included) as text."""
        if self.is_wide:
            columns = wide.read_columns(self.path, range(start, end))
            texts = [[_as_text(cell) for cell in cells] for cells in columns]
            return list(zip(*texts, strict=True))
        listed = ", ".join(f"c{place}::varchar" for place in range(len(self.columns)))
        return self.fetch(
            f"select {listed} from {self.source} "
            f"where file_row_number >= {int(start)} and file_row_number < {int(end)} "
            "order by file_row_number"
        )

    def search(self, text: str) -> Sql:
        """Give the SQL that finds a text in any cell, whatever its case, and its parameters."""
        if self.is_wide:
            return self.among(self.search_all(text))
        names = self._places_holding(text)
        if not names:
            return conditions.FALSE
        cells = " or ".join(f"contains(lower({self._text(name)}), lower(?))" for name in names)
        return f"({cells})", [text] * len(names)

    def search_all(self, text: str) -> np.ndarray:
        """Give the numbers of the rows that hold a text, some columns at a time."""
        import numpy as np

        found: set[int] = set()
        names = self._places_holding(text)
        for start in range(0, len(names), wide.MANY_COLUMNS):
            found |= self._search_some(names[start : start + wide.MANY_COLUMNS], text)
        return np.array(sorted(found), dtype=np.int64)

    def _places_holding(self, text: str) -> list[str]:
        return [f"c{place}" for place, each in enumerate(self.columns) if _may_hold(each, text)]

    def _text(self, name: str) -> str:
        is_text = self.columns[int(name[1:])].storage == "str"
        return name if is_text else f"{name}::varchar"

    def _search_some(self, names: Sequence[str], text: str) -> set[int]:
        texts = ", ".join(f"{name}::varchar as {name}" for name in names)
        rows = self.fetch(
            f"select distinct row from (unpivot (select file_row_number as row, {texts} "
            f"from {self.source}) on {', '.join(names)} into name name value v) "
            "where contains(lower(v), lower(?))",
            [text],
        )
        return {number for (number,) in rows}

    def _check_pattern(self, pattern: str) -> None:
        import duckdb

        try:
            self.fetch("select regexp_matches('', ?)", [pattern])
        except duckdb.InvalidInputException as error:
            said = str(error).removeprefix("Invalid Input Error: ").split("\n")[0]
            raise BadRequest(
                f"matches needs a regular expression as RE2 reads it; {pattern!r} is none: {said}.",
                code="bad_pattern",
            ) from None


@contextmanager
def open_table(payload: Any, context: CallContext) -> Iterator[StoredTable]:
    """Open the table that a payload ``{key, columns}`` names, interruptibly.

    Raises `Changed` where the table was imported anew, or removed, since it was asked for.
    """
    import duckdb

    engine = context.cache.get_or_load("engine", lambda: _open_engine(context))
    groups = context.cache.get_or_load("groups", Groups)
    columns = [Column(*column) for column in payload["columns"]]
    try:
        path = context.storage.local_path(payload["key"])
    except FileNotFoundError:
        raise Changed from None
    cursor = engine.cursor()
    try:
        with context.interruptible(cursor.interrupt):
            yield StoredTable(cursor, path, columns, groups)
    except duckdb.OutOfMemoryException:
        raise Unavailable(
            "The question needs more memory than it may use; ask for fewer columns or rows.",
            code="question_too_large",
        ) from None
    except duckdb.FatalException:
        # The engine has given itself up; the next question opens a new one.
        context.cache.drop("engine")
        raise
    except OSError:
        if path.exists():
            raise
        raise Changed from None
    except duckdb.IOException:
        if path.exists():
            raise
        raise Changed from None
    finally:
        cursor.close()


def exports_folder(settings: Settings) -> Path:
    """Give the folder where tables lie while they are given out."""
    return work_folders.parent_of(settings).joinpath(work_folders.EXPORTS).resolve()


def _open_engine(context: CallContext) -> duckdb.DuckDBPyConnection:
    work = work_folders.parent_of(context.settings) / work_folders.TABLES
    exports = exports_folder(context.settings)
    for each in (work, exports):
        each.mkdir(parents=True, exist_ok=True)
    folders = [context.storage.local_path("datasets"), exports]
    return open_engine(folders, work.resolve(), threads=_THREADS, memory_bytes=_MEMORY_BYTES)


def _may_hold(column: Column, text: str) -> bool:
    """Whether the text of some cell of a column could hold this one."""
    low = text.lower()
    if column.storage == "str":
        return True
    if column.storage == "bool":
        return low in "true" or low in "false"
    return _SIGNS[column.storage].issuperset(low)


def _numbered(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    if high - low + 1 == len(numbers):
        return f"file_row_number between {int(low)} and {int(high)}"
    return f"file_row_number in ({', '.join(str(int(number)) for number in numbers)})"


def _as_text(cell: Any) -> str | None:
    if cell is None:
        return None
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
