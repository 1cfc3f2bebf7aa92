"""The sheet of a run as a file."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from armillary.base.access import Actor, require
from armillary.base.http import State
from armillary.capabilities.training.sheet import writing

router = APIRouter(prefix="/api/training", tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
# A sheet is opened beside the page, and holds names that others have written.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@router.get("/{session_id}/sheet")
async def read_sheet(
    session_id: str,
    actor: Viewer,
    state: State,
    file_format: Annotated[writing.SheetFormat, Query(alias="format")] = "html",
) -> Response:
    """Give what is to be known of a run, named by its id or its model's, as HTML, Markdown or PDF.

    The same data and seed give the same sheet, but for ids and times. 503 where there is no browser
    to print a PDF.
    """
    run, data = await writing.ask(state, actor, session_id, file_format)
    headers = {"Content-Disposition": f'inline; filename="sheet_{run}.{file_format}"'}
    if file_format == "html":
        headers["Content-Security-Policy"] = _POLICY
    return Response(data, media_type=writing.MEDIA_TYPES[file_format], headers=headers)
