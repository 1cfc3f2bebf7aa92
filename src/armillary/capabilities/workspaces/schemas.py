"""Workspaces, members and invitations as they cross the wire."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from armillary.base.access import Role

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254)]


class WorkspaceBody(BaseModel):
    """A new workspace, or a new name of one."""

    name: Name


class RoleBody(BaseModel):
    """The new role of a member."""

    role: Role


class InviteBody(BaseModel):
    """Whom to invite, and as what."""

    email: Email
    role: Literal["editor", "viewer"] = "viewer"


class ChoiceBody(BaseModel):
    """A value to put at a dotted path; left out, what was there is taken away."""

    path: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    value: Any = None


class StateBody(BaseModel):
    """Values to put at paths, one after the other."""

    updates: Annotated[list[ChoiceBody], Field(min_length=1, max_length=100)]


class StateOut(BaseModel):
    """Everything chosen in a workspace; ``version`` rises with each change."""

    state: dict[str, Any]
    version: int
    active_users: int


class UserHere(BaseModel):
    """Somebody who is there at the moment."""

    id: str
    name: str
    color: str
    role: Role
    email: str | None
    current_view: str | None
    last_active: str


class UsersOut(BaseModel):
    """The people who are there at the moment."""

    users: list[UserHere]


class WorkspaceOut(BaseModel):
    """A workspace with the role of who asks."""

    id: str
    name: str
    role: Role
    created_at: str
    created_by: str | None


class OneWorkspaceOut(BaseModel):
    """One workspace."""

    workspace: WorkspaceOut


class WorkspacesOut(BaseModel):
    """The workspaces one may enter."""

    workspaces: list[WorkspaceOut]


class MemberOut(BaseModel):
    """One member."""

    user_id: str
    name: str
    email: str
    role: Role
    granted_at: str
    granted_by: str | None


class MembersOut(BaseModel):
    """The members of a workspace."""

    members: list[MemberOut]


class InviteOut(BaseModel):
    """An invitation that nobody has taken up."""

    id: str
    email: str
    role: Role
    created_at: str
    created_by: str | None
    expires_at: str


class InvitesOut(BaseModel):
    """The open invitations of a workspace."""

    invites: list[InviteOut]


class InvitedOut(BaseModel):
    """A new invitation; the token is shown this once."""

    id: str
    invite_token: str
    invite_url: str


class JoinedOut(BaseModel):
    """A membership that has begun."""

    status: Literal["joined"] = "joined"
    role: Role


class ActorOut(BaseModel):
    """Who is asking, and where they stand when they name no workspace."""

    id: str
    kind: str
    name: str
    user_id: str | None
    workspace_id: str
    role: Role
    scopes: list[str]


class MeOut(BaseModel):
    """Who is asking, and where they may go."""

    actor: ActorOut
    workspaces: list[WorkspaceOut]


class DoneOut(BaseModel):
    """Something was done that leaves nothing to show."""

    success: bool = True
    details: dict[str, Any] | None = None
