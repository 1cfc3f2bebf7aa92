"""Making a table of an uploaded file: read, decide the types, write, look at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.findings import Finding
from armillary.capabilities.datasets.columns.glance import glance, memory_of
from armillary.capabilities.datasets.columns.inference import Said
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import (
    DelimitedText,
    ReadLimits,
    ReadOptions,
    Table,
)
from armillary.capabilities.datasets.opening import descriptions_of, open_table
from armillary.capabilities.datasets.pace import READ, WRITTEN, progress, scaled, told
from armillary.capabilities.datasets.schema import ColumnEntry, describe
from armillary.capabilities.datasets.second_look import Closer, Written, look_closely
from armillary.capabilities.datasets.warnings import tell
from armillary.capabilities.datasets.wide import MANY_COLUMNS
from armillary.capabilities.datasets.writing import (
    Copied,
    is_large,
    may_be_direct,
    write_carefully,
    write_directly,
)
from armillary.jobs.contract import Progress
from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import duckdb

# Of fewer cells everything is known as soon as they are written.
_FEW_CELLS = 1_000_000
# More would be filled with what is read ahead, and make nothing faster.
_DIRECT_MEMORY_BYTES = 256 << 20
# Of less a column the engine writes with a single thread; of tables this wide it fills no more.
_COLUMN_MEMORY_BYTES = 16 << 20


@dataclass(frozen=True)
class Machine:
    """What an import may use of the machine."""

    threads: int
    memory_bytes: int


@dataclass(frozen=True)
class Head:
    """The first rows of a table that is still being imported, their cells as text."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Details:
    """What the report of an import is made of."""

    table: Written
    source: Table
    findings: list[Finding] | None
    """None until the second look, unless the table is small."""


@dataclass(frozen=True)
class Imported:
    """What an import leaves: a Parquet file, and what is known of it."""

    path: Path
    rows: int
    columns: list[ColumnEntry]
    memory_bytes: int
    duplicate_rows: int | None
    """None until the second look at a large table."""
    warnings: list[str]
    details: Details | None = None
    """None where the table was not made of a file."""


Step = Generator[Progress | Head, None, Imported]


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
    if source.stat().st_size == 0:
        raise Unreadable("The file is empty. Choose one that holds a table.")
    options = options or ReadOptions()
    source = source.resolve()
    table = yield from told(open_table(source, filename, work, limits, options), 0.0, READ)
    if isinstance(table, DelimitedText) and is_large(table):
        yield Head(table.names, table.head)
    spill = work / "spill"
    said = Said(options.decimal, types or {})
    opened = partial(open_engine, [work, source.parent], spill, threads=machine.threads)
    imported = None
    if isinstance(table, DelimitedText) and may_be_direct(table, limits):
        wanted = max(_DIRECT_MEMORY_BYTES, _COLUMN_MEMORY_BYTES * table.body.width)
        memory_bytes = min(machine.memory_bytes, wanted)
        with opened(memory_bytes=memory_bytes, tells_progress=True) as engine:
            directly = yield from write_directly(engine, table, work, limits, said)
            if directly is not None:
                with _settling(directly.table.path):
                    imported = yield from _look(engine, table, directly)
    if imported is None:
        with opened(memory_bytes=machine.memory_bytes) as engine:
            copied = yield from write_carefully(engine, table, work, limits, said)
            imported = yield from _look(engine, table, copied)
    shutil.rmtree(spill, ignore_errors=True)
    return imported


@contextmanager
def _settling(path: Path) -> Iterator[None]:
    """Have a file brought to disk meanwhile, so that nobody has to wait for it afterwards."""
    with ThreadPoolExecutor(1) as thread, path.open("rb") as file:
        settled = thread.submit(os.fsync, file.fileno())
        yield
        settled.result()


def _look(
    engine: duckdb.DuckDBPyConnection, source: Table, copied: Copied
) -> Generator[Progress, None, Imported]:
    """Look at what was written: closely where it is small, else at what is cheap."""
    table = copied.table
    width = len(table.names)
    storages = [kind.storage for kind in table.kinds]
    closer: Closer | None = None
    if table.rows * width <= _FEW_CELLS or width > MANY_COLUMNS:
        looking = look_closely(engine, table, copied.text)
        closer = yield from scaled(looking, WRITTEN, 0.98, "Looking at the columns")
        profiles = closer.profiles
    else:
        yield progress(WRITTEN, "Looking at the columns")
        profiles = glance(engine, table.path, storages, copied.sample)
    memory_bytes = copied.memory_bytes or memory_of(profiles, storages, table.rows)
    columns = [
        describe(name, kind, profile, table.rows)
        for name, kind, profile in zip(table.names, table.kinds, profiles, strict=True)
    ]
    descriptions = descriptions_of(source.facts)
    for column in columns:
        if column["name"] in descriptions:
            column["description"] = descriptions[column["name"]]
    return Imported(
        table.path,
        table.rows,
        columns,
        memory_bytes,
        closer.duplicate_rows if closer else None,
        tell(copied.warnings, table, profiles, memory_bytes),
        Details(table, source, closer.findings if closer else None),
    )
