"""The `/datasets/…` addresses: upload a table, look at it, see it as a UMAP."""

import statistics
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, StrictJSONResponse, file_form
from armillary.capabilities import datasets

router = APIRouter(tags=["small client"])

Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


class UmapRequest(BaseModel):
    """How a table's rows are to be laid out."""

    n_neighbors: Annotated[int, Field(ge=5, le=50)] = 15
    min_dist: Annotated[float, Field(ge=0, le=1)] = 0.1
    metric: Literal["euclidean", "manhattan", "cosine"] = "euclidean"


@router.post("/datasets/upload", openapi_extra=file_form())
async def upload(request: Request, actor: Editor, state: State) -> Response:
    """Take a small CSV file in; answers with its columns and first rows."""
    content_type = request.headers.get("content-type", "")
    row = await datasets.bring_small(state, actor, request.stream(), content_type)
    rows = await datasets.first_rows(state, actor, row)
    return StrictJSONResponse(
        {"datasetId": row.id, "schema": _schema(row.schema or []), "preview": rows}
    )


@router.get("/datasets/list")
def list_datasets(
    actor: Viewer, session: Reading, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> dict[str, Any]:
    """List the workspace's datasets, newest first."""
    items, total = datasets.list_datasets(actor, session, limit=limit)
    shown = [
        {
            "datasetId": one["id"],
            "filename": one["filename"],
            "state": one["state"],
            "rows": one["rows"],
            "columns": one["columns"],
            "uploadDate": one["created_at"],
        }
        for one in items
    ]
    return {"datasets": shown, "total": total}


@router.get("/datasets/{dataset_id}")
async def read_dataset(dataset_id: str, actor: Viewer, state: State) -> Response:
    """Give a dataset's columns and first rows."""
    row = await datasets.find_small(state, actor, dataset_id)
    rows = await datasets.first_rows(state, actor, row)
    return StrictJSONResponse(
        {
            "datasetId": row.id,
            "filename": row.filename,
            "state": row.state,
            "rows": row.total_rows,
            "columns": row.total_columns,
            "schema": _schema(row.schema or []),
            "preview": rows,
        }
    )


@router.post("/datasets/{dataset_id}/umap")
async def umap(
    dataset_id: str, actor: Editor, state: State, body: UmapRequest | None = None
) -> Response:
    """Lay out rows by the columns of numbers without gaps; answers when that is done."""
    parameters = (body or UmapRequest()).model_dump()
    row, places = await datasets.map_small(state, actor, dataset_id, parameters)
    return StrictJSONResponse(
        {
            "embedding": places,
            "feature_names": row.features,
            "n_samples": len(places),
            "n_features": len(row.features or []),
            "parameters": {**parameters, **(row.used or {}), "random_state": row.asked["seed"]},
            "statistics": _statistics(places),
            "notes": row.notes,
        }
    )


def _schema(entries: Sequence[Any]) -> list[dict[str, str]]:
    return [{"name": entry["name"], "type": _type_of(entry)} for entry in entries]


def _type_of(entry: Any) -> str:
    if entry["dtype"] in ("int64", "float64"):
        return "numeric"
    is_category = entry["type"] in ("categorical", "binary") or entry["dtype"] == "bool"
    return "categorical" if is_category else "string"


def _statistics(places: Sequence[Sequence[float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for axis, values in zip("xy", zip(*places, strict=True), strict=True):
        found[f"{axis}_min"], found[f"{axis}_max"] = min(values), max(values)
        found[f"{axis}_mean"] = statistics.fmean(values)
        found[f"{axis}_std"] = statistics.pstdev(values)
    return found
