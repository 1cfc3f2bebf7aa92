"""`/api/custom/train` and `/api/pretrained/predict`: checked at once, done by a job."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from armillary.base.access import Actor, require
from armillary.base.errors import BadRequest, Invalid
from armillary.base.executors import in_thread
from armillary.base.http import AppState, State
from armillary.capabilities import datasets
from armillary.capabilities.astronomy import get_mission, model_types, sessions
from armillary.capabilities.astronomy.sessions import Wish
from armillary.compat.exoplanets.reading import Sent, chunks_of, read

router = APIRouter(tags=["exoplanet playground"])

Editor = Annotated[Actor, Depends(require("editor"))]
_MISSIONS = ("kepler", "tess", "k2")
_FIELDS = {
    "data_source": {"type": "string", "enum": ["nasa", "user"]},
    "dataset_name": {"type": "string", "enum": list(_MISSIONS)},
    "data_format": {"type": "string", "enum": list(_MISSIONS), "default": "kepler"},
    "training_file": {"type": "string", "format": "binary"},
}
_PRETRAINED = {
    **_FIELDS,
    "may_be_worse": {
        "type": "boolean",
        "default": False,
        "description": "Keep a model that your rows made worse on the mission's.",
    },
    "model_id": {
        "type": "string",
        "description": "A model of the workspace that went on learning, instead of the shipped.",
    },
    "learned_from": {
        "type": "string",
        "enum": ["kepler"],
        "description": "Ask what another mission taught; it is silent where it is not sure.",
    },
}
_CUSTOM = {
    "model_type": {"type": "string"},
    **_FIELDS,
    "testing_file": {"type": "string", "format": "binary"},
    "hyperparameters": {"type": "string", "description": "JSON text; an object in JSON."},
}


def _form(fields: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": ["data_source"], "properties": fields}
    kinds = ("multipart/form-data", "application/x-www-form-urlencoded", "application/json")
    return {"requestBody": {"content": {kind: {"schema": schema} for kind in kinds}}}


@router.post("/api/custom/train", status_code=202, openapi_extra=_form(_CUSTOM))
async def train(request: Request, actor: Editor, state: State) -> dict[str, Any]:
    """Train a model of one's choice on a mission's table or on one's own; poll the session."""
    sent = await read(request)
    chosen = _choose(sent)
    wish = _wish(sent, "custom", chosen)
    names = ("training_file", "testing_file") if wish.data == "user" else ()
    session_id = await _start(state, actor, wish, sent, names)
    told = {"adjusted": chosen.adjusted, "ignored": chosen.ignored}
    return {"success": True, "session_id": session_id, "message": "Training started", **told}


@router.post("/api/pretrained/predict", status_code=202, openapi_extra=_form(_PRETRAINED))
async def predict(request: Request, actor: Editor, state: State) -> dict[str, Any]:
    """Run the stored model of a mission, or one that learns one's own rows too."""
    sent = await read(request)
    may_be_worse = sent.word("may_be_worse", ("true", "false"), "false") == "true"
    wish = _wish(sent, "pretrained", None)
    wish = replace(wish, may_be_worse=may_be_worse, model_id=sent.text("model_id") or None)
    if learned_from := sent.text("learned_from").lower():
        wish = replace(wish, learned_from=learned_from)
        if wish.data == "user" or wish.model_id is not None:
            raise BadRequest("learned_from is for a mission's own table, and without model_id.")
    names = ("training_file",) if wish.data == "user" else ()
    session_id = await _start(state, actor, wish, sent, names)
    return {"success": True, "session_id": session_id, "message": "Prediction started"}


def _choose(sent: Sent) -> model_types.Chosen:
    kind = model_types.get_model_type(sent.text("model_type"))
    return model_types.choose(kind, sent.hyperparameters())


def _wish(sent: Sent, flow: sessions.Flow, chosen: model_types.Chosen | None) -> Wish:
    if sent.word("data_source", ("nasa", "user")) == "nasa":
        return Wish(flow, "nasa", get_mission(sent.word("dataset_name", _MISSIONS)), chosen)
    return Wish(flow, "user", get_mission(sent.word("data_format", _MISSIONS, "kepler")), chosen)


async def _start(
    state: AppState, actor: Actor, wish: Wish, sent: Sent, names: Sequence[str]
) -> str:
    """Store the files and begin the session, both or neither."""
    files = [sent.file(name) for name in names]
    await in_thread(state.executors.database, _require_room, state, actor)
    uploads: list[datasets.StoredUpload] = []
    try:
        for file in files:
            stored = await in_thread(
                state.executors.files,
                datasets.store_file,
                state.storage,
                str(file.filename),
                chunks_of(file),
            )
            uploads.append(stored)
        return await in_thread(state.executors.database, _begin, state, actor, wish, uploads)
    except BaseException as error:
        for one in uploads:
            datasets.drop_file(state.storage, one)
        if isinstance(error, Invalid):
            raise BadRequest(error.message, code=error.code, errors=error.errors) from error
        raise


def _require_room(state: AppState, actor: Actor) -> None:
    with state.database.read() as session:
        sessions.require_room(actor, session, state.settings)


def _begin(
    state: AppState, actor: Actor, wish: Wish, uploads: Sequence[datasets.StoredUpload]
) -> str:
    with state.database.write() as session:
        return sessions.start(actor, session, state.settings, wish, uploads).id
