"""The list of runs, and what people do with many of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, StrictJSONResponse, Work
from armillary.capabilities.training import sessions
from armillary.capabilities.training.runs import changing, choices, comparing, showing
from armillary.capabilities.training.runs.query import RunQuery
from armillary.capabilities.training.runs.schemas import BulkChange, BulkDelete, RunChange
from armillary.capabilities.training.runs.wire import to_wire

router = APIRouter(tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("/api/training")
def list_runs(
    actor: Viewer, session: Reading, query: Annotated[RunQuery, Query()]
) -> StrictJSONResponse:
    """List training sessions: filtered, searched, sorted by anything, newest first by default."""
    return StrictJSONResponse(showing.list_runs(actor, session, query))


@router.get("/api/runs/choices")
def list_choices(actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the metrics, parameters, results, tags, algorithms and people that runs have."""
    return choices.list_choices(actor, session)


@router.get("/api/runs/compare")
def compare_runs(ids: str, actor: Viewer, session: Reading, state: State) -> dict[str, Any]:
    """Give 2 to 20 runs (``ids=a,b,…``) with all that they may differ in."""
    return comparing.compare(actor, session, state.storage, ids.split(","))


@router.post("/api/runs/change")
def change_runs(given: BulkChange, actor: Editor, session: Work) -> dict[str, Any]:
    """Tag several runs, take tags away, or move them to another experiment; all or none."""
    rows = changing.change_several(actor, session, given)
    return {"runs": [to_wire(row) for row in rows]}


@router.post("/api/runs/delete")
def delete_runs(given: BulkDelete, actor: Editor, session: Work) -> dict[str, Any]:
    """Remove several runs that have ended; all or none. Their models stay."""
    return {"deleted": changing.delete_several(actor, session, given.ids)}


@router.get("/api/training/{session_id}/notes")
def read_notes(session_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give what people wrote about a run, with the version that a change of it begins from."""
    row = changing.get_listed(actor, session, session_id)
    return {"notes": changing.read_notes(session, row.id)}


@router.patch("/api/training/{session_id}")
def change_run(session_id: str, given: RunChange, actor: Editor, session: Work) -> dict[str, Any]:
    """Change a run's name, tags, experiment or notes.

    Stale notes are answered 409 with the present text under ``current``.
    """
    row = changing.change(actor, session, session_id, given)
    return {"run": to_wire(row), "notes": changing.read_notes(session, row.id)}


@router.delete("/api/training/{session_id}")
def delete_run(session_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Remove a run that has ended; its model stays."""
    sessions.get_training(actor, session, session_id)
    changing.delete_several(actor, session, [session_id])
    return {"message": "Run deleted", "session_id": session_id}
