"""Making a dataset of an uploaded file: read, decide the types, write, profile."""

import shutil
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from armillary.base.storage import Storage
from armillary.capabilities.datasets.columns.convert import write_values
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.inference import infer_kinds
from armillary.capabilities.datasets.columns.kinds import Counts, Kind
from armillary.capabilities.datasets.columns.profile import count_duplicates, profile_columns
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import (
    ReadLimits,
    ReadOptions,
    TextTable,
    all_formats,
    find_format,
)
from armillary.capabilities.datasets.schema import ColumnEntry, describe
from armillary.capabilities.datasets.text.contents import name_of_content
from armillary.capabilities.datasets.words import counted, listed
from armillary.jobs.contract import Progress

# How the time of an import divides, roughly, between reading, typing, writing and profiling.
_READ, _TYPED, _WRITTEN = 0.4, 0.65, 0.8
_COPY_BYTES = 1 << 22
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
    source: Path, filename: str, work: Path, limits: ReadLimits, machine: Machine
) -> Step:
    """Import a file into a work folder, telling how far it is; raises `Unreadable`."""
    text = yield from _read(source, filename, work, limits)
    width = len(text.names)
    spill = work / "spill"
    engine = open_engine([work], spill, threads=machine.threads, memory_bytes=machine.memory_bytes)
    with engine:
        decided: list[tuple[Kind, Counts]] = []
        for group in infer_kinds(engine, text.path, width, text.rows):
            decided += group
            share = len(decided) / width
            yield _progress(_READ + (_TYPED - _READ) * share, "Deciding column types")
        path = work / "table.parquet"
        memory_bytes = 0
        kinds = [kind for kind, _ in decided]
        for rows, size in write_values(engine, text.path, path, text.names, kinds, text.rows):
            memory_bytes, share = size, rows / text.rows
            yield _progress(_TYPED + (_WRITTEN - _TYPED) * share, "Writing values")
        columns: list[ColumnEntry] = []
        storages = [kind.storage for kind in kinds]
        for profiles in profile_columns(engine, path, storages, text.rows):
            for profile in profiles:
                place = len(columns)
                columns.append(describe(text.names[place], decided[place][0], profile, text.rows))
            share = len(columns) / width
            yield _progress(_WRITTEN + (0.95 - _WRITTEN) * share, "Looking at the columns")
        duplicates = count_duplicates(engine, path, width)
    shutil.rmtree(spill, ignore_errors=True)
    warnings = [*text.warnings, *_warn(text, decided, columns)]
    if text.rows > _MANY_ROWS:
        warnings.append(f"{counted(text.rows, 'row')}: training on all of them takes long.")
    if memory_bytes > _MUCH_MEMORY:
        warnings.append(f"The values take {memory_bytes / 2**20:,.0f} MB of memory when loaded.")
    return Imported(path, text.rows, columns, memory_bytes, duplicates, _bounded(warnings))


def store(storage: Storage, path: Path, key: str) -> None:
    """Copy a finished table into storage."""
    with path.open("rb") as file, storage.write(key) as target:
        while chunk := file.read(_COPY_BYTES):
            target.write(chunk)


def _read(
    source: Path, filename: str, work: Path, limits: ReadLimits
) -> Generator[Progress, None, TextTable]:
    if source.stat().st_size == 0:
        raise Unreadable("The file is empty. Choose one that holds a table.")
    found = find_format(filename, source)
    if found is None:
        with source.open("rb") as file:
            name = name_of_content(file.read(4096))
        known = ", ".join(each.name for each in all_formats())
        raise Unreadable(
            f"{filename!r} is {name or 'of no known kind'}, not a table in a format that can be "
            f"imported ({known}). Save it as CSV."
        )
    reading = found.read(source, work, limits, ReadOptions())
    while True:
        try:
            at = next(reading)
        except StopIteration as end:
            table: TextTable = end.value
            return table
        share = at.bytes_read / max(at.bytes_total, 1)
        yield _progress(_READ * share, f"{counted(at.rows, 'row')} read")


def _progress(fraction: float, message: str) -> Progress:
    return Progress(round(fraction, 3), message=message)


def _warn(
    text: TextTable, decided: list[tuple[Kind, Counts]], columns: list[ColumnEntry]
) -> list[str]:
    warnings = []
    empty = [column["name"] for column in columns if column["missing"] == text.rows]
    if empty:
        are = "column has" if len(empty) == 1 else "columns have"
        warnings.append(f"{len(empty):,} {are} no values at all: {listed(empty)}.")
    words = [
        (name, count.by_class["missing"])
        for name, (kind, count) in zip(text.names, decided, strict=True)
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
        for name, (kind, _) in zip(text.names, decided, strict=True)
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
