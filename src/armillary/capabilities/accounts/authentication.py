"""Who somebody is, by their token or key; what they may do is for workspaces to say."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from armillary.base.access import SCOPES, Actor, Credentials, Scope, scopes_up_to, sign_in_needed
from armillary.capabilities.accounts import keys, sign_ins
from armillary.capabilities.accounts.passwords import Passwords
from armillary.capabilities.accounts.people import find_person
from armillary.capabilities.accounts.tokens import KEY_PREFIX, AccessClaims, AccessTokens
from armillary.settings import Settings


@dataclass(frozen=True)
class Authenticated:
    """Somebody whose credentials are valid; the server's own key has no ``user_id``."""

    kind: Literal["user", "key"]
    user_id: str | None
    name: str
    scopes: frozenset[Scope] = frozenset(SCOPES)
    credential_id: str | None = None
    is_use_due: bool = False


class Accounts:
    """What one server process needs to tell who people are."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.passwords = Passwords(settings.argon2_memory_kib)
        self.tokens = AccessTokens(settings)
        self.refresh_lifetime = timedelta(days=settings.refresh_token_days)

    def authenticate(
        self, session: Session, credentials: Credentials, now: datetime
    ) -> Authenticated:
        """Tell whose credentials these are; raises `Unauthorized` where they are not valid."""
        secret = credentials.secret
        if self._is_server_key(secret):
            return Authenticated("key", None, "API key")
        if secret.startswith(KEY_PREFIX):
            return _by_key(session, secret, now)
        return self._by_token(session, secret, now)

    def note_use(self, session: Session, who: Authenticated, now: datetime) -> None:
        """Write down that somebody's key was used."""
        if who.kind == "key" and who.credential_id is not None:
            keys.note_use(session, who.credential_id, now)

    def is_valid(self, session: Session, actor: Actor, now: datetime) -> bool:
        """Whether the key or sign-in behind an actor is still good."""
        if actor.credential_id is None or actor.user_id is None:
            return True  # the local owner, the server's own key, or a job
        if actor.kind == "key":
            return keys.is_good(session, actor.credential_id, now)
        claims = AccessClaims(actor.user_id, actor.credential_id)
        return sign_ins.is_open(session, claims, now)

    def _is_server_key(self, secret: str) -> bool:
        expected = self.settings.api_key
        # Compared as bytes in constant time: how much of a guess is right must not show.
        return bool(expected) and hmac.compare_digest(secret.encode(), expected.encode())

    def _by_token(self, session: Session, token: str, now: datetime) -> Authenticated:
        claims = self.tokens.read(token)
        found = find_person(session, claims.user_id)
        if found is None or not sign_ins.is_open(session, claims, now):
            raise sign_in_needed("The session has ended; sign in again.")
        person, _ = found
        return Authenticated("user", person.id, person.name, credential_id=claims.sign_in_id)


def _by_key(session: Session, secret: str, now: datetime) -> Authenticated:
    owner = keys.find_owner(session, secret, now)
    if owner is None:
        raise sign_in_needed("Invalid or missing API key")
    return Authenticated(
        "key",
        owner.user_id,
        owner.name,
        scopes_up_to(owner.scope),
        owner.key_id,
        owner.is_use_due,
    )
