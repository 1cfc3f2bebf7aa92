"""From credentials to an actor: accounts say who it is, these rows say what they may do."""

from sqlalchemy.orm import Session

from armillary.base.access import (
    DEMO_WORKSPACE,
    Actor,
    Credentials,
    Role,
    within_scopes,
)
from armillary.base.database import Database
from armillary.base.errors import NotFound
from armillary.base.values import utc_now
from armillary.capabilities.accounts import Accounts, Authenticated
from armillary.capabilities.workspaces import invites, members, service


class Members:
    """The `Identifier` of the server."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def identify(
        self, database: Database, credentials: Credentials, workspace_id: str | None
    ) -> Actor:
        """Give the actor in that workspace, or in their own when it is None."""
        now = utc_now()
        with database.read() as session:
            who = self._accounts.authenticate(session, credentials, now)
            actor = _as_actor(session, who, workspace_id)
        if who.is_use_due:
            with database.write() as session:
                self._accounts.note_use(session, who, now)
        return actor

    def local_owner(self, database: Database, workspace_id: str) -> Actor:
        """Give the implicit owner in a workspace."""
        with database.read() as session:
            if not service.exists(session, workspace_id):
                raise _no_workspace(workspace_id)
        return Actor.local(workspace_id)

    def role_in(self, session: Session, actor: Actor, workspace_id: str) -> Role | None:
        """Give the role the actor holds in a workspace at this moment, or None."""
        if actor.kind == "local":
            return "owner"
        if actor.user_id is None:
            # The server's own key, or a job: neither leaves its workspace.
            return actor.role if workspace_id == actor.workspace_id else None
        held = members.find_role(session, actor.user_id, workspace_id)
        return None if held is None else within_scopes(held, actor.scopes)

    def is_valid(self, session: Session, actor: Actor) -> bool:
        """Whether the key or sign-in behind the actor still opens anything at all."""
        return self._accounts.is_valid(session, actor, utc_now())

    def welcome(self, session: Session, user_id: str, name: str) -> None:
        """Give a newcomer a workspace of their own, and the first one the Demo as well."""
        now = utc_now()
        service.create_for(session, user_id, f"{name}'s workspace", now)
        if not members.has_any(session, DEMO_WORKSPACE):
            service.ensure_demo(session)
            members.grant(session, DEMO_WORKSPACE, user_id, "owner", user_id, now)

    def is_invited(self, session: Session, invite_token: str) -> bool:
        """Whether a token is that of an invitation nobody has taken up yet."""
        return invites.is_invited(session, invite_token)


def _as_actor(session: Session, who: Authenticated, workspace_id: str | None) -> Actor:
    found = _find_place(session, who, workspace_id)
    if found is None:
        # Not 403: whether a workspace exists is nothing for those outside of it to know.
        raise _no_workspace(workspace_id)
    place, role = found
    return Actor(
        id=who.user_id or "api_key",
        kind=who.kind,
        name=who.name,
        workspace_id=place,
        role=within_scopes(role, who.scopes),
        user_id=who.user_id,
        scopes=who.scopes,
        credential_id=who.credential_id,
    )


def _find_place(
    session: Session, who: Authenticated, workspace_id: str | None
) -> tuple[str, Role] | None:
    if who.user_id is None:
        return None if workspace_id not in {None, DEMO_WORKSPACE} else (DEMO_WORKSPACE, "owner")
    if workspace_id is None:
        # Whoever is in no workspace may still join one.
        return members.find_home(session, who.user_id) or ("", "viewer")
    role = members.find_role(session, who.user_id, workspace_id)
    return None if role is None else (workspace_id, role)


def _no_workspace(workspace_id: str | None) -> NotFound:
    return NotFound(f"There is no workspace {workspace_id!r}, or you are no member of it.")
