"""Preprocessing in the words of the platform's contract."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.executors import in_thread
from armillary.base.http import AppState, State, StrictJSONResponse
from armillary.capabilities.datasets.jobs.prepare import failure_of
from armillary.capabilities.datasets.recipes import making, wishes
from armillary.capabilities.datasets.recipes.schemas import PreprocessRequest
from armillary.capabilities.datasets.routes._asking import Editor, find
from armillary.capabilities.datasets.tables import Dataset

router = APIRouter()
_WAIT_S = 60.0


@router.post("/api/data/preprocess")
async def preprocess(
    given: PreprocessRequest, request: Request, actor: Editor, state: State
) -> Response:
    """Make a dataset of another one by operations; answers when that is done.

    With ``Prefer: respond-async`` it answers 202 at once. After 60 s it answers with what is known.
    """
    row = await in_thread(state.executors.database, _make, state, actor, given)
    if "respond-async" in request.headers.get("prefer", "").lower():
        return StrictJSONResponse(_answer(row), status_code=202)
    job = await jobs.wait(state, str(row.job_id), _WAIT_S)
    row = await find(state, actor, row.id)
    if row.state == "failed":
        raise failure_of(job.error, row.error or "The preprocessing failed.")
    return StrictJSONResponse(_answer(row))


def _make(state: AppState, actor: Actor, given: PreprocessRequest) -> Dataset:
    with state.database.write() as session:
        return making.make(actor, session, wishes.of_operations(given))[0]


def _answer(row: Dataset) -> dict[str, Any]:
    is_ready = row.state == "ready"
    return {
        "preprocessed_dataset_id": row.id,
        "shape": [row.total_rows, row.total_columns] if is_ready else None,
        "columns": [entry["name"] for entry in row.schema or []] if is_ready else None,
        "state": row.state,
        "job_id": row.job_id,
    }
