"""Taking a table in."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from armillary import jobs
from armillary.base.disk import DiskFull
from armillary.base.errors import AppError
from armillary.base.http import State, StrictJSONResponse
from armillary.capabilities.datasets import wire
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.routes._asking import Editor, find
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.uploads import receive_upload

router = APIRouter()

_WAIT_S = 60.0
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
    row = await find(state, actor, dataset["id"])
    if row.state == "failed":
        raise _failure_of(row, job)
    return StrictJSONResponse(wire.to_upload_answer(row))


def _failure_of(row: Dataset, job: jobs.Job) -> AppError:
    """Say why an import failed: because of the file, or of the server."""
    told = row.error or "The import failed."
    if row.issues or job.error is None:
        return Unreadable(*(row.issues or [told]))
    code = str(job.error["code"])
    return AppError(told, code=code, status=DiskFull.status if code == DiskFull.code else 500)
