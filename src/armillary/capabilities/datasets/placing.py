"""Bringing the tables that a job made from its work folder into storage."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from armillary.base.storage import Storage, Writing
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.importing import Imported
from armillary.capabilities.datasets.schema import overrule
from armillary.capabilities.datasets.tables import Dataset
from armillary.jobs.contract import JobContext

_COPY_BYTES = 1 << 22


@dataclass(frozen=True)
class Placed:
    """A table in storage."""

    dataset_id: str
    key: str
    size_bytes: int
    sha256: str


def place(job: JobContext, dataset_id: str, table: Imported) -> Placed:
    """Copy a finished table into storage, under a key that no other claim writes."""
    key = _key_of(job, dataset_id)
    written = copy_in(job.storage, table.path, key)
    return Placed(dataset_id, key, written.size_bytes, written.sha256)


def place_import(job: JobContext, dataset_id: str, table: Imported) -> str:
    """Move a finished table into storage, and give its key, that no other claim writes."""
    key = _key_of(job, dataset_id)
    with table.path.open("rb") as file:
        os.fsync(file.fileno())
    job.storage.adopt(key, table.path)
    return key


def _key_of(job: JobContext, dataset_id: str) -> str:
    # Each job counts its claims anew, and what was read under a key is remembered by it.
    return f"{service.prefix_of(dataset_id)}/table-{job.id}-{job.claim_number}.parquet"


def fill(row: Dataset, table: Imported, key: str) -> None:
    """Make a dataset ready with a table that lies under a key; the caller announces it."""
    meanings = row.meanings or {}
    row.state, row.error, row.issues = "ready", None, []
    row.total_rows, row.total_columns = table.rows, len(table.columns)
    row.memory_bytes, row.duplicate_rows = table.memory_bytes, table.duplicate_rows
    row.warnings = table.warnings
    row.dtypes = {column["name"]: column["dtype"] for column in table.columns}
    row.schema = [overrule(entry, meanings.get(entry["name"])) for entry in table.columns]
    row.file_path = key
    row.import_error, row.head_rows = None, None


def copy_in(storage: Storage, path: Path, key: str) -> Writing:
    """Copy a file into storage; gives what is known of what was written."""
    with path.open("rb") as file, storage.write(key) as target:
        while chunk := file.read(_COPY_BYTES):
            target.write(chunk)
    return target


def remove_other_tables(storage: Storage, dataset_id: str, *, kept: str | None) -> None:
    """Remove tables that do not count, and what was kept beside them; ``kept`` is the one's key."""
    prefix = service.prefix_of(dataset_id)
    for file in list(storage.list_files(prefix)):
        counts = kept is not None and file.key.startswith(kept)
        if file.key.startswith(f"{prefix}/table-") and not counts:
            storage.delete(file.key)


def remove_replaced(storage: Storage, dataset_id: str, kept: Collection[str]) -> None:
    """Remove the tables, reports and heads of a dataset but those, and what lies beside these."""
    prefix = service.prefix_of(dataset_id)
    for file in list(storage.list_files(prefix)):
        is_made = file.key.removeprefix(f"{prefix}/").startswith(("table-", "report-", "head."))
        if is_made and not file.key.startswith(tuple(kept)):
            storage.delete(file.key)
