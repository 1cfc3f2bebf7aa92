"""Taking a table out."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request

from armillary.base.http import State
from armillary.base.streaming import ClosingResponse
from armillary.capabilities.datasets.downloads import Export, Stored
from armillary.capabilities.datasets.exports import find_export
from armillary.capabilities.datasets.routes._asking import (
    Viewer,
    again_if_changed,
    find_ready,
    table_of,
)
from armillary.capabilities.datasets.views import View, read_view

router = APIRouter()


@router.get("/api/data/download/{dataset_id}")
async def download(
    request: Request,
    dataset_id: str,
    actor: Viewer,
    state: State,
    kind: Annotated[str, Query(alias="format")] = "csv",
    view: str = "",
    safe: bool = True,
) -> ClosingResponse:
    """Send a table as an attachment while it is read, whole or as a view shows it.

    ``format`` is csv, parquet, xlsx, json, ndjson or arrow. Texts that spreadsheets would take for
    formulas are marked as texts in csv and xlsx, unless ``safe`` is false.
    """
    chosen, seen = find_export(kind), read_view(view)
    asked = {"view": seen.to_payload(), "format": kind, "safe": safe}

    async def begin() -> ClosingResponse:
        row = await find_ready(state, actor, dataset_id)
        headers = {"Content-Disposition": f'attachment; filename="dataset_{row.id}.{kind}"'}
        if kind == "parquet" and seen == View():
            stored = await Stored.open(state, str(row.file_path))
            headers["Content-Length"] = str(stored.size_bytes)
            pieces, close = stored.pieces(), stored.close
        else:
            export = Export(state, actor, {**table_of(row), **asked})
            first = await export.begin(request)
            names = seen.columns or [entry["name"] for entry in row.schema or []]
            pieces = export.rest(request, chosen.head(names, is_safe=safe) + first)
            close = export.close
        return ClosingResponse(pieces, close=close, media_type=chosen.media_type, headers=headers)

    return await again_if_changed(begin)
