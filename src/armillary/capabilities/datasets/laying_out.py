"""A small table laid out as an import leaves it, where there is nobody to import anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.ids import new_id
from armillary.base.storage import Storage
from armillary.base.values import utc_now
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.tables import Dataset


def lay_out(
    actor: Actor, session: Session, storage: Storage, values: Mapping[str, Sequence[Any]]
) -> str:
    """Store columns of numbers and texts as a dataset that is ready, and give its id.

    It has no file of origin and no report: it is for rehearsals, which nobody looks at.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    dataset_id = new_id("ds")
    table = pa.table({name: list(column) for name, column in values.items()})
    key = f"{service.prefix_of(dataset_id)}/table.parquet"
    written = pa.BufferOutputStream()
    pq.write_table(table, written)
    with storage.write(key) as file:
        file.write(written.getvalue().to_pybytes())
    session.add(
        Dataset(
            id=dataset_id,
            workspace_id=actor.workspace_id,
            name="table",
            filename="table.csv",
            state="ready",
            version=1,
            upload_date=utc_now(),
            created_by=actor.id,
            size_bytes=table.nbytes,
            content_hash="",
            warnings=[],
            issues=[],
            file_path=key,
            total_rows=table.num_rows,
            total_columns=table.num_columns,
            schema=[{"name": name} for name in table.column_names],
            dtypes={},
        )
    )
    return dataset_id
