"""What a workspace announces on its topic."""

from typing import Any

from sqlalchemy.orm import Session

from armillary import realtime


def topic_of(workspace_id: str) -> str:
    """Give the topic of a workspace."""
    return f"workspace:{workspace_id}"


def workspace_created(session: Session, workspace: dict[str, Any]) -> None:
    """Announce a new workspace, which begins its topic."""
    _append(session, workspace["id"], "workspace.created", {"workspace": workspace})


def workspace_updated(session: Session, workspace_id: str, changes: dict[str, Any]) -> None:
    """Announce changed fields of a workspace."""
    _append(session, workspace_id, "workspace.updated", {"id": workspace_id, "changes": changes})


def member_set(session: Session, workspace_id: str, user_id: str, role: str) -> None:
    """Announce a new member, or the new role of one."""
    _append(session, workspace_id, "member.set", {"user_id": user_id, "role": role})


def member_removed(session: Session, workspace_id: str, user_id: str) -> None:
    """Announce that somebody is no member any more."""
    _append(session, workspace_id, "member.removed", {"user_id": user_id})


def state_updated(session: Session, workspace_id: str, data: dict[str, Any]) -> None:
    """Announce a value that somebody chose; without ``value`` it was taken away."""
    _append(session, workspace_id, "state.updated", data)


def _append(session: Session, workspace_id: str, kind: str, data: dict[str, Any]) -> None:
    realtime.append(session, topic_of(workspace_id), kind, data, workspace_id=workspace_id)
