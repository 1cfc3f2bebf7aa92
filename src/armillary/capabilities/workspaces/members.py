"""Who may do what in a workspace: the rows that every role comes from."""

from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.access import Actor, Role, is_at_least
from armillary.base.errors import Conflict, NotFound
from armillary.base.ids import new_id
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.accounts import list_people
from armillary.capabilities.workspaces import events
from armillary.capabilities.workspaces.tables import Workspace, WorkspacePermission


def find_role(session: Session, user_id: str, workspace_id: str) -> Role | None:
    """Find the role of a person in a workspace."""
    held = _find(session, workspace_id, user_id)
    return None if held is None else cast(Role, held.role)


def find_home(session: Session, user_id: str) -> tuple[str, Role] | None:
    """Find the workspace a person is in when they name none: the first of their own."""
    row = session.execute(
        sa.select(WorkspacePermission.workspace_id, WorkspacePermission.role)
        .where(WorkspacePermission.user_id == user_id)
        .order_by(WorkspacePermission.role != "owner", WorkspacePermission.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], cast(Role, row[1]))


def has_any(session: Session, workspace_id: str) -> bool:
    """Whether a workspace has a member yet."""
    of_workspace = WorkspacePermission.workspace_id == workspace_id
    return (
        session.scalar(sa.select(WorkspacePermission.id).where(of_workspace).limit(1)) is not None
    )


def grant(
    session: Session, workspace_id: str, user_id: str, role: Role, by: str, now: datetime
) -> None:
    """Give a person a role, or another one than they have."""
    held = _find(session, workspace_id, user_id)
    if held is None:
        held = WorkspacePermission(
            id=new_id("perm"), workspace_id=workspace_id, user_id=user_id, role=role
        )
        session.add(held)
    held.role, held.granted_at, held.granted_by = role, now, by
    events.member_set(session, workspace_id, user_id, role)


def list_members(actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Give the members of the actor's workspace, in the order in which they came."""
    rows = session.scalars(
        sa.select(WorkspacePermission)
        .where(WorkspacePermission.workspace_id == actor.workspace_id)
        .order_by(WorkspacePermission.id)
    ).all()
    people = list_people(session, [row.user_id for row in rows])
    return [
        {
            "user_id": row.user_id,
            "name": people[row.user_id].name,
            "email": people[row.user_id].email,
            "role": row.role,
            "granted_at": to_iso(row.granted_at),
            "granted_by": row.granted_by,
        }
        for row in rows
        if row.user_id in people
    ]


def set_role(actor: Actor, session: Session, user_id: str, role: Role) -> None:
    """Give a member another role; the last owner stays one."""
    held = _get(session, actor, user_id)
    if role != "owner":
        _check_not_last_owner(session, held)
    if held.role == role:
        return
    is_less = not is_at_least(role, cast(Role, held.role))
    grant(session, actor.workspace_id, user_id, role, actor.id, utc_now())
    if is_less:
        realtime.access_changed(session)


def remove(actor: Actor, session: Session, user_id: str) -> None:
    """End a membership; the last owner cannot go."""
    held = _get(session, actor, user_id)
    _check_not_last_owner(session, held)
    session.delete(held)
    events.member_removed(session, actor.workspace_id, user_id)
    realtime.access_changed(session)


def _get(session: Session, actor: Actor, user_id: str) -> WorkspacePermission:
    # Two owners who demote each other at once have to do it one after the other.
    session.get_one(Workspace, actor.workspace_id, with_for_update=True)
    held = _find(session, actor.workspace_id, user_id)
    if held is None:
        raise NotFound(f"{user_id!r} is no member of this workspace.")
    return held


def _check_not_last_owner(session: Session, held: WorkspacePermission) -> None:
    if held.role != "owner":
        return
    others = session.scalar(
        sa.select(sa.func.count())
        .select_from(WorkspacePermission)
        .where(
            WorkspacePermission.workspace_id == held.workspace_id,
            WorkspacePermission.role == "owner",
            WorkspacePermission.user_id != held.user_id,
        )
    )
    if not others:
        raise Conflict(
            "A workspace needs an owner; make somebody else an owner first.", code="last_owner"
        )


def _find(session: Session, workspace_id: str, user_id: str) -> WorkspacePermission | None:
    return session.scalar(
        sa.select(WorkspacePermission).where(
            WorkspacePermission.workspace_id == workspace_id,
            WorkspacePermission.user_id == user_id,
        )
    )
