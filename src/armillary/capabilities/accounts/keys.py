"""API keys: shown once, kept as a hash, with a scope, and revocable."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor, Scope
from armillary.base.errors import Conflict, NotFound
from armillary.base.ids import new_id
from armillary.base.tokens import hash_secret, new_secret
from armillary.base.values import to_iso
from armillary.capabilities.accounts.tables import ApiKey, User
from armillary.capabilities.accounts.tokens import KEY_PREFIX

_HINT_CHARACTERS = 10
# One write a minute for a key in use, not one for each request.
_USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class KeyOwner:
    """Whose key it is, and whether its use should be written down now."""

    key_id: str
    user_id: str
    name: str
    scope: Scope
    is_use_due: bool


def create_key(
    actor: Actor,
    session: Session,
    name: str,
    scope: Scope,
    now: datetime,
    *,
    days: int | None = None,
) -> tuple[dict[str, Any], str]:
    """Make a key of the actor's; give its record and the key, which is never shown again."""
    user_id = _owner_of_keys(actor)
    secret = new_secret(KEY_PREFIX)
    key = ApiKey(
        id=new_id("key"),
        user_id=user_id,
        name=name,
        hint=secret[:_HINT_CHARACTERS],
        key_hash=hash_secret(secret),
        scope=scope,
        created_at=now,
        expires_at=None if days is None else now + timedelta(days=days),
    )
    session.add(key)
    return _to_wire(key), secret


def list_keys(actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Give the actor's keys that are not revoked, oldest first."""
    if actor.user_id is None:
        return []
    rows = session.scalars(
        sa.select(ApiKey)
        .where(ApiKey.user_id == actor.user_id, ApiKey.revoked_at.is_(None))
        .order_by(ApiKey.id)
    )
    return [_to_wire(row) for row in rows]


def revoke_key(actor: Actor, session: Session, key_id: str, now: datetime) -> None:
    """End a key of the actor's; raises `NotFound` where they have none of that id."""
    actor.require_scope("admin")
    key = session.get(ApiKey, key_id)
    if key is None or key.user_id != actor.user_id or key.revoked_at is not None:
        raise NotFound(f"You have no key {key_id!r}; GET /api/auth/keys lists yours.")
    key.revoked_at = now


def find_owner(session: Session, secret: str, now: datetime) -> KeyOwner | None:
    """Find whose key this is, or None where it is no valid key."""
    row = session.execute(
        sa.select(ApiKey, User.name)
        .join(User, User.id == ApiKey.user_id)
        .where(ApiKey.key_hash == hash_secret(secret), _is_good(now))
    ).one_or_none()
    if row is None:
        return None
    key, name = row
    is_use_due = key.last_used_at is None or now - key.last_used_at > _USE_NOTED_EVERY
    return KeyOwner(key.id, key.user_id, name, cast(Scope, key.scope), is_use_due)


def note_use(session: Session, key_id: str, now: datetime) -> None:
    """Write down that a key was used."""
    session.execute(sa.update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=now))


def is_good(session: Session, key_id: str, now: datetime) -> bool:
    """Whether a key is neither revoked nor run out."""
    statement = sa.select(ApiKey.id).where(ApiKey.id == key_id, _is_good(now))
    return session.scalar(statement) is not None


def _is_good(now: datetime) -> sa.ColumnElement[bool]:
    is_unexpired = sa.or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now)
    return sa.and_(ApiKey.revoked_at.is_(None), is_unexpired)


def _owner_of_keys(actor: Actor) -> str:
    if actor.user_id is None:
        raise Conflict("Keys belong to people; register and sign in to make one.")
    # Otherwise a key with a narrow scope could make itself a wide one.
    actor.require_scope("admin")
    return actor.user_id


def _to_wire(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "scope": key.scope,
        "created_at": to_iso(key.created_at),
        "expires_at": to_iso(key.expires_at),
        "last_used_at": to_iso(key.last_used_at),
    }
