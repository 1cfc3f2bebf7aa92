"""What the routes of datasets share: who asks, and of which table."""

from typing import Annotated, Any

from fastapi import Depends

from armillary.base.access import Actor, require
from armillary.base.executors import in_thread
from armillary.base.http import AppState
from armillary.capabilities.datasets import schema, service
from armillary.capabilities.datasets.tables import Dataset

Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


async def find(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    """Give a dataset with its columns, from an async route; raises `NotFound`."""
    return await in_thread(state.executors.database, _find, state, actor, dataset_id)


async def find_ready(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    """Give a dataset whose values are there, from an async route; raises `Conflict` otherwise."""
    return await in_thread(state.executors.database, _find_ready, state, actor, dataset_id)


def table_of(row: Dataset) -> dict[str, Any]:
    """Give what a call needs to open a table."""
    columns = [schema.for_query(entry) for entry in row.schema or []]
    return {"key": row.file_path, "columns": columns}


def _find(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    with state.database.read() as session:
        return service.find(actor, session, dataset_id, with_schema=True)


def _find_ready(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    with state.database.read() as session:
        return service.find_ready(actor, session, dataset_id)
