"""Taking a table out."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from armillary.base.errors import BadRequest
from armillary.base.http import State
from armillary.capabilities.datasets import downloads
from armillary.capabilities.datasets.routes._asking import Viewer, find_ready, table_of

router = APIRouter()


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
    row = await find_ready(state, actor, dataset_id)
    body: AsyncIterator[bytes] = (
        downloads.as_csv(state, actor, table_of(row), row.total_rows or 0)
        if kind == "csv"
        else downloads.as_parquet(state, str(row.file_path))
    )
    name = f"dataset_{row.id}.{kind}"
    return StreamingResponse(
        body,
        media_type=downloads.MEDIA_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
