"""What is announced about models, on the topic of their workspace."""

from typing import Any

from sqlalchemy.orm import Session

from armillary import realtime


def created(session: Session, model: dict[str, Any]) -> None:
    """Announce a model as it now is."""
    _append(session, model["workspace_id"], "model.created", {"model": model})


def deleted(session: Session, workspace_id: str, model_id: str) -> None:
    """Announce that a model is gone."""
    _append(session, workspace_id, "model.deleted", {"id": model_id})


def _append(session: Session, workspace_id: str, kind: str, data: dict[str, Any]) -> None:
    topic = f"workspace:{workspace_id}"
    realtime.append(session, topic, kind, data, workspace_id=workspace_id)
