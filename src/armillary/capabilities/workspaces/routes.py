"""`/api/workspaces…` and `/api/me`."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary.base.access import Actor, require, signed_in
from armillary.base.http import Reading, State, Work
from armillary.capabilities.workspaces import invites, members, service, shared_state
from armillary.capabilities.workspaces.presence import rooms_of
from armillary.capabilities.workspaces.schemas import (
    DoneOut,
    InviteBody,
    InvitedOut,
    InvitesOut,
    JoinedOut,
    MembersOut,
    MeOut,
    OneWorkspaceOut,
    RoleBody,
    StateBody,
    StateOut,
    UsersOut,
    WorkspaceBody,
    WorkspacesOut,
)

router = APIRouter(tags=["workspaces"])
Someone = Annotated[Actor, Depends(signed_in())]
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]
Owner = Annotated[Actor, Depends(require("owner"))]
_ONE = "/api/workspaces/{workspace_id}"


@router.get("/api/me", response_model=MeOut)
def read_me(actor: Someone, session: Reading) -> dict[str, Any]:
    """Say who is asking and which workspaces they may enter."""
    shown = {name: getattr(actor, name) for name in ("id", "kind", "name", "user_id", "role")}
    place = {"workspace_id": actor.workspace_id, "scopes": sorted(actor.scopes)}
    return {"actor": {**shown, **place}, "workspaces": service.list_workspaces(actor, session)}


@router.get("/api/workspaces", response_model=WorkspacesOut)
def list_workspaces(actor: Someone, session: Reading) -> dict[str, Any]:
    """List the workspaces one may enter."""
    return {"workspaces": service.list_workspaces(actor, session)}


@router.post("/api/workspaces", status_code=201, response_model=OneWorkspaceOut)
def create_workspace(body: WorkspaceBody, actor: Someone, session: Work) -> dict[str, Any]:
    """Make a workspace of one's own."""
    return {"workspace": service.create_workspace(actor, session, body.name)}


@router.get(_ONE, response_model=OneWorkspaceOut)
def read_workspace(workspace_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Show one workspace."""
    return {"workspace": service.get_workspace(actor, session)}


@router.patch(_ONE, response_model=OneWorkspaceOut)
def rename_workspace(
    workspace_id: str, body: WorkspaceBody, actor: Owner, session: Work
) -> dict[str, Any]:
    """Give a workspace another name."""
    return {"workspace": service.rename_workspace(actor, session, body.name)}


@router.get(f"{_ONE}/members", response_model=MembersOut)
def list_members(workspace_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the members and their roles."""
    return {"members": members.list_members(actor, session)}


@router.patch(f"{_ONE}/members/{{user_id}}", response_model=DoneOut)
def set_role(
    workspace_id: str, user_id: str, body: RoleBody, actor: Owner, session: Work
) -> dict[str, Any]:
    """Give a member another role; open sockets are checked again at once."""
    members.set_role(actor, session, user_id, body.role)
    return {"success": True}


@router.delete(f"{_ONE}/members/{{user_id}}", response_model=DoneOut)
def remove_member(workspace_id: str, user_id: str, actor: Owner, session: Work) -> dict[str, Any]:
    """End somebody's membership; their sockets are closed at once."""
    members.remove(actor, session, user_id)
    return {"success": True}


@router.post(f"{_ONE}/leave", response_model=DoneOut)
def leave(workspace_id: str, actor: Viewer, session: Work) -> dict[str, Any]:
    """End one's own membership."""
    actor.require_scope("write")
    members.remove(actor, session, actor.id)
    return {"success": True}


@router.get(f"{_ONE}/invites", response_model=InvitesOut)
def list_invites(workspace_id: str, actor: Owner, session: Reading) -> dict[str, Any]:
    """List the invitations that nobody has taken up."""
    return {"invites": invites.list_invites(actor, session)}


@router.delete(f"{_ONE}/invites/{{invite_id}}", response_model=DoneOut)
def withdraw_invite(
    workspace_id: str, invite_id: str, actor: Owner, session: Work
) -> dict[str, Any]:
    """Take an invitation back."""
    invites.withdraw(actor, session, invite_id)
    return {"success": True}


@router.post(f"{_ONE}/invite", response_model=InvitedOut)
def invite(workspace_id: str, body: InviteBody, actor: Owner, session: Work) -> dict[str, Any]:
    """Invite somebody; whoever opens the address signed in becomes a member."""
    return invites.invite(actor, session, body.email, body.role)


@router.post(f"{_ONE}/join", response_model=JoinedOut)
def join(workspace_id: str, actor: Someone, session: Work, token: str = "") -> dict[str, Any]:
    """Take up an invitation; the role is the one it names."""
    return {"status": "joined", "role": invites.join(actor, session, workspace_id, token)}


@router.get(f"{_ONE}/state", response_model=StateOut)
def read_state(workspace_id: str, actor: Viewer, session: Reading, state: State) -> dict[str, Any]:
    """Give what is chosen in a workspace, and how many people are there."""
    held = shared_state.read(actor, session)
    people = rooms_of(state).people(actor.workspace_id)
    return {**shared_state.to_wire(held), "active_users": len(people)}


@router.post(f"{_ONE}/state", response_model=StateOut)
def choose(
    workspace_id: str, body: StateBody, actor: Editor, session: Work, state: State
) -> dict[str, Any]:
    """Put values at dotted paths; everybody in the workspace sees them at once."""
    given = [one.model_dump(exclude_unset=True) for one in body.updates]
    held = shared_state.choose(actor, session, shared_state.read_choices(given))
    people = rooms_of(state).people(actor.workspace_id)
    return {**shared_state.to_wire(held), "active_users": len(people)}


@router.get(f"{_ONE}/users", response_model=UsersOut)
def list_users(workspace_id: str, actor: Viewer, session: Reading, state: State) -> dict[str, Any]:
    """List the people who are in a workspace at the moment."""
    known = {one["user_id"]: one["email"] for one in members.list_members(actor, session)}
    people = rooms_of(state).people(actor.workspace_id)
    return {"users": [{**one, "email": known.get(one["id"])} for one in people]}
