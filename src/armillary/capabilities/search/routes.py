"""Searching over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, Work
from armillary.capabilities import training
from armillary.capabilities.search import deleting, reading, service
from armillary.capabilities.search.schemas import Order, SearchRequest, SpaceRequest
from armillary.capabilities.search.tables import Search
from armillary.capabilities.search.wire import status_of

router = APIRouter(prefix="/api/search", tags=["search"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("")
def list_searches(
    actor: Viewer,
    session: Reading,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: str | None = None,
) -> dict[str, Any]:
    """List searches, newest first."""
    return reading.list_searches(actor, session, limit=limit, cursor=cursor)


@router.post("")
def start_search(
    given: SearchRequest, actor: Editor, session: Work, state: State
) -> dict[str, Any]:
    """Start a search; what cannot be searched is refused here, before anything is queued."""
    parallel = max(1, state.settings.workers) * state.settings.worker_slots
    job = service.start(actor, session, given, usual_parallel=parallel)
    row = reading.get_search(actor, session, job.id)
    return {"search_id": row.id, "status": status_of(row, job)}


@router.post("/space", dependencies=[Depends(require("viewer"))])
def show_space(given: SpaceRequest) -> dict[str, Any]:
    """Give the space that a search would look through; wishes that cannot be met are refused."""
    return service.show_space(given)


@router.get("/{search_id}")
def read_search(search_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give one search with its space, its standing, its outcome, and what it has left."""
    read = reading.read_search(actor, session, search_id)
    row = reading.get_search(actor, session, search_id)
    return {**read, "left": deleting.find_left(actor, session, row)}


@router.get("/{search_id}/trials")
def list_trials(
    search_id: str,
    actor: Viewer,
    session: Reading,
    order: Order = "rank",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """List the trials of a search: by rank, number, value, cost or algorithm."""
    return reading.list_trials(actor, session, search_id, order=order, limit=limit, offset=offset)


@router.delete("/{search_id}")
def delete_search(
    search_id: str,
    actor: Editor,
    session: Work,
    state: State,
    with_run: Annotated[bool, Query(description="Remove the training of its best too.")] = False,
    with_models: Annotated[bool, Query(description="Remove the models it left too.")] = False,
) -> dict[str, Any]:
    """Remove a search that has ended, with its trials; what it left stays unless asked for."""
    deleted = deleting.delete(
        actor, session, state.storage, search_id, with_run=with_run, with_models=with_models
    )
    return {"message": "Search deleted", "search_id": search_id, "deleted": deleted}


@router.post("/{search_id}/stop")
def stop_search(search_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """End the trials of a search; the best so far is trained and kept."""
    row = service.stop(actor, session, search_id)
    return {"search_id": row.id, "is_stopping": row.is_stopping}


@router.post("/{search_id}/pause")
def pause_search(search_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Let a search stand still: its trials give their places back, and its clock stops."""
    return _standing(actor, session, service.pause(actor, session, search_id))


@router.post("/{search_id}/resume")
def resume_search(search_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Let a paused search go on with the time that it had left."""
    return _standing(actor, session, service.resume(actor, session, search_id))


@router.get("/{search_id}/timeline")
def read_timeline(search_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Tell what was done with a search, by whom and when, oldest first."""
    reading.get_search(actor, session, search_id)
    return training.read_timeline(session, search_id)


@router.post("/{search_id}/trials/{number}/train")
def train_trial(
    search_id: str, number: Annotated[int, Path(ge=0)], actor: Editor, session: Work
) -> dict[str, Any]:
    """Start a training with the values of a trial, or give the one that was started before."""
    job = service.train(actor, session, search_id, number)
    return {"session_id": job.id, "search_id": search_id, "number": number}


def _standing(actor: Actor, session: Session, row: Search) -> dict[str, Any]:
    return {"search_id": row.id, "status": status_of(row, jobs.get(actor, session, row.id))}
