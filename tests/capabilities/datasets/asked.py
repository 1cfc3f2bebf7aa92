"""Asking a table here and now, as the processes that answer calls do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from armillary.base.storage import LocalStorage
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.naming import Column
from armillary.capabilities.datasets.queries import StoredTable
from armillary.jobs.calls.contract import Cache, CallContext, Cancellation
from armillary.settings import Settings
from tests.capabilities.datasets.stored import STORAGES

KEY = "datasets/ds_t/table-1.parquet"


def columns_of(table: pa.Table) -> list[Column]:
    """Give the columns of an Arrow table as questions take them."""
    return [Column(field.name, STORAGES[str(field.type)]) for field in table.schema]


def write(folder: Path, table: pa.Table, group_rows: int) -> Path:
    """Write a table as storage holds it."""
    path = folder / "storage" / KEY
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, row_group_size=group_rows)
    return path


@contextmanager
def opened(folder: Path, table: pa.Table, *, group_rows: int = 1000) -> Iterator[StoredTable]:
    """Give a table that can be asked."""
    path = write(folder, table, group_rows).resolve()
    work = (folder / "work").resolve()
    work.mkdir(exist_ok=True)
    with open_engine([path.parent], work, threads=1, memory_bytes=256 << 20) as engine:
        yield StoredTable(engine, path, columns_of(table))


def context(folder: Path) -> CallContext:
    """Give what a call works with, on the storage of a folder."""
    storage = LocalStorage(folder / "storage")
    return CallContext(Settings(data_dir=folder), storage, Cache(), Cancellation())
