"""Answering those who ask a model about a few rows, thousands of times a second."""

from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from armillary.base.access import Actor, require
from armillary.base.http import AppState, StrictJSONResponse, app_state
from armillary.capabilities.models import asking
from armillary.capabilities.models.schemas import PredictRequest

VIEWER = require("viewer")


async def predict(
    state: AppState, actor: Actor, model_id: str, given: PredictRequest
) -> dict[str, Any]:
    """Give the model that was meant, and what it says of each row."""
    model = await asking.find(state, actor, model_id)
    predictions = await asking.predict_by(state, actor, model, given.rows)
    return {"model_id": model.id, "predictions": predictions}


async def answer(request: Request) -> Response | None:
    """Answer a request that is well-formed; give None for all others, which the route answers."""
    return await _answer(request, request.path_params["model_id"])


async def answer_by_version(request: Request) -> Response | None:
    """Answer the same where a version is named by two parts of the address."""
    named = request.path_params
    return await _answer(request, f"{named['name']}/{named['which']}")


async def _answer(request: Request, model_id: str) -> Response | None:
    if request.headers.get("content-type") != "application/json":
        return None
    try:
        given = PredictRequest.model_validate_json(await request.body())
    except ValidationError:
        return None
    actor = await VIEWER(request)
    said = await predict(app_state(request), actor, model_id, given)
    return StrictJSONResponse(said)
