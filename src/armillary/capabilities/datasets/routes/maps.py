"""Maps of tables: asked for, listed, read and removed."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from armillary.base.access import Actor
from armillary.base.executors import in_thread
from armillary.base.http import AppState, Reading, State, StrictJSONResponse, Work
from armillary.capabilities.datasets import maps, service
from armillary.capabilities.datasets.routes._asking import Editor, Viewer
from armillary.capabilities.datasets.schemas import MapRequest
from armillary.capabilities.datasets.tables import Dataset, DatasetMap

router = APIRouter()

# Reading one column of a very long table takes a while.
_READ_S = 20.0


@router.get("/api/maps/methods")
def list_methods(actor: Viewer) -> dict[str, Any]:
    """List the ways to make a map, with the schemas of their parameters."""
    return {"methods": maps.list_methods()}


@router.post("/api/datasets/{dataset_id}/maps", status_code=202)
def make_map(dataset_id: str, body: MapRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Have a map made; an equal one that is there already is given instead."""
    row = maps.submit(actor, session, dataset_id, body)
    shown = maps.to_map_wire(row, row.asked["file"])
    return {"map_id": row.id, "job_id": row.job_id, "map": shown}


@router.get("/api/datasets/{dataset_id}/maps")
def list_maps(dataset_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the maps of a dataset, newest first."""
    return {"maps": maps.list_maps(actor, session, dataset_id)}


@router.get("/api/datasets/{dataset_id}/maps/{map_id}")
async def read_map(
    dataset_id: str, map_id: str, actor: Viewer, state: State, colour: str | None = None
) -> Response:
    """Give a map with its places and their rows, and the values of a column to colour them by."""
    row, dataset = await in_thread(
        state.executors.database, _find, state, actor, dataset_id, map_id
    )
    shown = maps.to_map_wire(row, dataset.file_path)
    answer: dict[str, Any] = {"map": shown, "points": None, "colour": None}
    if row.state != "ready":
        return StrictJSONResponse(answer)
    maps.require_fresh(row, dataset)
    entry = None if colour is None else maps.colour_column(dataset, colour)
    asked = {"map_key": row.file_path, "key": dataset.file_path, "colour": colour}
    found = await state.calls.request("datasets.read_map", asked, timeout_s=_READ_S, actor=actor)
    if entry is not None:
        answer["colour"] = {**_brief(entry), "values": found.pop("values")}
    return StrictJSONResponse({**answer, "points": found})


@router.delete("/api/datasets/{dataset_id}/maps/{map_id}")
def delete_map(
    dataset_id: str, map_id: str, actor: Editor, session: Work, state: State
) -> dict[str, Any]:
    """Remove a map; one that is being computed is stopped."""
    maps.delete_map(actor, session, state.storage, dataset_id, map_id)
    return {"message": "Map removed", "map_id": map_id}


def _find(
    state: AppState, actor: Actor, dataset_id: str, map_id: str
) -> tuple[DatasetMap, Dataset]:
    with state.database.read() as session:
        dataset = service.find(actor, session, dataset_id, with_schema=True)
        return maps.find_map(actor, session, dataset_id, map_id), dataset


def _brief(entry: Any) -> dict[str, Any]:
    return {"name": entry["name"], "dtype": entry["dtype"], "type": entry["type"]}
