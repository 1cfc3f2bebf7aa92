"""Credentials of a request, and the law of whoever turns them into an actor."""

import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal, Protocol

from sqlalchemy.orm import Session

from armillary.base.access.actor import Actor, Role
from armillary.base.database import Database
from armillary.base.errors import Unauthorized
from armillary.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.types import Scope

ACCESS_COOKIE = "armillary_access"
WORKSPACE_HEADER = "x-workspace"
_MARKING = os.urandom(32)
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="armillary"'}


@dataclass(frozen=True)
class Credentials:
    """What a request shows of itself: a token or key, and where it stood."""

    secret: str
    source: Literal["bearer", "key", "query", "cookie"]

    @property
    def mark(self) -> bytes:
        """Tell them from others without keeping the secret; good within this process alone."""
        return hashlib.blake2b(self.secret.encode(), key=_MARKING, digest_size=32).digest()

    def __repr__(self) -> str:
        """Name the source alone: a secret never reaches a log."""
        return f"Credentials(source={self.source!r})"


class Identifier(Protocol):
    """Turns credentials into an actor; the capabilities of people implement it."""

    def identify(
        self, database: Database, credentials: Credentials, workspace_id: str | None
    ) -> Actor:
        """Give the actor in that workspace, or in their own when it is None.

        Raises `Unauthorized` where the credentials are not valid, and `NotFound` where the actor
        is no member of the workspace or there is none of that id.
        """

    def local_owner(self, database: Database, workspace_id: str) -> Actor:
        """Give the implicit owner in a workspace; raises `NotFound` where there is none."""

    def role_in(self, session: Session, actor: Actor, workspace_id: str) -> Role | None:
        """Give the role the actor holds in a workspace at this moment, or None."""

    def is_valid(self, session: Session, actor: Actor) -> bool:
        """Whether the key or sign-in behind the actor still opens anything at all."""

    def welcome(self, session: Session, user_id: str, name: str) -> None:
        """Give a person who has just registered what every person has."""

    def is_invited(self, session: Session, invite_token: str) -> bool:
        """Whether a token is that of an invitation nobody has taken up yet."""


def find_credentials(connection: "HTTPConnection") -> Credentials | None:
    """Find the credentials of a request or socket; what is said outright wins over a cookie.

    Only sockets may carry ``?api_key=``: browsers let them set no header, and addresses of
    requests end up in logs and histories.
    """
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return Credentials(token.strip(), "bearer")
    if key := connection.headers.get("x-api-key"):
        return Credentials(key, "key")
    if connection.scope["type"] == "websocket" and (key := connection.query_params.get("api_key")):
        return Credentials(key, "query")
    if cookie := connection.cookies.get(ACCESS_COOKIE):
        return Credentials(cookie, "cookie")
    return None


def is_open(settings: Settings, scope: "Scope") -> bool:
    """Whether a request without credentials comes from the implicit local owner.

    The server's own end of the connection is looked at too, since whoever starts the app under
    another program may bind it elsewhere than the settings say.
    """
    if settings.accounts or settings.api_key:
        return False
    return settings.allow_open or (settings.is_loopback and _is_reached_locally(scope))


def sign_in_needed(message: str = "") -> Unauthorized:
    """Make the error of a request that shows no valid credentials."""
    return Unauthorized(
        message or "Nobody is signed in. Sign in, or send an API key as X-API-Key.",
        headers=_CHALLENGE,
    )


@lru_cache(maxsize=256)
def is_loopback_address(name: str) -> bool:
    """Whether a host name or address means this machine itself."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _is_reached_locally(scope: "Scope") -> bool:
    server = scope.get("server")
    if server is None or server[1] is None:
        return True  # a unix socket
    return is_loopback_address(server[0])
