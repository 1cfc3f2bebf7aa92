"""Making a dataset of an uploaded file: read, decide the types, write, profile."""

import shutil
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from armillary.capabilities.datasets.columns.convert import (
    copy_values,
    read_storages,
    write_values,
)
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.inference import Cells, Decided, Said, infer_kinds
from armillary.capabilities.datasets.columns.kinds import Counts, stored_kind
from armillary.capabilities.datasets.columns.profile import count_duplicates, profile_columns
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import (
    DelimitedText,
    Reading,
    ReadLimits,
    ReadOptions,
    TextTable,
    TypedTable,
)
from armillary.capabilities.datasets.opening import descriptions_of, open_table
from armillary.capabilities.datasets.schema import ColumnEntry, describe
from armillary.capabilities.datasets.text.copying import copy_cells
from armillary.capabilities.datasets.words import counted, listed
from armillary.jobs.contract import Progress
from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import duckdb

# How the time of an import divides, roughly, between reading, typing, writing and profiling.
_READ, _TYPED, _WRITTEN = 0.4, 0.65, 0.8
_MANY_ROWS = 10_000_000
_MUCH_MEMORY = 1000 * 1024 * 1024


@dataclass(frozen=True)
class Machine:
    """What an import may use of the machine."""

    threads: int
    memory_bytes: int


@dataclass(frozen=True)
class Imported:
    """What an import leaves: a Parquet file, and what is known of it."""

    path: Path
    rows: int
    columns: list[ColumnEntry]
    memory_bytes: int
    duplicate_rows: int
    warnings: list[str]


Step = Generator[Progress, None, Imported]


def import_table(
    source: Path,
    filename: str,
    work: Path,
    limits: ReadLimits,
    machine: Machine,
    options: ReadOptions | None = None,
    types: Mapping[str, Storage] | None = None,
) -> Step:
    """Import a file into a work folder, telling how far it is; raises `Unreadable`.

    ``types`` says how columns are to be stored; what such a column cannot hold becomes missing.
    """
    options = options or ReadOptions()
    table = yield from _read(source, filename, work, limits, options)
    _refuse_nothing(table)
    spill = work / "spill"
    engine = open_engine([work], spill, threads=machine.threads, memory_bytes=machine.memory_bytes)
    with engine:
        path = work / "table.parquet"
        said = Said(options.decimal, types or {})
        decided, memory_bytes = yield from _write(engine, table, path, said)
        columns: list[ColumnEntry] = []
        storages = [kind.storage for kind, _ in decided]
        for profiles in profile_columns(engine, path, storages, table.rows):
            for profile in profiles:
                place = len(columns)
                columns.append(describe(table.names[place], decided[place][0], profile, table.rows))
            share = len(columns) / len(storages)
            yield _progress(_WRITTEN + (0.95 - _WRITTEN) * share, "Looking at the columns")
        descriptions = descriptions_of(table.facts)
        for column in columns:
            if column["name"] in descriptions:
                column["description"] = descriptions[column["name"]]
        duplicates = count_duplicates(engine, path, len(storages))
    shutil.rmtree(spill, ignore_errors=True)
    warnings = [*table.warnings, *_warn(table, decided, columns)]
    if table.rows > _MANY_ROWS:
        warnings.append(f"{counted(table.rows, 'row')}: training on all of them takes long.")
    if memory_bytes > _MUCH_MEMORY:
        warnings.append(f"The values take {memory_bytes / 2**20:,.0f} MB of memory when loaded.")
    return Imported(path, table.rows, columns, memory_bytes, duplicates, _bounded(warnings))


def _write(
    engine: "duckdb.DuckDBPyConnection", table: TextTable | TypedTable, path: Path, said: Said
) -> Generator[Progress, None, tuple[Decided, int]]:
    """Write the table's values; gives what its columns are, and the bytes of memory they take."""
    width = len(table.names)
    if isinstance(table, TypedTable):
        decided = [(stored_kind(each), Counts()) for each in read_storages(table.path, width)]
        writing = copy_values(table.path, path, table.names)
    else:
        decided = yield from _decide(engine, table, said)
        kinds = [kind for kind, _ in decided]
        writing = write_values(engine, table.path, path, table.names, kinds, table.rows)
    memory_bytes = 0
    for rows, size in writing:
        memory_bytes, share = size, rows / table.rows
        yield _progress(_TYPED + (_WRITTEN - _TYPED) * share, "Writing values")
    return decided, memory_bytes


def _decide(
    engine: "duckdb.DuckDBPyConnection", text: TextTable, said: Said
) -> Generator[Progress, None, Decided]:
    cells = Cells(engine, text.path, len(text.names))
    deciding = infer_kinds(cells, text.names, text.rows, said)
    while True:
        try:
            share = next(deciding)
        except StopIteration as end:
            decided: Decided = end.value
            return decided
        yield _progress(_READ + (_TYPED - _READ) * share, "Deciding column types")


def _read(
    source: Path, filename: str, work: Path, limits: ReadLimits, options: ReadOptions
) -> Generator[Progress, None, TextTable | TypedTable]:
    if source.stat().st_size == 0:
        raise Unreadable("The file is empty. Choose one that holds a table.")
    table = yield from _told(open_table(source, filename, work, limits, options))
    if isinstance(table, DelimitedText):
        return (yield from _told(copy_cells(table, work, limits)))
    return table


_Read = TypeVar("_Read")


def _told(reading: Generator[Reading, None, _Read]) -> Generator[Progress, None, _Read]:
    while True:
        try:
            at = next(reading)
        except StopIteration as end:
            read: _Read = end.value
            return read
        share = at.bytes_read / max(at.bytes_total, 1)
        yield _progress(_READ * share, f"{counted(at.rows, 'row')} read")


def _refuse_nothing(table: TextTable | TypedTable) -> None:
    if not table.names:
        raise Unreadable("The table has no columns. Choose a file that holds data.")
    if table.rows == 0:
        raise Unreadable(
            f"The table has {counted(len(table.names), 'column')} but no rows. Choose a file that "
            "holds data."
        )


def _progress(fraction: float, message: str) -> Progress:
    return Progress(round(fraction, 3), message=message)


def _warn(table: TextTable | TypedTable, decided: Decided, columns: list[ColumnEntry]) -> list[str]:
    warnings = []
    empty = [column["name"] for column in columns if column["missing"] == table.rows]
    if empty:
        are = "column has" if len(empty) == 1 else "columns have"
        warnings.append(f"{len(empty):,} {are} no values at all: {listed(empty)}.")
    words = [
        (name, count.by_class["missing"])
        for name, (kind, count) in zip(table.names, decided, strict=True)
        if kind.storage != "str" and count.by_class["missing"]
    ]
    if words:
        total = sum(number for _, number in words)
        warnings.append(
            f"{counted(total, 'cell')} with words such as NA or ? were read as missing, in "
            f"{listed([f'{name} ({number:,})' for name, number in words])}."
        )
    remarks = [
        f"Column {name!r} {kind.remark}."
        for name, (kind, _) in zip(table.names, decided, strict=True)
        if kind.remark
    ]
    return warnings + remarks


def _bounded(warnings: list[str]) -> list[str]:
    """Keep as many warnings as an event of the dataset can carry."""
    most = 20
    shown = [text if len(text) <= 400 else text[:399] + "…" for text in warnings[:most]]
    if len(warnings) > most:
        shown.append(f"{counted(len(warnings) - most, 'more warning')}.")
    return shown
