"""Taking a table in."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from armillary.base.http import State, file_form
from armillary.capabilities.datasets.routes._asking import Editor
from armillary.capabilities.datasets.routes._imported import answer_import
from armillary.capabilities.datasets.uploads import receive_upload

router = APIRouter()

_OPTIONS = {"type": "string", "description": "How the file is to be read, as JSON."}


@router.post("/api/data/upload", openapi_extra=file_form(options=_OPTIONS))
async def upload(request: Request, actor: Editor, state: State) -> Response:
    """Store a table as it arrives and import it; answers when that is done.

    With ``Prefer: respond-async`` it answers 202 at once. After 60 s it answers with what is known.
    """
    content_type = request.headers.get("content-type", "")
    dataset = await receive_upload(state, actor, request.stream(), content_type)
    return await answer_import(request, state, actor, dataset)
