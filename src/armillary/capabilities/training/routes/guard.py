"""The guard over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary import jobs
from armillary.base.access import Actor, require
from armillary.base.http import Reading, Work
from armillary.capabilities.training.guarding import service
from armillary.capabilities.training.guarding.schemas import GuardRequest

router = APIRouter(prefix="/api/train/guard", tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.post("", status_code=202)
def ask_guard(given: GuardRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Look a table over for what would make scores look better than they are, as a job.

    Asked again of the same table, target, columns and split it gives the job there is.
    """
    return {"job": jobs.to_wire(service.ask(actor, session, given))}


@router.get("/{job_id}")
def read_guard(job_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give what a look found, the most serious first; ``looked`` is null until it has ended."""
    return service.read(actor, session, job_id)
