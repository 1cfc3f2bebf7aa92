"""Judging a model on rows that somebody gives, and remembering how it did."""

from __future__ import annotations

from typing import Any

from armillary.base.access import Actor
from armillary.base.errors import BadRequest
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities.models import service
from armillary.capabilities.models.bundles import read_manifest
from armillary.capabilities.models.schemas import JudgeRequest
from armillary.capabilities.models.tables import StoredModel
from armillary.learning.judged import as_judged

JUDGE = "models.judge"
_ANSWER_S = 30.0


async def judge(
    state: AppState, actor: Actor, model_id: str, given: JudgeRequest
) -> dict[str, Any]:
    """Say how a model does on rows; kept, and given to whoever asks again.

    Raises `BadRequest` where the rows do not fit the model.
    """
    model = await in_thread(state.executors.database, _find, state, actor, model_id)
    payload = {"prefix": model.prefix, "size_bytes": model.size_bytes, **given.model_dump()}
    found: dict[str, Any] = await state.calls.request(
        JUDGE, payload, timeout_s=_ANSWER_S, actor=actor
    )
    found = {**found, "framework": _framework(model)}
    await in_thread(state.executors.database, _remember, state, actor, model_id, found)
    return found


async def last_judgement(state: AppState, actor: Actor, model_id: str) -> dict[str, Any]:
    """Give how a model did the last time, or when it was trained; `BadRequest` where unknown."""
    return await in_thread(state.executors.database, _last, state, actor, model_id)


def _last(state: AppState, actor: Actor, model_id: str) -> dict[str, Any]:
    model = _find(state, actor, model_id)
    if model.judged is not None:
        return model.judged
    manifest = read_manifest(state.storage, model.prefix)
    known = None if manifest is None else as_judged(manifest["evaluation"], model.task)
    if known is None:
        raise BadRequest(
            "There are no metrics for this model yet. Give test rows by POST: X_test and y_test.",
            code="no_metrics_yet",
        )
    return {**known, "framework": _framework(model)}


def _remember(state: AppState, actor: Actor, model_id: str, found: dict[str, Any]) -> None:
    with state.database.write() as session:
        service.get_model(actor, session, model_id).judged = found


def _find(state: AppState, actor: Actor, model_id: str) -> StoredModel:
    with state.database.read() as session:
        return service.get_model(actor, session, model_id)


def _framework(model: StoredModel) -> str:
    if model.brought:
        return str(model.brought["framework"])
    of_own = {name: name for name in ("lightgbm", "xgboost", "catboost")}
    of_own |= {"linear_boosting": "lightgbm"}
    is_net = model.algorithm.endswith("_nn") or model.algorithm == "autoencoder"
    return "pytorch" if is_net else of_own.get(model.algorithm, "sklearn")
