"""Synthetic tables: which there are, what they look like, and making a dataset of one."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.http import AppState, State, StrictJSONResponse
from armillary.capabilities.datasets import generating
from armillary.capabilities.datasets.routes._asking import Editor, Viewer, find
from armillary.capabilities.datasets.schemas import GenerateRequest, SpiralRequest
from armillary.capabilities.datasets.wire import to_wire

router = APIRouter()

_WAIT_S = 60.0


@router.get("/api/datasets/generators")
def list_generators(actor: Viewer) -> dict[str, Any]:
    """List the generators of tables with the schemas of their parameters."""
    return {"generators": generating.list_generators()}


@router.post("/api/datasets/generate/preview")
async def preview(body: GenerateRequest, actor: Viewer, state: State) -> Response:
    """Draw a table that is not kept."""
    order = generating.parse_order(body.type, body.seed, body.parameters())
    return StrictJSONResponse(await generating.draw(state, actor, order))


@router.post("/api/datasets/generate")
async def generate(
    body: GenerateRequest, request: Request, actor: Editor, state: State
) -> Response:
    """Make a table a dataset; answers with its picture once it is imported.

    With ``Prefer: respond-async`` it answers 202 while the import goes on.
    """
    return await _answer(body.type, body, request, actor, state)


@router.post("/api/datasets/generate/spiral")
async def generate_spiral(
    body: SpiralRequest, request: Request, actor: Editor, state: State
) -> Response:
    """Make a spiral a dataset, as above."""
    return await _answer("spiral", body, request, actor, state)


async def _answer(
    generator_id: str, body: SpiralRequest, request: Request, actor: Actor, state: AppState
) -> Response:
    order = generating.parse_order(generator_id, body.seed, body.parameters())
    made = await generating.generate(state, actor, order, body.name)
    dataset = made["dataset"]
    answer = {"dataset_id": dataset["id"], "job_id": dataset["job_id"], **made}
    if "respond-async" in request.headers.get("prefer", "").lower():
        return StrictJSONResponse(answer, status_code=202)
    await jobs.wait(state, dataset["job_id"], _WAIT_S)
    row = await find(state, actor, dataset["id"])
    return StrictJSONResponse({**answer, "dataset": to_wire(row)})
