"""From delimited text to typed Parquet in one pass, every cell checked on the way.

A cell that its column's kind does not read becomes null and is counted, so that whoever asked for
the pass knows whether it kept everything.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.base.sql import identifier, quoted
from armillary.capabilities.datasets.columns.inference import IS_MISSING_WORD, TRIMMED
from armillary.capabilities.datasets.columns.noting import Notes, noted
from armillary.capabilities.datasets.columns.plain import IS_BLANK, Column, check_plain
from armillary.capabilities.datasets.columns.watching import watched
from armillary.capabilities.datasets.columns.writer import rows_of_group
from armillary.capabilities.datasets.text.cells import Body, NeedsCare
from armillary.learning.storage import sql_type

if TYPE_CHECKING:
    import duckdb

# Of more values than one in sixteen a dictionary takes longer to make than it saves.
_PARQUET = (
    "format parquet, compression snappy, row_group_size {rows}, dictionary_size_limit {values}"
)
_ROWS_OF_VALUE = 16
_WORD, _UNREAD = 0, 1
# Larger pieces would be no faster, and held in memory by each thread.
_PIECE_BYTES = 4 << 20


@dataclass(frozen=True)
class Tally:
    """How many cells of a column were words for missing, and how many were not as expected."""

    words: int = 0
    unread: int = 0


@dataclass(frozen=True)
class Text:
    """A text, where its rows are, and the engine that reads it."""

    engine: duckdb.DuckDBPyConnection = field(repr=False)
    body: Body


def copy_directly(
    text: Text, target: Path, columns: Sequence[Column]
) -> Generator[float, None, list[Tally]]:
    """Write a typed Parquet file, giving the share that is done.

    Raises `NeedsCare` where the lines of the text are not all alike, or a plain column holds
    something else than numbers; `Misjudged` where one holds what only a check would have found.
    """
    cells = ", ".join(_cell(text.body, place, column) for place, column in enumerate(columns))
    values = ", ".join(
        f"{_value(place, column)} as {identifier(column.name)}"
        for place, column in enumerate(columns)
    )
    types = [column.read_as for column in columns]
    query = f"select {values} from (select {cells} from {rows_of(text.body, types)})"
    rows = rows_of_group(len(columns))
    options = _PARQUET.format(rows=rows, values=max(1, rows // _ROWS_OF_VALUE))
    notes = Notes()
    with notes.taken_by(text.engine):
        yield from _run(text, query, target, options)
    check_plain(text.engine, text.body.path, target, columns)
    places = range(len(columns))
    return [Tally(notes[_number(place, _WORD)], notes[_number(place, _UNREAD)]) for place in places]


def copy_as_text(text: Text, target: Path, places: Sequence[int]) -> Generator[float, None, None]:
    """Write some columns as text, as ``c0`` and on, to a Parquet file that is soon read again."""
    chosen = ", ".join(
        f"{cell_text(text.body, place)} as c{number}" for number, place in enumerate(places)
    )
    query = f"select {chosen} from {rows_of(text.body)}"
    yield from _run(text, query, target, "format parquet, compression lz4_raw")


def rows_of(body: Body, types: Sequence[str] = ()) -> str:
    """Give the SQL of a text's rows, their cells in columns ``c0`` and on: as text, or as said."""
    dialect = body.dialect
    types = types or [sql_type("str")] * body.width
    typed = ", ".join(f"'c{place}': '{kind}'" for place, kind in enumerate(types))
    options = {
        "auto_detect": "false",
        "header": "false",
        "skip": str(body.start_line - 1),
        "delim": quoted(dialect.delimiter),
        "quote": quoted(dialect.quote or ""),
        "escape": quoted(dialect.quote or ""),
        "comment": "''",
        "strict_mode": "true",
        "null_padding": "false",
        "buffer_size": str(_PIECE_BYTES),
        "columns": f"{{{typed}}}",
        # Else many other ways to write dates would be read as well.
        "dateformat": "'%Y-%m-%d'",
    }
    listed = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"read_csv({quoted(str(body.path))}, {listed})"


def cell_text(body: Body, place: int) -> str:
    """Give the SQL of the text of a cell."""
    return f"ltrim(c{place}, ' ')" if body.dialect.skip_space else f"c{place}"


def _run(text: Text, query: str, target: Path, options: str) -> Generator[float, None, None]:
    import duckdb

    copying = f"copy ({query}) to {quoted(str(target))} ({options})"
    try:
        yield from watched(text.engine, partial(text.engine.execute, copying))
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise NeedsCare from error


def _cell(body: Body, place: int, column: Column) -> str:
    """Give the SQL of a cell ``v``, and of the value ``x`` that it seems to have."""
    if column.is_read:
        return f"c{place} as x{place}"
    cell = cell_text(body, place)
    if column.kind.storage == "str":
        return f"{cell} as v{place}"
    return f"{cell} as v{place}, {column.kind.sql.format(v=cell)} as x{place}"


def _value(place: int, column: Column) -> str:
    cell, value = f"v{place}", f"x{place}"
    if column.is_plain:
        return cell if column.kind.storage == "str" else value
    if column.kind.storage == "str":
        return _text_value(place, column.doubt)
    trimmed, kind = TRIMMED.format(cell), column.kind
    again = kind.sql.format(v=trimmed)
    return f"""
case when {kind.quick.format(v=cell, x=value)} then {value}
when {cell} is null or {trimmed} = '' then null
when {kind.reads.format(v=trimmed, x=again)} then {again}
when {IS_MISSING_WORD.format(v=trimmed)} then {_noted(_WORD, place, "null")}
else {_noted(_UNREAD, place, "null")} end::{sql_type(kind.storage)}"""


def _text_value(place: int, doubt: str | None) -> str:
    cell = f"v{place}"
    is_blank = IS_BLANK.format(v=cell)
    doubted = f"when {doubt.format(v=cell)} then {_noted(_UNREAD, place, cell)}" if doubt else ""
    return f"case when {is_blank} then null {doubted} else {cell} end"


def _noted(mark: int, place: int, value: str) -> str:
    """Give the SQL of a value that is counted each time it is made."""
    return noted(_number(place, mark), f"v{place}", value)


def _number(place: int, mark: int) -> int:
    return 2 * place + mark
