"""Predicting a file: it is brought as a table, and the model applied to it."""

from typing import Any

from starlette.requests import Request

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import AppError, BadRequest
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities import datasets
from armillary.capabilities.models import applying, asking
from armillary.capabilities.models.schemas import ApplyRequest

_WAIT_S = 60.0


async def predict_file(
    state: AppState, actor: Actor, reference: str, request: Request, reasons: int = 0
) -> dict[str, Any]:
    """Bring a file in any format that tables are read from, and have a job predict its rows.

    Gives ``{job_id, dataset_id, source_id, download}``: the result is a table like any other. A
    file that cannot be read, or lacks columns, leaves nothing behind. Raises `BadRequest` where the
    import takes more than a minute: then the table is there soon, to be applied to.
    """
    model = await asking.find(state, actor, reference)
    content_type = request.headers.get("content-type", "")
    source = await datasets.receive_upload(state, actor, request.stream(), content_type)
    source_id = str(source["id"])
    job = await jobs.wait(state, str(source["job_id"]), _WAIT_S)
    if not job.is_finished:
        raise BadRequest(
            f"Reading this file takes more than {_WAIT_S:.0f} s. Apply the model to the dataset "
            f"{source_id} when it is ready.",
            code="still_importing",
            details={"dataset_id": source_id, "job_id": job.id},
        )
    asked = ApplyRequest(dataset_id=source_id, reasons=reasons)
    return await in_thread(state.executors.database, _apply, state, actor, model.id, asked)


def _apply(state: AppState, actor: Actor, model_id: str, asked: ApplyRequest) -> dict[str, Any]:
    source_id = asked.dataset_id
    try:
        with state.database.write() as session:
            row = datasets.get_dataset(actor, session, source_id)
            if row["state"] == "failed":
                raise BadRequest(str(row["error"]), code="unreadable_file")
            made, job_id = applying.apply(actor, session, model_id, asked)
    except AppError:
        with state.database.write() as session:
            datasets.delete_dataset(actor, session, state.storage, source_id)
        raise
    return {
        "model_id": model_id,
        "job_id": job_id,
        "dataset_id": made["id"],
        "source_id": source_id,
        "download": f"/api/data/download/{made['id']}?format=csv",
    }
