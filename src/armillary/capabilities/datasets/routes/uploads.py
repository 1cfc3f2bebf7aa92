"""Files that come in pieces: begun, sent from an offset, finished or given up."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from armillary.base.http import Reading, State, StrictJSONResponse, Work
from armillary.capabilities.datasets import upload_sessions
from armillary.capabilities.datasets.finishing import finish_upload
from armillary.capabilities.datasets.receiving import receive_piece
from armillary.capabilities.datasets.routes._asking import Editor, Viewer
from armillary.capabilities.datasets.schemas import FinishRequest, UploadRequest

router = APIRouter()

_BYTES = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post("/api/uploads", status_code=201)
def begin_upload(
    body: UploadRequest, actor: Editor, session: Work, state: State, response: Response
) -> dict[str, Any]:
    """Begin an upload, or name the dataset that was made of the same bytes (200)."""
    begun = upload_sessions.begin(actor, session, state.storage, state.settings, body)
    if begun.get("recognised"):
        response.status_code = 200
    return begun


@router.get("/api/uploads")
def list_uploads(actor: Viewer, session: Reading, mine: bool = False) -> dict[str, Any]:
    """List the unfinished uploads of the workspace, or one's own, so that they can go on."""
    return {"uploads": upload_sessions.list_open(actor, session, mine=mine)}


@router.get("/api/uploads/{upload_id}")
def read_upload(upload_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Say how far an upload is."""
    row = upload_sessions.find_session(actor, session, upload_id)
    return upload_sessions.to_session_wire(row)


@router.patch(
    "/api/uploads/{upload_id}", status_code=204, response_class=Response, openapi_extra=_BYTES
)
async def continue_upload(
    upload_id: str,
    request: Request,
    actor: Editor,
    state: State,
    upload_offset: Annotated[int, Header(ge=0)],
) -> Response:
    """Append bytes at an offset; 409 gives the right one. What is answered 204 is on the disk."""
    offset = await receive_piece(state, actor, upload_id, upload_offset, request.stream())
    return Response(status_code=204, headers={"Upload-Offset": str(offset)})


@router.post("/api/uploads/{upload_id}/finish", status_code=202)
async def finish(
    upload_id: str, actor: Editor, state: State, body: FinishRequest | None = None
) -> Response:
    """Make a dataset of an upload whose bytes are all there, and import it."""
    told = None if body is None else body.sha256
    made = await finish_upload(state, actor, upload_id, told)
    return StrictJSONResponse(made, status_code=202)


@router.delete("/api/uploads/{upload_id}")
def discard_upload(upload_id: str, actor: Editor, session: Work, state: State) -> dict[str, Any]:
    """Give an upload up; its bytes are removed."""
    upload_sessions.discard(actor, session, state.storage, upload_id)
    return {"message": "Upload given up", "upload_id": upload_id}
