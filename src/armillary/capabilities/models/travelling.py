"""Models brought in, and judged on rows that people bring with them, over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, StrictJSONResponse, Work, file_form
from armillary.capabilities.models import asking, bringing, exporting, judging, taking
from armillary.capabilities.models.schemas import JudgeRequest

router = APIRouter()
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.post("/upload", openapi_extra=file_form())
async def upload_model(request: Request, actor: Editor, state: State) -> Response:
    """Take in a model that was trained elsewhere; it is opened in isolation and converted.

    With ``Prefer: respond-async`` it answers 202 at once. After 60 s it answers with what is known.
    """
    content_type = request.headers.get("content-type", "")
    model_id, job_id = await bringing.receive(state, actor, request.stream(), content_type)
    if "respond-async" in request.headers.get("prefer", "").lower():
        return StrictJSONResponse({"model_id": model_id, "job_id": job_id}, status_code=202)
    return StrictJSONResponse(await bringing.answer(state, actor, model_id, job_id))


@router.get("/{model_id}/formats")
async def list_formats(model_id: str, actor: Viewer, state: State) -> dict[str, Any]:
    """List the forms in which a model can be taken along; what stands against one is said."""
    model = await asking.find(state, actor, model_id)
    return {"model_id": model_id, "formats": await taking.list_formats(state, actor, model)}


@router.get("/{model_id}/exports")
def list_exports(model_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the forms of a model that were asked for by a job, the newest first."""
    found = exporting.list_exports(actor, session, model_id)
    return {"items": found, "total": len(found)}


@router.post("/{model_id}/exports", status_code=202)
def export_model(
    model_id: str, given: exporting.ExportRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Have a model written in a form by a job: a large one, or a project with its table."""
    return exporting.submit(actor, session, model_id, given)


@router.get("/{model_id}/exports/{job_id}")
def download_export(
    model_id: str, job_id: str, actor: Viewer, session: Reading, state: State
) -> Response:
    """Send a form of a model that a job has written."""
    found = exporting.find_file(actor, session, state.storage, model_id, job_id)
    return StreamingResponse(
        exporting.read_pieces(state.storage, found["key"]),
        media_type=found["media_type"],
        headers={
            "Content-Disposition": f'attachment; filename="{found["filename"]}"',
            "Content-Length": str(found["size_bytes"]),
        },
    )


@router.get("/{model_id}/metrics")
async def read_metrics(model_id: str, actor: Viewer, state: State) -> dict[str, Any]:
    """Say how a model did the last time that it was judged; 400 where it never was."""
    return await judging.last_judgement(state, actor, model_id)


@router.post("/{model_id}/metrics")
async def judge_model(
    model_id: str, given: JudgeRequest, actor: Editor, state: State
) -> dict[str, Any]:
    """Judge a model on test rows, and remember how it did."""
    return await judging.judge(state, actor, model_id, given)
