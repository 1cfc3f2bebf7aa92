"""Asking models what they answer at once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities.models import explanations, service
from armillary.capabilities.models.schemas import ExplainRowRequest
from armillary.capabilities.models.tables import StoredModel
from armillary.learning.facing import check_target
from armillary.learning.plane.asked import DRAWN, Asked

_ANSWER_S = 10.0
# A fine grid is a hundred thousand rows, and some models look at every training row for each.
_DRAWN_S = 60.0


async def find(state: AppState, actor: Actor, model_id: str) -> StoredModel:
    """Give a model, found in the database once for all who ask for it while nothing changes."""
    found: StoredModel = await state.remembered.read(
        ("model", actor.workspace_id, model_id),
        lambda: in_thread(state.executors.database, _find, state, actor, model_id),
    )
    return found


async def predict(
    state: AppState, actor: Actor, model_id: str, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give ``{prediction, probabilities}`` for each of a few rows."""
    return await predict_by(state, actor, await find(state, actor, model_id), rows)


async def predict_by(
    state: AppState, actor: Actor, model: StoredModel, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give the same, of a model that was found already."""
    answer: list[dict[str, Any]] = await _ask_of(state, actor, model, "models.predict", rows=rows)
    return answer


async def describe(state: AppState, actor: Actor, model_id: str) -> dict[str, Any]:
    """Give the questions of a decision tree, or the weights of a linear model.

    Raises `Conflict` for a model that cannot be read so.
    """
    answer: dict[str, Any] = await _ask(state, actor, model_id, "models.describe")
    return answer


async def explain_row(
    state: AppState, actor: Actor, model_id: str, given: ExplainRowRequest
) -> dict[str, Any]:
    """Say why a model says what it says of one row, and what would have it say something else."""
    table = await in_thread(
        state.executors.database, _table_of, state, actor, model_id, given.dataset_id, given.target
    )
    asked = {**table, **given.model_dump(include={"row", "fixed", "wanted"})}
    answer: dict[str, Any] = await _ask(state, actor, model_id, "models.explain_row", **asked)
    return answer


async def draw_plane(
    state: AppState,
    actor: Actor,
    model_id: str,
    asked: Asked,
    *,
    dataset_id: str | None = None,
    target: str | None = None,
) -> dict[str, Any]:
    """Give what a model says over two columns, and the rows of a table there.

    See `armillary.learning.plane.picture.draw`. Where the model's table is gone the surface alone
    is drawn. Raises `Conflict` for a model that says more than one thing of a row, and one that
    reads fewer than two columns of numbers.
    """
    model = await find(state, actor, model_id)
    if model.task not in DRAWN:
        raise Conflict(
            f"A model of {model.task.replace('_', ' ')} makes other numbers of a row and says "
            "nothing of it, so there is no boundary to draw. Draw the model that learns from them.",
            code="not_drawable",
        )
    table = await in_thread(
        state.executors.database, _drawn_table_of, state, actor, model_id, dataset_id, target
    )
    answer: dict[str, Any] = await _ask_of(
        state, actor, model, "models.draw_plane", timeout_s=_DRAWN_S, **table, asked=asdict(asked)
    )
    return {
        "model_id": model.id,
        "dataset_id": None if table["key"] is None else dataset_id or model.dataset_id,
        "targets": [one["name"] for one in model.targets or ()],
        **answer,
    }


async def _ask(state: AppState, actor: Actor, model_id: str, call: str, **payload: Any) -> Any:
    return await _ask_of(state, actor, await find(state, actor, model_id), call, **payload)


async def _ask_of(
    state: AppState,
    actor: Actor,
    model: StoredModel,
    call: str,
    *,
    timeout_s: float = _ANSWER_S,
    **payload: Any,
) -> Any:
    asked = {"prefix": model.prefix, "size_bytes": model.size_bytes, **payload}
    return await state.calls.request(call, asked, timeout_s=timeout_s, actor=actor)


def _table_of(
    state: AppState, actor: Actor, model_id: str, dataset_id: str | None, target: str | None
) -> dict[str, Any]:
    with state.database.read() as session:
        model = service.get_model(actor, session, model_id)
        return explanations.table_of(actor, session, model, dataset_id, target)


def _drawn_table_of(
    state: AppState, actor: Actor, model_id: str, dataset_id: str | None, target: str | None
) -> dict[str, Any]:
    """Give the table to draw with; where there is none what the model says can be drawn still."""
    with state.database.read() as session:
        model = service.get_model(actor, session, model_id)
        try:
            return explanations.table_of(actor, session, model, dataset_id, target)
        except Conflict as conflict:
            if conflict.code != explanations.NO_TABLE:
                raise
            explained = check_target(target, [one["name"] for one in model.targets or ()])
            return {"key": None, "table_rows": 0, "target": explained}


def _find(state: AppState, actor: Actor, model_id: str) -> StoredModel:
    with state.database.read() as session:
        return service.get_model(actor, session, model_id)
