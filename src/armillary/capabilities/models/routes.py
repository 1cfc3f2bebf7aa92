"""Models over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, StrictJSONResponse, Work, file_form
from armillary.base.routing import short_way
from armillary.capabilities.models import (
    answering,
    applying,
    asking,
    explanations,
    filing,
    service,
    taking,
    travelling,
)
from armillary.capabilities.models.bundles import zip_bundle
from armillary.capabilities.models.drift.routes import router as drift
from armillary.capabilities.models.registry.routes import router as registry
from armillary.capabilities.models.schemas import (
    ApplyRequest,
    ExplainRequest,
    ExplainRowRequest,
    PredictRequest,
)
from armillary.capabilities.models.wire import to_wire

router = APIRouter(prefix="/api/models", tags=["models"])
# First, since of two addresses that fit the one that was added first answers.
router.include_router(registry)
router.include_router(drift)
Viewer = Annotated[Actor, Depends(answering.VIEWER)]
Editor = Annotated[Actor, Depends(require("editor"))]
# The words that clients of the exoplanet interface choose from, in their order.
_TYPES = (
    "random_forest",
    "decision_tree",
    "xgboost",
    "svm",
    "linear_regression",
    "deep_learning",
    "pca",
)


@router.get("")
def list_models(
    actor: Viewer,
    session: Reading,
    kind: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: str | None = None,
    name: str | None = None,
    archived: bool | None = None,
) -> dict[str, Any]:
    """List trained models, newest first; ``models`` holds types, or models with ``kind=stored``."""
    items, total = service.list_models(
        actor, session, limit=limit, cursor=cursor, name=name, archived=archived
    )
    shown: list[Any] = items if kind == "stored" else list(_TYPES)
    return {"success": True, "models": shown, "items": items, "total": total}


@router.get("/{model_id}")
def read_model(model_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give one model whole."""
    wire = to_wire(service.get_model(actor, session, model_id), whole=True)
    return {"model": wire, **wire}


@router.delete("/{model_id}")
def delete_model(
    model_id: str, actor: Editor, session: Work, state: State, force: bool = False
) -> dict[str, Any]:
    """Remove a model and its files; with ``force`` also where something depends on it."""
    service.delete_model(actor, session, state.storage, model_id, force=force)
    return {"message": "Model deleted", "model_id": model_id}


@router.get("/{model_id}/download")
async def download_model(
    model_id: str,
    actor: Viewer,
    state: State,
    form: Annotated[str, Query(alias="format")] = "bundle",
) -> Response:
    """Send the bundle as a zip, packed while it is sent, or the model in another form."""
    model = await asking.find(state, actor, model_id)
    if form != "bundle":
        return await taking.send(state, actor, model, form)
    return StreamingResponse(
        zip_bundle(state.storage, model.prefix),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{model.id}.zip"'},
    )


@router.post("/{model_id}/predict")
@short_way(answering.answer)
async def predict(
    model_id: str, given: PredictRequest, actor: Viewer, state: State
) -> dict[str, Any]:
    """Predict a few rows at once, with the probability of each class.

    The model is named by its id, as ``name@alias``, or by its name alone: that in production.
    """
    return await answering.predict(state, actor, model_id, given)


@router.post("/{name}/{which}/predict")
@short_way(answering.answer_by_version)
async def predict_by_version(
    name: str, which: str, given: PredictRequest, actor: Viewer, state: State
) -> dict[str, Any]:
    """Predict a few rows by a version: ``name/3/predict`` or ``name/production/predict``."""
    return await predict(f"{name}/{which}", given, actor, state)


@router.post("/{model_id}/predict-file", status_code=202, openapi_extra=file_form())
async def predict_file(
    model_id: str,
    request: Request,
    actor: Editor,
    state: State,
    reasons: Annotated[int, Query(ge=0, le=5)] = 0,
) -> dict[str, Any]:
    """Bring a file (CSV, Parquet, Excel, …) as form field ``file``; a job predicts its rows.

    ``reasons`` is how many columns say in words what moved the model most.
    """
    return await filing.predict_file(state, actor, model_id, request, reasons)


@router.get("/{model_id}/structure")
async def read_structure(model_id: str, actor: Viewer, state: State) -> dict[str, Any]:
    """Give the questions of a decision tree, or the weights of a linear model."""
    return {"model_id": model_id, **await asking.describe(state, actor, model_id)}


@router.post("/{model_id}/apply")
def apply(model_id: str, given: ApplyRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Make a dataset of what a model says of every row of another; a job fills it."""
    dataset, job_id = applying.apply(actor, session, model_id, given)
    return {"model_id": model_id, "dataset_id": dataset["id"], "job_id": job_id, "dataset": dataset}


@router.get("/{model_id}/explanations")
def list_explanations(model_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the explanations of a model, newest first, and the ways that there are."""
    return explanations.list_explanations(actor, session, model_id)


@router.post("/{model_id}/explanations", status_code=202)
def explain(model_id: str, given: ExplainRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Have a model explained; an equal explanation that is there already is given instead."""
    row = explanations.submit(actor, session, model_id, given)
    shown = explanations.to_wire(row, row.asked["prefix"])
    return {"explanation_id": row.id, "job_id": row.job_id, "explanation": shown}


@router.get("/{model_id}/explanations/{explanation_id}")
def read_explanation(
    model_id: str, explanation_id: str, actor: Viewer, session: Reading, state: State
) -> Response:
    """Give an explanation with what was found."""
    found = explanations.read(actor, session, state.storage, model_id, explanation_id)
    return StrictJSONResponse(found)


@router.delete("/{model_id}/explanations/{explanation_id}")
def delete_explanation(
    model_id: str, explanation_id: str, actor: Editor, session: Work, state: State
) -> dict[str, Any]:
    """Remove an explanation; one that is being computed is stopped."""
    explanations.delete(actor, session, state.storage, model_id, explanation_id)
    return {"message": "Explanation removed", "explanation_id": explanation_id}


@router.post("/{model_id}/explain-row")
async def explain_row(
    model_id: str, given: ExplainRowRequest, actor: Viewer, state: State
) -> dict[str, Any]:
    """Say why a model says what it says of a row: contributions, examples, and what if."""
    return {"model_id": model_id, **await asking.explain_row(state, actor, model_id, given)}


router.include_router(travelling.router)
