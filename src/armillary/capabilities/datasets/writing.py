"""Writing the values of a table in the fastest way that gives the right ones."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.columns.convert import (
    copy_values,
    read_storages,
    write_values,
)
from armillary.capabilities.datasets.columns.direct import Tally, Text
from armillary.capabilities.datasets.columns.directly import import_directly, is_worth_it
from armillary.capabilities.datasets.columns.findings import TextRows
from armillary.capabilities.datasets.columns.inference import Cells, Decided, Said, infer_kinds
from armillary.capabilities.datasets.columns.kinds import stored_kind
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import (
    DelimitedText,
    ReadLimits,
    Table,
    TextTable,
    TypedTable,
)
from armillary.capabilities.datasets.pace import READ, WRITTEN, progress, scaled, told
from armillary.capabilities.datasets.second_look import Written, copied_rows, regular_rows
from armillary.capabilities.datasets.text.cells import NeedsCare
from armillary.capabilities.datasets.text.copying import copy_cells
from armillary.capabilities.datasets.words import counted
from armillary.jobs.contract import Progress

if TYPE_CHECKING:
    import duckdb

_TYPED = 0.65
# Texts of less than this are imported at once whatever way they take.
_DIRECT_BYTES = 4 << 20


@dataclass(frozen=True)
class Copied:
    """A table that was written, its text where it has one, and the bytes it takes."""

    table: Written
    warnings: tuple[str, ...]
    text: TextRows | None = None
    sample: Path | None = None
    memory_bytes: int | None = None


def write_carefully(
    engine: duckdb.DuckDBPyConnection, table: Table, work: Path, limits: ReadLimits, said: Said
) -> Generator[Progress, None, Copied]:
    """Write the table's values in the way that reads whatever can be read."""
    if isinstance(table, DelimitedText):
        text = yield from told(copy_cells(table, work, limits), 0.0, READ)
        copied = yield from _write_text(engine, text, work, said)
        return replace(copied, text=copied_rows(text.path, table))
    _refuse_nothing(table)
    if isinstance(table, TextTable):
        return (yield from _write_text(engine, table, work, said))
    return (yield from _write_typed(table, work))


def is_large(text: DelimitedText) -> bool:
    """Tell whether importing a text takes so long that people would see it."""
    return text.body.path.stat().st_size >= _DIRECT_BYTES


def may_be_direct(text: DelimitedText, limits: ReadLimits) -> bool:
    """Tell whether it pays to have the engine itself read a text."""
    return is_large(text) and is_worth_it(text.body, limits)


def write_directly(
    engine: duckdb.DuckDBPyConnection,
    text: DelimitedText,
    work: Path,
    limits: ReadLimits,
    said: Said,
) -> Generator[Progress, None, Copied | None]:
    """Write the values of a text in one pass; None where only the careful way gives the right ones.

    Most texts are regular enough for it.
    """
    import duckdb

    path = work / "table.parquet"
    importing = import_directly(Text(engine, text.body), text.names, path, said, limits)
    try:
        found = yield from scaled(importing, 0.0, WRITTEN, "Reading rows")
    except (NeedsCare, duckdb.OutOfMemoryException):
        return None
    kinds = tuple(kind for kind, _ in found.decided)
    table = Written(path, text.names, kinds, tuple(found.tallies), found.survey.rows, True)
    rows = regular_rows(text, found.survey)
    return Copied(table, text.warnings, rows, work / "sample.parquet")


def _write_text(
    engine: duckdb.DuckDBPyConnection, text: TextTable, work: Path, said: Said
) -> Generator[Progress, None, Copied]:
    path = work / "table.parquet"
    cells = Cells(engine, text.path, len(text.names))
    deciding = infer_kinds(cells, text.names, text.rows, said)
    decided = yield from scaled(deciding, READ, _TYPED, "Deciding column types")
    kinds = tuple(kind for kind, _ in decided)
    writing = write_values(engine, text.path, path, text.names, kinds, text.rows)
    memory_bytes = yield from _told(writing, text.rows)
    tallies = _tally(path, decided, text.rows)
    table = Written(path, text.names, kinds, tallies, text.rows)
    return Copied(table, text.warnings, memory_bytes=memory_bytes)


def _write_typed(table: TypedTable, work: Path) -> Generator[Progress, None, Copied]:
    path = work / "table.parquet"
    kinds = tuple(stored_kind(each) for each in read_storages(table.path, len(table.names)))
    memory_bytes = yield from _told(copy_values(table.path, path, table.names), table.rows)
    written = Written(path, table.names, kinds, (Tally(),) * len(kinds), table.rows)
    return Copied(written, table.warnings, memory_bytes=memory_bytes)


def _told(writing: Iterator[tuple[int, int]], rows: int) -> Generator[Progress, None, int]:
    """Tell how far the writing is; gives the bytes that the values take."""
    memory_bytes = 0
    for written, size in writing:
        memory_bytes = size
        yield progress(_TYPED + (WRITTEN - _TYPED) * written / rows, "Writing values")
    return memory_bytes


def _tally(path: Path, decided: Decided, rows: int) -> tuple[Tally, ...]:
    """Count the cells that became null in the columns that are no text."""
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(path)
    tallies = []
    for place, (kind, counts) in enumerate(decided):
        if kind.storage == "str":
            tallies.append(Tally())
            continue
        missing = sum(
            metadata.row_group(group).column(place).statistics.null_count
            for group in range(metadata.num_row_groups)
        )
        words = counts.by_class["missing"]
        tallies.append(Tally(words, counts.filled - (rows - missing) - words))
    return tuple(tallies)


def _refuse_nothing(table: TextTable | TypedTable) -> None:
    if not table.names:
        raise Unreadable("The table has no columns. Choose a file that holds data.")
    if table.rows == 0:
        raise Unreadable(
            f"The table has {counted(len(table.names), 'column')} but no rows. Choose a file that "
            "holds data."
        )
