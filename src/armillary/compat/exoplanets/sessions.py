"""Progress and results of sessions; both pairs of addresses know every session."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, StrictJSONResponse, Work
from armillary.capabilities.astronomy import sessions

router = APIRouter(tags=["exoplanet playground"])

Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("/api/custom/progress/{session_id}")
@router.get("/api/pretrained/progress/{session_id}")
def read_progress(session_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Say how far a session is, from 0 to 100, and what it is about."""
    return {"success": True, **sessions.read_progress(actor, session, session_id)}


@router.get("/api/custom/result/{session_id}")
@router.get("/api/pretrained/result/{session_id}")
def read_result(session_id: str, actor: Viewer, session: Work, state: State) -> Response:
    """Give metrics, the prediction for every test row, and what the model is."""
    result = sessions.read_result(actor, session, state.storage, session_id)
    sessions.note_read(actor, session, session_id)
    return StrictJSONResponse({"success": True, **result})


@router.delete("/api/custom/{session_id}")
@router.delete("/api/pretrained/{session_id}")
def cancel(session_id: str, actor: Editor, session: Work, state: State) -> dict[str, Any]:
    """Stop a session; one that has ended is removed with its files."""
    message = sessions.cancel(actor, session, state.storage, session_id)
    return {"success": True, "session_id": session_id, "message": message}
