"""What is announced about models, on the topic of their workspace."""

from typing import Any

from sqlalchemy.orm import Session

from armillary import realtime


def created(session: Session, model: dict[str, Any]) -> None:
    """Announce a model as it now is."""
    _append(session, model["workspace_id"], "model.created", {"model": model})


def updated(
    session: Session, workspace_id: str, model_id: str, version: int, changes: dict[str, Any]
) -> None:
    """Announce what changed of a model."""
    data = {"id": model_id, "version": version, "changes": changes}
    _append(session, workspace_id, "model.updated", data)


def deleted(session: Session, workspace_id: str, model_id: str) -> None:
    """Announce that a model is gone."""
    _append(session, workspace_id, "model.deleted", {"id": model_id})


def card_written(session: Session, workspace_id: str, model_id: str, version: int) -> None:
    """Announce that somebody wrote in the card of a model."""
    _append(session, workspace_id, "model.card_written", {"id": model_id, "card_version": version})


def name_created(session: Session, workspace_id: str, name: dict[str, Any]) -> None:
    """Announce a name under which models are registered."""
    _append(session, workspace_id, "model_name.created", {"name": name})


def name_updated(session: Session, workspace_id: str, name: dict[str, Any]) -> None:
    """Announce a name as it now is: which version stands where, and what aliases mean."""
    _append(session, workspace_id, "model_name.updated", {"name": name})


def name_deleted(session: Session, workspace_id: str, name: str) -> None:
    """Announce that a name is gone; its versions are models as before."""
    _append(session, workspace_id, "model_name.deleted", {"name": name})


def _append(session: Session, workspace_id: str, kind: str, data: dict[str, Any]) -> None:
    topic = f"workspace:{workspace_id}"
    realtime.append(session, topic, kind, data, workspace_id=workspace_id)
