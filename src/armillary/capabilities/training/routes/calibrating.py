"""Calibrating what a run has left."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary.base.access import Actor, require
from armillary.base.http import State, Work
from armillary.capabilities import models
from armillary.capabilities.training import calibrating, sessions, stacks
from armillary.capabilities.training.calibrating import CalibrateRequest

router = APIRouter(prefix="/api/training/{session_id}", tags=["training"])
Editor = Annotated[Actor, Depends(require("editor"))]


@router.post("/calibrate")
def calibrate(
    session_id: str, given: CalibrateRequest, actor: Editor, session: Work, state: State
) -> dict[str, Any]:
    """Calibrate the model of an ended run, as a new run that leaves the calibrated model.

    By the id of a stack of a search it is a job that leaves a model, and no run.
    """
    stack = stacks.begin(actor, session, state.storage, session_id, given.method, given.name)
    if stack is not None:
        own = {"job_id": stack.id, "model_id": models.model_id_of(stack.id)}
        return {"session_id": None, "status": "queued", "parent_id": session_id, **own}
    job = calibrating.calibrate(actor, session, session_id, given)
    status = sessions.STATUS.get(job.state, "queued")
    return {"session_id": job.id, "status": status, "parent_id": session_id}
