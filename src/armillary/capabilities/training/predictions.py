"""What the model of a run says over two columns, with the rows of a table."""

from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities import models
from armillary.capabilities.training import sessions
from armillary.capabilities.training.tables import Training
from armillary.learning.plane.asked import Asked


async def draw_run(
    state: AppState,
    actor: Actor,
    session_id: str,
    asked: Asked,
    *,
    dataset_id: str | None = None,
    target: str | None = None,
) -> dict[str, Any]:
    """Give the picture of a run's model; raises `NotFound`, and `Conflict` while there is none."""

    def find() -> str:
        with state.database.read() as session:
            return _model_of(actor, session, sessions.get_training(actor, session, session_id))

    model_id = await in_thread(state.executors.database, find)
    drawn = await models.draw_plane(
        state, actor, model_id, asked, dataset_id=dataset_id, target=target
    )
    return {"session_id": session_id, **drawn}


async def draw_any(
    state: AppState,
    actor: Actor,
    identity: str,
    asked: Asked,
    *,
    dataset_id: str | None = None,
    target: str | None = None,
) -> dict[str, Any]:
    """Give the picture of a model, named by its own id or by that of its run."""

    def is_run() -> bool:
        with state.database.read() as session:
            row = session.get(Training, identity)
            return row is not None and row.workspace_id == actor.workspace_id

    draw = draw_run if await in_thread(state.executors.database, is_run) else models.draw_plane
    return await draw(state, actor, identity, asked, dataset_id=dataset_id, target=target)


def _model_of(actor: Actor, session: Session, row: Training) -> str:
    if row.model_id is not None:
        return row.model_id
    why = sessions.why_not_judged(actor, session, row)
    raise why or Conflict("This training left no model. Train again.", code="no_model")
