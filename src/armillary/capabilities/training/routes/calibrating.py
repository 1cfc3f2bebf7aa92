"""Calibrating what a run has left."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary.base.access import Actor, require
from armillary.base.http import Work
from armillary.capabilities.training import calibrating, sessions
from armillary.capabilities.training.calibrating import CalibrateRequest

router = APIRouter(prefix="/api/training/{session_id}", tags=["training"])
Editor = Annotated[Actor, Depends(require("editor"))]


@router.post("/calibrate")
def calibrate(
    session_id: str, given: CalibrateRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Calibrate the model of an ended run, as a new run that leaves the calibrated model."""
    job = calibrating.calibrate(actor, session, session_id, given)
    status = sessions.STATUS.get(job.state, "queued")
    return {"session_id": job.id, "status": status, "parent_id": session_id}
