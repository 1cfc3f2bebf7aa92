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

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def load_frame(
    job: JobContext, dataset_id: str, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Load a dataset, or some of its columns, in the job's workspace; never in the server.

    Numbers are int64 or float64 (also whole numbers with gaps), truths bool (or ``boolean`` with
    gaps), dates and times datetime64, everything else ``str``; missing values are NaN, NA or NaT.
    Raises `NotFound`, `Conflict` where it is not ready, and `Invalid` for a column it lacks.
    """
    with job.read() as session:
        key = _find_key(job.actor, session, dataset_id, columns)
    return read_frame(job.storage, key, columns)


def read_frame(storage: Storage, key: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Read a stored table, or some of its columns in the order named."""
    import pyarrow.parquet as pq

    path = storage.local_path(key)
    with pq.ParquetFile(path) as file:
        table = file.read(columns=None if columns is None else list(columns))
    return to_frame(table if columns is None else table.select(list(columns)))


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Give an Arrow table as pandas holds it, as `load_frame` says."""
    import pandas as pd
    import pyarrow as pa

    frame: pd.DataFrame = table.to_pandas(
        types_mapper={pa.string(): pd.StringDtype(na_value=float("nan"))}.get,
        date_as_object=False,
    )
    with_gaps = [
        name
        for name, field in zip(table.column_names, table.schema, strict=True)
        if pa.types.is_boolean(field.type) and table.column(name).null_count
    ]
    return frame.astype(dict.fromkeys(with_gaps, "boolean")) if with_gaps else frame


def _find_key(
    actor: Actor, session: Session, dataset_id: str, columns: Sequence[str] | None
) -> str:
    row = service.find_ready(actor, session, dataset_id)
    known = {entry["name"] for entry in row.schema or []}
    missing = [name for name in columns or () if name not in known]
    if missing:
        raise Invalid(f"The dataset {row.name!r} has no column {missing[0]!r}.")
    return str(row.file_path)
