"""What a parameter does on somebody's table, over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary import jobs
from armillary.base.access import Actor, require
from armillary.base.http import Work
from armillary.capabilities.training.sweeps import service
from armillary.capabilities.training.sweeps.schemas import SweepRequest

router = APIRouter(tags=["training"])
Editor = Annotated[Actor, Depends(require("editor"))]


@router.post("/api/train/sweeps", status_code=202)
def ask_for_sweep(given: SweepRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Try a few values of one parameter on a sample of the table, as a job.

    Asked again of the same table with the same other values it gives the job there is, whose
    result holds the numbers.
    """
    return {"job": jobs.to_wire(service.ask(actor, session, given))}
