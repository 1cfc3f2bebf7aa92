"""Mission tables, model types and sessions over HTTP, for the page."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, Work
from armillary.capabilities.astronomy import (
    keeping,
    known,
    mission_tables,
    model_types,
    sessions,
)
from armillary.capabilities.astronomy.missions import get_mission

router = APIRouter(prefix="/api/astronomy", tags=["astronomy"])

Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]
StarName = Annotated[str, Field(min_length=1, max_length=80)]


@router.get("/missions")
def list_missions(actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the missions, with the table that this workspace has of each."""
    return {"missions": mission_tables.list_tables(actor, session)}


@router.post("/missions/{mission}/refresh", status_code=202)
def refresh_mission(mission: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Take a mission's table anew; the present one stays until the new one is whole."""
    return {"job_id": mission_tables.refresh(actor, session, get_mission(mission))}


@router.get("/model-types", dependencies=[Depends(require("viewer"))])
def list_model_types() -> dict[str, Any]:
    """List the model types with the parameters that each takes."""
    return {"model_types": [model_types.describe(one) for one in model_types.MODEL_TYPES]}


@router.get("/models")
def list_models(actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the workspace's models that sessions can ask, each with its mission, newest first."""
    return {"models": keeping.list_usable(actor, session)}


@router.get("/signals")
async def list_signals(
    actor: Viewer,
    state: State,
    star: Annotated[list[StarName], Query(min_length=1, max_length=8)],
) -> dict[str, Any]:
    """List what the workspace's tables know of a star, given by one or several of its names."""
    return await known.signals_of(state, actor, star)


@router.get("/sessions")
def list_sessions(
    actor: Viewer, session: Reading, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> dict[str, Any]:
    """List the sessions of the workspace, newest first; ``total`` counts all."""
    found, total = sessions.list_sessions(actor, session, limit=limit)
    return {"sessions": found, "total": total}


@router.post("/sessions/{session_id}/take-anyway", status_code=202)
def take_anyway(session_id: str, actor: Editor, session: Work, state: State) -> dict[str, Any]:
    """Have a session that was refused (`worse_on_old`) done all the same, with the same files."""
    row = sessions.take_anyway(actor, session, state.settings, session_id)
    return {"session_id": row.id}
