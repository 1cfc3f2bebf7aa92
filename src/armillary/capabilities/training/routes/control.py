"""Steering runs: pause, resume, live values, moments, going on, and what happened."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, Work
from armillary.capabilities.training import control, forgetting, lineage, sessions, timeline
from armillary.capabilities.training.schemas import (
    BranchRequest,
    ContinueRequest,
    KeepRequest,
    ParametersRequest,
)
from armillary.capabilities.training.tables import Descent
from armillary.jobs import Job

router = APIRouter(prefix="/api/training/{session_id}", tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("/timeline")
def read_timeline(session_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Tell what happened to a run, by whom, when and at which step, oldest first."""
    sessions.get_training(actor, session, session_id)
    return timeline.read_whole(session, session_id)


@router.get("/controls")
def read_controls(session_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Say what can be done with a run, and why the rest cannot."""
    return control.describe(actor, session, session_id)


@router.post("/pause")
def pause(session_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Let a run stand still, holding no place; 409 where its algorithm cannot go on."""
    return _answer(control.pause(actor, session, session_id))


@router.post("/resume")
def resume(session_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Let a paused run go on where it stood."""
    return _answer(control.resume(actor, session, session_id))


@router.post("/parameters")
def set_parameters(
    session_id: str, given: ParametersRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Change live parameters from the next step on."""
    values = control.set_parameters(actor, session, session_id, given.hyperparameters)
    return {"session_id": session_id, "hyperparameters": values}


@router.get("/checkpoints")
def list_checkpoints(session_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the kept states of a run, by step."""
    return {"checkpoints": control.list_checkpoints(actor, session, session_id)}


@router.delete("/checkpoints/{checkpoint_id}")
def delete_checkpoint(
    session_id: str, checkpoint_id: str, actor: Editor, session: Work, state: State
) -> dict[str, Any]:
    """Remove a kept state, which frees its storage; nothing can go on from it any more."""
    gone = forgetting.delete_checkpoint(actor, session, state.storage, session_id, checkpoint_id)
    return {"message": "Checkpoint deleted", "checkpoint": gone}


@router.post("/checkpoints", status_code=202)
def keep_moment(
    session_id: str, given: KeepRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Keep the state of the next step, to go on from later."""
    control.keep_moment(actor, session, session_id, given.name)
    return {"session_id": session_id, "status": "keeping"}


@router.post("/continue")
def continue_run(
    session_id: str, given: ContinueRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Add rounds to an ended run, as a new run that begins where it ended."""
    return _descended(*lineage.continue_run(actor, session, session_id, given))


@router.post("/branch")
def branch(session_id: str, given: BranchRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Go on from a kept state with other values, as a new run."""
    return _descended(*lineage.branch(actor, session, session_id, given))


@router.get("/lineage")
def read_lineage(session_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give the run that this one went on from, and those that went on from it."""
    return lineage.read(actor, session, session_id)


def _answer(job: Job) -> dict[str, Any]:
    status = sessions.STATUS.get(job.state, "queued")
    return {"session_id": job.id, "status": status, "state": job.state}


def _descended(job: Job, descent: Descent) -> dict[str, Any]:
    answer = {"session_id": job.id, "status": sessions.STATUS.get(job.state, "queued")}
    return {**answer, "parent_id": descent.parent, "step": descent.step, "note": descent.note}
