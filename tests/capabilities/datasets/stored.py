"""Putting an Arrow table into a server as a dataset, as an import would leave it.

Files of text cannot hold everything that a stored table can: NaN beside missing cells, infinity,
empty texts.
"""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from armillary.base.access import Actor
from armillary.base.ids import new_id
from armillary.base.values import utc_now
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.columns.kinds import Kind
from armillary.capabilities.datasets.columns.profile import profile_columns
from armillary.capabilities.datasets.schema import describe
from armillary.capabilities.datasets.tables import Dataset
from armillary.learning.storage import Storage
from tests.capabilities.datasets.conftest import Server

STORAGES: dict[str, Storage] = {
    "bool": "bool",
    "int64": "int64",
    "double": "float64",
    "date32[day]": "date",
    "timestamp[us]": "datetime64[us]",
    "string": "str",
}


def put(server: Server, table: pa.Table, *, group_rows: int = 1000) -> str:
    """Store a table and give the id of its dataset."""
    dataset_id = new_id("ds")
    key = f"{service.prefix_of(dataset_id)}/table-1.parquet"
    storage = server.state.storage
    with storage.write(key) as file:
        buffer = pa.BufferOutputStream()
        pq.write_table(table, buffer, row_group_size=group_rows)
        file.write(buffer.getvalue().to_pybytes())
    with server.state.database.write() as session:
        session.add(_row(dataset_id, key, table, storage.local_path(key)))
    return dataset_id


def _row(dataset_id: str, key: str, table: pa.Table, path: Path) -> Dataset:
    storages = [STORAGES[str(field.type)] for field in table.schema]
    with duckdb.connect() as engine:
        found = profile_columns(engine, path, storages, table.num_rows)
        profiles = [profile for part in found for profile in part]
    entries = [
        describe(name, Kind(storage, "{v}"), profile, table.num_rows)
        for name, storage, profile in zip(table.column_names, storages, profiles, strict=True)
    ]
    return Dataset(
        id=dataset_id,
        workspace_id=Actor.local().workspace_id,
        name="stored",
        filename="stored.parquet",
        state="ready",
        version=1,
        upload_date=utc_now(),
        created_by="local",
        size_bytes=1,
        content_hash="0" * 64,
        warnings=[],
        issues=[],
        file_path=key,
        total_rows=table.num_rows,
        total_columns=len(entries),
        memory_bytes=table.nbytes,
        duplicate_rows=0,
        dtypes={entry["name"]: entry["dtype"] for entry in entries},
        schema=list(entries),
    )
