"""What was decided about models, by whom and when."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.ids import new_id
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.models.registry.tables import ModelMove, What
from armillary.capabilities.models.tables import StoredModel

_MOST = 200


def note(
    actor: Actor,
    session: Session,
    model: StoredModel,
    what: What,
    *,
    before: str | None = None,
    after: str | None = None,
    words: str | None = None,
) -> None:
    """Write down what was decided about a model, in the transaction that makes it so."""
    move = ModelMove(
        id=new_id("move"),
        workspace_id=model.workspace_id,
        model_id=model.id,
        registered_name=model.registered_name,
        number=model.number,
        what=what,
        before=before,
        after=after,
        note=words,
        by={"id": actor.id, "name": actor.name},
        at=utc_now(),
    )
    session.add(move)


def of_model(session: Session, model_id: str) -> list[dict[str, Any]]:
    """Give what was decided about a model, the latest first."""
    return _read(session, ModelMove.model_id == model_id)


def of_name(session: Session, workspace_id: str, name: str) -> list[dict[str, Any]]:
    """Give what was decided about the versions of a name, the latest first."""
    return _read(session, ModelMove.workspace_id == workspace_id, ModelMove.registered_name == name)


def forget_name(session: Session, workspace_id: str, name: str) -> None:
    """Remove the history of a name that is gone."""
    mine = (ModelMove.workspace_id == workspace_id, ModelMove.registered_name == name)
    session.execute(sa.delete(ModelMove).where(*mine))


def forget_model(session: Session, model: StoredModel) -> None:
    """Remove the history of a model that is gone; that of its name stays."""
    own = (ModelMove.model_id == model.id, ModelMove.registered_name.is_(None))
    session.execute(sa.delete(ModelMove).where(*own))


def _read(session: Session, *which: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    newest = sa.select(ModelMove).where(*which).order_by(ModelMove.id.desc()).limit(_MOST)
    rows: Sequence[ModelMove] = session.scalars(newest).all()
    return [
        {
            "id": row.id,
            "model_id": row.model_id,
            "number": row.number,
            "what": row.what,
            "before": row.before,
            "after": row.after,
            "note": row.note,
            "by": row.by,
            "at": to_iso(row.at),
        }
        for row in rows
    ]
