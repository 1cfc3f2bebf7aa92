"""Workspaces: making, naming and listing them."""

from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import DEMO_WORKSPACE, Actor, Role, within_scopes
from armillary.base.errors import Conflict, NotFound
from armillary.base.ids import new_id
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.workspaces import events, members
from armillary.capabilities.workspaces.tables import Workspace, WorkspacePermission

DEMO_NAME = "Demo"


def ensure_demo(session: Session) -> str:
    """Make the workspace that every server has, unless it is there; give its id."""
    if not exists(session, DEMO_WORKSPACE):
        _store(session, DEMO_WORKSPACE, DEMO_NAME, None, utc_now())
    return DEMO_WORKSPACE


def exists(session: Session, workspace_id: str) -> bool:
    """Whether there is a workspace of this id."""
    statement = sa.select(Workspace.id).where(Workspace.id == workspace_id)
    return session.scalar(statement) is not None


def create_workspace(actor: Actor, session: Session, name: str) -> dict[str, Any]:
    """Make a workspace that the actor owns."""
    actor.require_scope("write")
    if actor.user_id is None and actor.kind != "local":
        raise Conflict("The server's key opens the Demo workspace; sign in to make others.")
    return create_for(session, actor.user_id, name, utc_now())


def create_for(session: Session, user_id: str | None, name: str, now: datetime) -> dict[str, Any]:
    """Make a workspace that a person owns, or the implicit local owner."""
    workspace_id = new_id("ws")
    made = _store(session, workspace_id, name, user_id, now)
    if user_id is not None:
        members.grant(session, workspace_id, user_id, "owner", user_id, now)
    return {**made, "role": "owner"}


def get_workspace(actor: Actor, session: Session) -> dict[str, Any]:
    """Give the actor's workspace with the role they have in it."""
    workspace = session.get(Workspace, actor.workspace_id)
    if workspace is None:
        raise NotFound(f"There is no workspace {actor.workspace_id!r}.")
    return {**_to_wire(workspace), "role": actor.role}


def rename_workspace(actor: Actor, session: Session, name: str) -> dict[str, Any]:
    """Give the actor's workspace another name."""
    workspace = session.get_one(Workspace, actor.workspace_id)
    if workspace.name != name:
        workspace.name = name
        events.workspace_updated(session, workspace.id, {"name": name})
    return {**_to_wire(workspace), "role": actor.role}


def list_workspaces(actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Give the workspaces the actor may enter, the Demo last, else in the order of their making."""
    order = (Workspace.id == DEMO_WORKSPACE, Workspace.id)
    if actor.user_id is None:
        every = session.scalars(sa.select(Workspace).order_by(*order))
        allowed = [row for row in every if actor.kind == "local" or row.id == actor.workspace_id]
        return [{**_to_wire(row), "role": actor.role} for row in allowed]
    rows = session.execute(
        sa.select(Workspace, WorkspacePermission.role)
        .join(WorkspacePermission, WorkspacePermission.workspace_id == Workspace.id)
        .where(WorkspacePermission.user_id == actor.user_id)
        .order_by(*order)
    )
    return [
        {**_to_wire(row), "role": within_scopes(cast(Role, role), actor.scopes)}
        for row, role in rows
    ]


def _store(
    session: Session, workspace_id: str, name: str, user_id: str | None, now: datetime
) -> dict[str, Any]:
    workspace = Workspace(id=workspace_id, name=name, created_at=now, created_by=user_id)
    session.add(workspace)
    session.flush()
    made = _to_wire(workspace)
    events.workspace_created(session, made)
    return made


def _to_wire(workspace: Workspace) -> dict[str, Any]:
    return {
        "id": workspace.id,
        "name": workspace.name,
        "created_at": to_iso(workspace.created_at),
        "created_by": workspace.created_by,
    }
