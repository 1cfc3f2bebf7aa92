"""Searching over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, Work
from armillary.capabilities.search import deleting, reading, service
from armillary.capabilities.search.schemas import Order, SearchRequest, SpaceRequest
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
    return {"search_id": job.id, "status": status_of(job)}


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
