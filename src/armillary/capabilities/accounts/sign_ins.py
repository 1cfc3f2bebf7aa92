"""Sign-ins and their rotating refresh tokens.

A refresh token is good for one use and gives the next one. Whoever shows a used one again either
stole it or was stolen from, so the whole sign-in ends.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.ids import new_id
from armillary.base.tokens import hash_secret, new_secret
from armillary.capabilities.accounts.tables import RefreshToken, SignIn
from armillary.capabilities.accounts.tokens import AccessClaims

# Two tabs of one browser renew at the same moment with the same cookie.
REUSE_GRACE = timedelta(seconds=10)


@dataclass(frozen=True)
class Renewed:
    """A sign-in and its next refresh token."""

    claims: AccessClaims
    refresh_token: str


@dataclass(frozen=True)
class Replayed:
    """A used refresh token was shown again, and its sign-in has ended."""

    sign_in_id: str


def begin(session: Session, user_id: str, now: datetime, lifetime: timedelta) -> Renewed:
    """Begin a sign-in and give its first refresh token; forgets those that have run out."""
    session.execute(sa.delete(SignIn).where(SignIn.user_id == user_id, SignIn.expires_at < now))
    sign_in = SignIn(id=new_id("sign"), user_id=user_id, created_at=now, expires_at=now + lifetime)
    session.add(sign_in)
    session.flush()
    return _next_token(session, sign_in, now)


def renew(
    session: Session, refresh_token: str, now: datetime, lifetime: timedelta
) -> Renewed | Replayed | None:
    """Take a refresh token and give the next one; None where it is unknown or run out.

    A replay ends the sign-in, which stays written only where the unit of work is not given up.
    """
    used = session.get(RefreshToken, hash_secret(refresh_token), with_for_update=True)
    if used is None:
        return None
    sign_in = session.get_one(SignIn, used.sign_in_id)
    if sign_in.revoked_at is not None or sign_in.expires_at <= now:
        return None
    if used.used_at is not None and now - used.used_at > REUSE_GRACE:
        sign_in.revoked_at = now
        return Replayed(sign_in.id)
    used.used_at = used.used_at or now
    sign_in.expires_at = now + lifetime
    return _next_token(session, sign_in, now)


def end(session: Session, refresh_token: str, now: datetime) -> AccessClaims | None:
    """End the sign-in of a refresh token and say whose it was; None where there is none."""
    token = session.get(RefreshToken, hash_secret(refresh_token))
    if token is None:
        return None
    sign_in = session.get_one(SignIn, token.sign_in_id)
    sign_in.revoked_at = sign_in.revoked_at or now
    return AccessClaims(sign_in.user_id, sign_in.id)


def end_all(session: Session, user_id: str, now: datetime, *, but: str | None = None) -> None:
    """End every sign-in of a person except one."""
    session.execute(
        sa.update(SignIn)
        .where(SignIn.user_id == user_id, SignIn.revoked_at.is_(None), SignIn.id != (but or ""))
        .values(revoked_at=now)
    )


def is_open(session: Session, claims: AccessClaims, now: datetime) -> bool:
    """Whether a sign-in is still good."""
    found = session.scalar(
        sa.select(SignIn.id).where(
            SignIn.id == claims.sign_in_id,
            SignIn.user_id == claims.user_id,
            SignIn.revoked_at.is_(None),
            SignIn.expires_at > now,
        )
    )
    return found is not None


def _next_token(session: Session, sign_in: SignIn, now: datetime) -> Renewed:
    token = new_secret()
    session.add(RefreshToken(token_hash=hash_secret(token), sign_in_id=sign_in.id, created_at=now))
    return Renewed(AccessClaims(sign_in.user_id, sign_in.id), token)
