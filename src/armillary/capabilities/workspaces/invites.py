"""Invitations: a token that makes one person a member, once, within a week."""

from datetime import datetime, timedelta
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor, Role, is_at_least
from armillary.base.errors import BadRequest, Conflict, NotFound
from armillary.base.ids import new_id
from armillary.base.tokens import hash_secret, new_secret
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.workspaces import members
from armillary.capabilities.workspaces.tables import Invite

LIFETIME = timedelta(days=7)


def invite(
    actor: Actor, session: Session, email: str, role: Literal["editor", "viewer"]
) -> dict[str, str]:
    """Make an invitation; its token is shown this once."""
    now = utc_now()
    token = new_secret()
    made = Invite(
        id=new_id("inv"),
        workspace_id=actor.workspace_id,
        email=email,
        role=role,
        token_hash=hash_secret(token),
        created_at=now,
        created_by=actor.id,
        expires_at=now + LIFETIME,
    )
    session.add(made)
    url = f"/workspace/{actor.workspace_id}/join?token={token}"
    return {"id": made.id, "invite_token": token, "invite_url": url}


def list_invites(actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Give the invitations to the actor's workspace that nobody has taken up."""
    rows = session.scalars(
        sa.select(Invite)
        .where(Invite.workspace_id == actor.workspace_id, _is_good(utc_now()))
        .order_by(Invite.id)
    )
    return [_to_wire(row) for row in rows]


def withdraw(actor: Actor, session: Session, invite_id: str) -> None:
    """Take an invitation back."""
    found = session.get(Invite, invite_id)
    if found is None or found.workspace_id != actor.workspace_id:
        raise NotFound(f"This workspace has no invitation {invite_id!r}.")
    session.delete(found)


def is_invited(session: Session, token: str) -> bool:
    """Whether a token is that of an invitation nobody has taken up."""
    return _find(session, token, utc_now()) is not None


def join(actor: Actor, session: Session, workspace_id: str, token: str) -> Role:
    """Make the actor a member and give their role, which an invitation never lowers."""
    now = utc_now()
    found = _find(session, token, now)
    if found is None or found.workspace_id != workspace_id:
        raise BadRequest(
            "This invitation does not exist, was taken up or has run out; ask for a new one.",
            code="bad_invitation",
        )
    if actor.kind == "local":
        return "owner"  # of every workspace already; the invitation stays for somebody else
    if actor.user_id is None:
        raise Conflict("Only people join workspaces; sign in first.")
    actor.require_scope("write")
    found.used_at, found.used_by = now, actor.user_id
    return _take_up(session, found, actor.user_id, now)


def _take_up(session: Session, found: Invite, user_id: str, now: datetime) -> Role:
    offered = cast(Role, found.role)
    held = members.find_role(session, user_id, found.workspace_id)
    if held is not None and is_at_least(held, offered):
        return held
    by = found.created_by or user_id
    members.grant(session, found.workspace_id, user_id, offered, by, now)
    return offered


def _find(session: Session, token: str, now: datetime) -> Invite | None:
    statement = sa.select(Invite).where(Invite.token_hash == hash_secret(token), _is_good(now))
    return session.scalar(statement)


def _is_good(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Invite.used_at.is_(None), Invite.expires_at > now)


def _to_wire(row: Invite) -> dict[str, Any]:
    return {
        "id": row.id,
        "email": row.email,
        "role": row.role,
        "created_at": to_iso(row.created_at),
        "created_by": row.created_by,
        "expires_at": to_iso(row.expires_at),
    }
