"""Datasets over HTTP."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from armillary import jobs, realtime
from armillary.base.access import Actor, require
from armillary.base.disk import DiskFull
from armillary.base.errors import AppError, BadRequest
from armillary.base.executors import in_thread
from armillary.base.http import AppState, Reading, State, StrictJSONResponse, Work
from armillary.capabilities.datasets import downloads, events, schema, service, wire
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.uploads import receive_upload
from armillary.capabilities.datasets.wide import MANY_COLUMNS

router = APIRouter(tags=["datasets"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]

_WAIT_S = 60.0
_PREVIEW_S = 2.0
_LONG_PREVIEW_S = 10.0
_FILTER_S = 10.0
# The words that clients of the exoplanet interface choose from.
_SURVEYS = ("kepler", "tess", "k2")
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


@router.get("/api/datasets")
def list_datasets(
    actor: Viewer,
    session: Reading,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """List the workspace's datasets, newest first, beside the surveys that can be trained on."""
    items, total = service.list_datasets(actor, session, limit=limit, cursor=cursor)
    return {"success": True, "datasets": list(_SURVEYS), "items": items, "total": total}


@router.get("/api/datasets/{dataset_id}")
def read_dataset(dataset_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give one dataset with its columns, and the number to follow its events after."""
    number = realtime.last_number(session, events.topic(dataset_id))
    return {"dataset": service.get_dataset(actor, session, dataset_id), "last_number": number}


@router.delete("/api/datasets/{dataset_id}")
def delete_dataset(dataset_id: str, actor: Editor, session: Work, state: State) -> dict[str, Any]:
    """Remove a dataset and its files, unless a job is using it."""
    service.delete(actor, session, state.storage, dataset_id)
    return {"message": "Dataset deleted", "dataset_id": dataset_id}


@router.post("/api/data/upload", openapi_extra=_FORM)
async def upload(request: Request, actor: Editor, state: State) -> Response:
    """Store a table as it arrives and import it; answers when that is done.

    With ``Prefer: respond-async`` it answers 202 at once. After 60 s it answers with what is known.
    """
    content_type = request.headers.get("content-type", "")
    dataset = await receive_upload(state, actor, request.stream(), content_type)
    if "respond-async" in request.headers.get("prefer", "").lower():
        ids = {"dataset_id": dataset["id"], "job_id": dataset["job_id"]}
        return StrictJSONResponse({**ids, "dataset": dataset}, status_code=202)
    job = await jobs.wait(state, dataset["job_id"], _WAIT_S)
    row = await in_thread(state.executors.database, _find, state, actor, dataset["id"])
    if row.state == "failed":
        raise _failure_of(row, job)
    return StrictJSONResponse(wire.to_upload_answer(row))


@router.get("/api/data/preview/{dataset_id}")
async def preview(
    dataset_id: str,
    actor: Viewer,
    state: State,
    page: Annotated[int, Query(ge=0)] = 0,
    page_size: Annotated[int, Query(ge=1, le=1000)] = 50,
    sort_by: str = "",
    sort_desc: bool = False,
    search: str = "",
) -> Response:
    """Give one page of rows, sorted by a column, or of those that hold a text anywhere."""
    row = await in_thread(state.executors.database, _find_ready, state, actor, dataset_id)
    asked = {
        **_table(row),
        "rows": row.total_rows,
        "page": page,
        "page_size": page_size,
        "sort_by": sort_by,
        "sort_desc": sort_desc,
        "search": search,
    }
    is_long = bool(search) or (row.total_columns or 0) > MANY_COLUMNS
    limit_s = _LONG_PREVIEW_S if is_long else _PREVIEW_S
    found = await state.calls.request("datasets.preview", asked, timeout_s=limit_s, actor=actor)
    columns = [schema.brief(entry) for entry in row.schema or []]
    return StrictJSONResponse({**found, "columns": columns, "page": page, "page_size": page_size})


@router.get("/api/data/statistics/{dataset_id}")
def read_statistics(dataset_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give the statistics of a table and of each of its columns."""
    return wire.to_statistics(service.find_ready(actor, session, dataset_id))


@router.get("/api/data/filter/{dataset_id}")
async def filter_rows(
    dataset_id: str,
    actor: Viewer,
    state: State,
    column: str,
    operator: str,
    value: str | None = None,
    values: Annotated[list[str] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> Response:
    """Count the rows whose cell in a column compares so with a value, and give the first ones."""
    row = await in_thread(state.executors.database, _find_ready, state, actor, dataset_id)
    given = values or ([] if value is None else [value])
    if not given:
        raise BadRequest("Give `value`, or `values` once for each value.")
    asked = {"column": column, "operator": operator, "values": given, "limit": limit}
    found = await state.calls.request(
        "datasets.filter", {**_table(row), **asked}, timeout_s=_FILTER_S, actor=actor
    )
    return StrictJSONResponse(found)


@router.get("/api/data/download/{dataset_id}")
async def download(
    dataset_id: str,
    actor: Viewer,
    state: State,
    kind: Annotated[str, Query(alias="format")] = "csv",
) -> StreamingResponse:
    """Send the whole table as an attachment, CSV or Parquet, while it is read."""
    if kind not in downloads.MEDIA_TYPES:
        raise BadRequest(f"format must be csv or parquet; got {kind!r}.")
    row = await in_thread(state.executors.database, _find_ready, state, actor, dataset_id)
    body: AsyncIterator[bytes] = (
        downloads.as_csv(state, actor, _table(row), row.total_rows or 0)
        if kind == "csv"
        else downloads.as_parquet(state, str(row.file_path))
    )
    name = f"dataset_{row.id}.{kind}"
    return StreamingResponse(
        body,
        media_type=downloads.MEDIA_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _failure_of(row: Dataset, job: jobs.Job) -> AppError:
    """Say why an import failed: because of the file, or of the server."""
    told = row.error or "The import failed."
    if row.issues or job.error is None:
        return Unreadable(*(row.issues or [told]))
    code = str(job.error["code"])
    return AppError(told, code=code, status=DiskFull.status if code == DiskFull.code else 500)


def _find(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    with state.database.read() as session:
        return service.find(actor, session, dataset_id, with_schema=True)


def _find_ready(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    with state.database.read() as session:
        return service.find_ready(actor, session, dataset_id)


def _table(row: Dataset) -> dict[str, Any]:
    """Give what a call needs to open a table."""
    columns = [schema.for_query(entry) for entry in row.schema or []]
    return {"key": row.file_path, "columns": columns}
