"""Reports of drift over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, StrictJSONResponse, Work
from armillary.capabilities.models.drift import service
from armillary.capabilities.models.drift.service import DriftRequest

router = APIRouter()
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("/{model_id}/drift")
def list_reports(model_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the reports of drift of a model, the newest first."""
    found = service.list_reports(actor, session, model_id)
    return {"items": found, "total": len(found)}


@router.post("/{model_id}/drift", status_code=202)
def compare_table(
    model_id: str, given: DriftRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Have a table compared with what a model was trained on; an equal report is given instead."""
    row = service.submit(actor, session, model_id, given)
    return {"drift_id": row.id, "job_id": row.job_id, "report": service.to_wire(row)}


@router.get("/{model_id}/drift/{drift_id}")
def read_report(
    model_id: str, drift_id: str, actor: Viewer, session: Reading, state: State
) -> Response:
    """Give a report of drift with what was found."""
    found = service.read(actor, session, state.storage, model_id, drift_id)
    return StrictJSONResponse(found)


@router.delete("/{model_id}/drift/{drift_id}")
def delete_report(
    model_id: str, drift_id: str, actor: Editor, session: Work, state: State
) -> dict[str, Any]:
    """Remove a report of drift; one that is being computed is stopped."""
    service.delete(actor, session, state.storage, model_id, drift_id)
    return {"message": "Report removed", "drift_id": drift_id}
