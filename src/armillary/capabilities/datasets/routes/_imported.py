"""What is answered to those who bring a table."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.disk import DiskFull
from armillary.base.errors import AppError
from armillary.base.http import AppState, StrictJSONResponse
from armillary.capabilities.datasets import wire
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.routes._asking import find
from armillary.capabilities.datasets.tables import Dataset

_WAIT_S = 60.0
# What a file can do to its reader; the server is well all the same.
_OF_FILE = frozenset({"lost", "out_of_memory"})


async def answer_import(
    request: Request, state: AppState, actor: Actor, dataset: dict[str, Any]
) -> Response:
    """Answer when an import is done, at once with ``Prefer: respond-async``, or after 60 s."""
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
    if row.issues or job.error is None or job.error["code"] in _OF_FILE:
        return Unreadable(*(row.issues or [told]))
    code = str(job.error["code"])
    return AppError(told, code=code, status=DiskFull.status if code == DiskFull.code else 500)
