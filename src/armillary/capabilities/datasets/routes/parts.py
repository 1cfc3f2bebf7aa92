"""What an uploaded file holds besides the table that was read."""

from fastapi import APIRouter
from starlette.responses import Response

from armillary.base.errors import Conflict
from armillary.base.executors import in_thread
from armillary.base.http import State, StrictJSONResponse
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.routes._asking import Viewer, find

router = APIRouter()

_PARTS_S = 20.0


@router.get("/api/datasets/{dataset_id}/parts")
async def read_parts(dataset_id: str, actor: Viewer, state: State) -> Response:
    """List the tables of a file that holds several: sheets, database tables, archive members.

    The name of one is the ``part`` that an import with options takes.
    """
    row = await find(state, actor, dataset_id)
    key = service.original_key(row.id)
    if not await in_thread(state.executors.files, state.storage.exists, key):
        raise Conflict(f"The file of {row.name!r} is not kept: it was refused, or is on its way.")
    asked = {"key": key, "filename": row.filename}
    parts = await state.calls.request("datasets.parts", asked, timeout_s=_PARTS_S, actor=actor)
    return StrictJSONResponse({"dataset_id": row.id, "parts": parts})
