"""Datasets in the few words of the small client: brought, shown, mapped, in one answer each."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Conflict, DeadlineExceeded
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities.datasets import maps, service
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.schemas import MapRequest
from armillary.capabilities.datasets.tables import Dataset, DatasetMap
from armillary.capabilities.datasets.uploads import Taken, receive_upload

_IMPORT_S = 60.0
# The first map of a server compiles for a while.
_MAP_S = 300.0
_READ_S = 20.0


async def bring_small(
    state: AppState, actor: Actor, chunks: AsyncIterator[bytes], content_type: str
) -> Dataset:
    """Take a small CSV file in and give its dataset once it is imported."""
    taken = Taken("max_upload_size_mb", ".csv")
    dataset = await receive_upload(state, actor, chunks, content_type, taken=taken)
    await jobs.wait(state, dataset["job_id"], _IMPORT_S)
    row = await in_thread(state.executors.database, _find, state, actor, dataset["id"])
    if row.state == "failed":
        raise Unreadable(*(row.issues or [row.error or "The import failed."]))
    if row.state != "ready":
        raise DeadlineExceeded(f"The import still runs; ask for the dataset {row.id} later.")
    return row


async def find_small(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    """Give a dataset with its columns; raises `NotFound`."""
    return await in_thread(state.executors.database, _find, state, actor, dataset_id)


async def first_rows(state: AppState, actor: Actor, row: Dataset) -> list[list[str]]:
    """Give the first rows of a dataset as texts; none while it is not ready."""
    if row.state != "ready":
        return []
    most = min(state.settings.max_preview_rows, row.total_rows or 0)
    columns = [entry["name"] for entry in row.schema or []]
    asked = {"key": row.file_path, "columns": columns, "rows": most}
    found: list[list[str]] = await state.calls.request(
        "datasets.rows_as_text", asked, timeout_s=_READ_S, actor=actor
    )
    return found


async def map_small(
    state: AppState, actor: Actor, dataset_id: str, parameters: Mapping[str, Any]
) -> tuple[DatasetMap, list[list[float]]]:
    """Give a UMAP of the numbers of a dataset that have no gaps, once it is computed.

    Raises `NotFound`, `BadRequest` where there is no such column or the map fails, and
    `DeadlineExceeded` where it takes too long; asked for again it goes on with the same map.
    """
    row = await in_thread(state.executors.database, _submit, state, actor, dataset_id, parameters)
    await jobs.wait(state, row.job_id, _MAP_S)
    row = await in_thread(state.executors.database, _find_map, state, actor, row)
    if row.state == "failed":
        raise BadRequest(row.error or "The map failed.")
    if row.state != "ready":
        raise DeadlineExceeded("The map is still being computed; ask for it again in a while.")
    asked = {"map_key": row.file_path, "key": None, "colour": None}
    found = await state.calls.request("datasets.read_map", asked, timeout_s=_READ_S, actor=actor)
    return row, [list(place) for place in zip(found["x"], found["y"], strict=True)]


def _find(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    with state.database.read() as session:
        return service.find(actor, session, dataset_id, with_schema=True)


def _submit(
    state: AppState, actor: Actor, dataset_id: str, parameters: Mapping[str, Any]
) -> DatasetMap:
    with state.database.write() as session:
        try:
            dataset = service.find_ready(actor, session, dataset_id)
        except Conflict as conflict:
            raise BadRequest(conflict.message, code=conflict.code) from None
        columns = [
            entry["name"]
            for entry in dataset.schema or []
            if entry["dtype"] in ("int64", "float64") and entry["missing"] == 0
        ]
        if not columns:
            raise BadRequest(
                "A UMAP needs at least one column of numbers without gaps; this table has none."
            )
        asked = MapRequest(method="umap", columns=columns, parameters=dict(parameters))
        return maps.submit(actor, session, dataset_id, asked)


def _find_map(state: AppState, actor: Actor, row: DatasetMap) -> DatasetMap:
    with state.database.read() as session:
        return maps.find_map(actor, session, row.dataset_id, row.id)
