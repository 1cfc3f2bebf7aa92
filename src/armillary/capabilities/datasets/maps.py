"""What is decided about maps of tables: asking for one, finding, listing, removing."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import BadRequest, Conflict, NotFound
from armillary.base.ids import new_id
from armillary.base.storage import Storage
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.schema import ColumnEntry
from armillary.capabilities.datasets.schemas import MapRequest
from armillary.capabilities.datasets.shown_rows import narrowing_of
from armillary.capabilities.datasets.tables import Dataset, DatasetMap
from armillary.capabilities.datasets.views import View
from armillary.learning.maps import (
    all_projections,
    check_map_params,
    get_projection,
    is_available,
    require_available,
)

MAP = "datasets.map"
# Free text and names of rows say nothing that a distance could measure.
_UNSUITED = frozenset({"text", "identifier", "high_cardinality_categorical", "unknown"})
_MOST_COLUMNS = 200


def list_methods() -> list[dict[str, Any]]:
    """Give the ways to make a map, with the schemas of their parameters."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "description": one.description,
            "available": is_available(one),
            "needs_extra": one.needs_extra,
            "schema": one.params.schema(),
        }
        for one in all_projections().values()
    ]


def submit(actor: Actor, session: Session, dataset_id: str, asked: MapRequest) -> DatasetMap:
    """Have a map made, or give the equal one that is there or on its way.

    Raises `Conflict` while the table is not ready, `BadRequest` where a column or what the method
    needs is missing, `Invalid` for a bad parameter.
    """
    actor.require("editor")
    dataset = service.find_ready(actor, session, dataset_id)
    projection = get_projection(asked.method)
    parameters = check_map_params(projection, asked.parameters)
    require_available(projection)
    narrowing = narrowing_of(dataset, asked.view)
    wanted = {
        **asked.model_dump(include={"method", "missing", "most_rows", "seed"}),
        "columns": _columns(dataset, asked.columns, asked.view),
        "parameters": parameters,
        "file": dataset.file_path,
        **({} if narrowing is None else {"view": narrowing}),
    }
    known = _find_equal(session, dataset, wanted)
    if known is not None:
        return known
    map_id = new_id("map")
    job = jobs.submit(
        actor,
        session,
        MAP,
        {"dataset_id": dataset.id, "map_id": map_id, "name": dataset.name, **wanted},
        subject=("dataset", dataset.id),
    )
    row = DatasetMap(
        id=map_id,
        workspace_id=actor.workspace_id,
        dataset_id=dataset.id,
        job_id=job.id,
        state="computing",
        asked=wanted,
        notes=[],
        created_by=actor.id,
        created_at=utc_now(),
    )
    session.add(row)
    return row


def find_map(actor: Actor, session: Session, dataset_id: str, map_id: str) -> DatasetMap:
    """Give a map of a dataset of the actor's workspace; raises `NotFound`."""
    row = session.get(DatasetMap, map_id)
    if row is None or (row.workspace_id, row.dataset_id) != (actor.workspace_id, dataset_id):
        raise NotFound(f"There is no map {map_id!r} of this dataset.", code="map_not_found")
    return row


def list_maps(actor: Actor, session: Session, dataset_id: str) -> list[dict[str, Any]]:
    """Give the maps of a dataset, newest first."""
    file = service.find(actor, session, dataset_id).file_path
    mine = sa.select(DatasetMap).where(DatasetMap.dataset_id == dataset_id)
    return [to_map_wire(row, file) for row in session.scalars(mine.order_by(DatasetMap.id.desc()))]


def delete_map(
    actor: Actor, session: Session, storage: Storage, dataset_id: str, map_id: str
) -> None:
    """Remove a map; one that is being computed is stopped."""
    actor.require("editor")
    row = find_map(actor, session, dataset_id, map_id)
    if row.state == "computing":
        jobs.cancel(actor, session, row.job_id)
    session.delete(row)
    key = row.file_path
    if key is not None:
        after_commit(session, lambda _: storage.delete(key))


def require_fresh(row: DatasetMap, dataset: Dataset) -> None:
    """Raise `Conflict` where the table is another one than when the map was made."""
    if row.asked["file"] != dataset.file_path:
        raise Conflict(
            "The table was imported anew after this map was made. Make the map again.",
            code="map_stale",
        )


def colour_column(dataset: Dataset, name: str) -> ColumnEntry:
    """Give the column that a map is to be coloured by; raises `BadRequest`."""
    for entry in dataset.schema or []:
        if entry["name"] == name:
            found: ColumnEntry = entry
            return found
    raise BadRequest(f"There is no column {name!r} to colour by.", code="unknown_column")


def to_map_wire(row: DatasetMap, file: str | None) -> dict[str, Any]:
    """Give a map as JSON, without its places; ``file`` is the table as it is stored now."""
    asked = {name: value for name, value in row.asked.items() if name != "file"}
    return {
        "id": row.id,
        "dataset_id": row.dataset_id,
        "job_id": row.job_id,
        "state": row.state,
        "view": None,
        **asked,
        "stale": row.asked["file"] != file,
        "used": row.used,
        "notes": row.notes,
        "facts": row.facts,
        "features": row.features,
        "rows": row.total_rows,
        "error": row.error,
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
    }


def _columns(dataset: Dataset, chosen: Sequence[str] | None, view: View | None) -> list[str]:
    entries: dict[str, Mapping[str, Any]] = {one["name"]: one for one in dataset.schema or []}
    shown = None if view is None else view.columns
    if chosen is not None or shown is not None:
        unknown = [name for name in (*(chosen or ()), *(shown or ())) if name not in entries]
        if unknown:
            raise BadRequest(
                f"The dataset {dataset.name!r} has no column {unknown[0]!r}.",
                code="unknown_column",
            )
    if chosen is not None:
        return list(dict.fromkeys(chosen))
    offered = entries if shown is None else shown
    suited = [name for name in offered if entries[name]["type"] not in _UNSUITED]
    if not suited:
        raise BadRequest("No column suits a map: there is only free text. Choose columns yourself.")
    return suited[:_MOST_COLUMNS]


def _find_equal(session: Session, dataset: Dataset, asked: dict[str, Any]) -> DatasetMap | None:
    mine = sa.select(DatasetMap).where(DatasetMap.dataset_id == dataset.id)
    rows = session.scalars(mine.where(DatasetMap.state != "failed").order_by(DatasetMap.id))
    return next((row for row in rows if row.asked == asked), None)
