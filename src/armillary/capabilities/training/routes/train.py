"""Configuring, checking, starting and stopping trainings."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary import jobs
from armillary.base.access import Actor, require
from armillary.base.executors import in_thread
from armillary.base.http import AppState, Reading, State, Work
from armillary.capabilities.training import algorithms, service, sessions
from armillary.capabilities.training.schemas import (
    ConfigureRequest,
    StartRequest,
    ValidateRequest,
)
from armillary.capabilities.training.tables import Training

router = APIRouter(tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]
_STOP_S = 30.0


@router.post("/api/train/configure")
def configure(given: ConfigureRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Keep a checked choice of values; with table and target it can be started by its id."""
    row = service.configure(actor, session, given)
    return {
        "config_id": row.id,
        "session_id": row.session_id,
        "hyperparameters": row.hyperparameters,
    }


@router.post("/api/train/validate", dependencies=[Depends(require("viewer"))])
def validate(given: ValidateRequest) -> dict[str, Any]:
    """Check values as the form does: numbers are brought into range, missing ones filled in."""
    answer = algorithms.validate(given.algorithm_id, given.hyperparameters)
    return {"errors": [], "validated_params": None, **answer}


@router.post("/api/train/start")
def start(given: StartRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Start a training; what cannot be trained is refused here, before anything is queued."""
    job = service.start(actor, session, given)
    return {"session_id": job.id, "status": sessions.STATUS.get(job.state, "queued")}


@router.post("/api/training/{session_id}/start")
def start_configured(session_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Start what was configured."""
    job = service.start_configured(actor, session, session_id)
    return {"status": "training_started", "session_id": job.id}


@router.get("/api/train/status/{session_id}")
def read_status(session_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Say how far a training is."""
    return sessions.read_status(actor, session, session_id)


@router.post("/api/train/stop/{session_id}")
async def stop(session_id: str, actor: Editor, state: State) -> dict[str, Any]:
    """Stop a training and keep its best model; answers when it has stopped."""
    database = state.executors.database
    row = await in_thread(database, _ask_to_stop, state, actor, session_id)
    if row.source == "fit":
        await jobs.wait(state, session_id, _STOP_S)
    status = await in_thread(database, _status, state, actor, session_id)
    return {"session_id": session_id, "status": status}


@router.get("/api/train/results/{session_id}")
def read_results(session_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give the final metrics and the model."""
    return sessions.read_results(actor, session, session_id)


def _ask_to_stop(state: AppState, actor: Actor, session_id: str) -> Training:
    with state.database.write() as session:
        return service.stop(actor, session, session_id)


def _status(state: AppState, actor: Actor, session_id: str) -> str:
    with state.database.read() as session:
        row = sessions.get_training(actor, session, session_id)
        return sessions.status_of(row, sessions.find_job(actor, session, row))
