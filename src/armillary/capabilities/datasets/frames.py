"""A dataset's values as a pandas frame, for jobs that compute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Invalid
from armillary.base.storage import Storage
from armillary.capabilities.datasets import service
from armillary.jobs.contract import JobContext
from armillary.learning.recipe.arrow import to_frame

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# Of fewer, threads would take longer to begin than to read.
_MANY_CELLS = 500_000


def load_frame(
    job: JobContext, dataset_id: str, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Load a dataset, or some of its columns, in the job's workspace; never in the server.

    Numbers are int64 or float64 (also whole numbers with gaps), truths bool (or ``boolean`` with
    gaps), dates and times datetime64, everything else ``str``; missing values are NaN, NA or NaT.
    Raises `NotFound`, `Conflict` where it is not ready, and `Invalid` for a column it lacks.
    """
    with job.read() as session:
        key = find_table_key(job.actor, session, dataset_id, columns)
    return read_frame(job.storage, key, columns)


def load_table(job: JobContext, dataset_id: str) -> tuple[str, pa.Table]:
    """Load the name and the values of a dataset as an Arrow table; raises as `load_frame` does."""
    import pyarrow.parquet as pq

    with job.read() as session:
        row = service.find_ready(job.actor, session, dataset_id)
    with pq.ParquetFile(job.storage.local_path(str(row.file_path))) as file:
        return row.name, file.read()


def locate_table(actor: Actor, session: Session, dataset_id: str) -> tuple[str, int, list[str]]:
    """Give a dataset's storage key, rows and columns, for calls; raises as `load_frame` does."""
    row = service.find_ready(actor, session, dataset_id)
    return str(row.file_path), int(row.total_rows or 0), [one["name"] for one in row.schema or []]


def find_table_key(
    actor: Actor, session: Session, dataset_id: str, columns: Sequence[str] | None = None
) -> str:
    """Give a dataset's storage key, for `read_frame`; raises as `load_frame` does."""
    row = service.find_ready(actor, session, dataset_id)
    known = {entry["name"] for entry in row.schema or []}
    missing = [name for name in columns or () if name not in known]
    if missing:
        raise Invalid(f"The dataset {row.name!r} has no column {missing[0]!r}.")
    return str(row.file_path)


def read_frame(storage: Storage, key: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Read a stored table, or some of its columns in the order named."""
    import pyarrow.parquet as pq

    path = storage.local_path(key)
    with pq.ParquetFile(path) as file:
        has_many = file.metadata.num_rows * file.metadata.num_columns > _MANY_CELLS
        names = None if columns is None else list(columns)
        table = file.read(columns=names, use_threads=has_many)
    if columns is not None:
        table = table.select(list(columns))
    return to_frame(table, use_threads=has_many)
