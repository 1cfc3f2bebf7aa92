"""What each route asks of who calls it; every route declares exactly one of these."""

from dataclasses import dataclass
from typing import Any, Literal

import structlog
from starlette.requests import HTTPConnection, Request

from armillary.base.access.actor import DEMO_WORKSPACE, Actor, Role
from armillary.base.access.identity import (
    WORKSPACE_HEADER,
    Credentials,
    Identifier,
    find_credentials,
    is_open,
    sign_in_needed,
)
from armillary.base.errors import AppError
from armillary.base.executors import in_thread
from armillary.base.http import AppState, app_state
from armillary.base.values import from_json

Level = Literal["public", "signed_in", "viewer", "editor", "owner"]


@dataclass(frozen=True)
class Declaration:
    """The permission that a route needs, as the law over all routes reads it."""

    level: Level


class Needed(Declaration):
    """A dependency that gives the actor who has the permission."""

    async def __call__(self, connection: HTTPConnection) -> Actor:
        """Give the actor; raises `Unauthorized`, `NotFound` or `Forbidden`."""
        if self.level == "public" or self.level == "signed_in":
            return await identify(connection, None)
        actor = await identify(connection, await named_workspace(connection))
        actor.require(self.level)
        return actor


class Public(Declaration):
    """A dependency that asks nothing and gives nothing."""

    async def __call__(self) -> None:
        """Ask nothing."""


def require(role: Role) -> Needed:
    """Ask for a role in the workspace that the request names, or else in the actor's own.

    Use it as ``actor: Annotated[Actor, Depends(require("editor"))]``.
    """
    return Needed(role)


def signed_in() -> Needed:
    """Ask for a known person or key, whatever the workspace; the actor stands in their own."""
    return Needed("signed_in")


def public() -> Public:
    """Declare that a route is open to everybody."""
    return Public("public")


async def identify(connection: HTTPConnection, workspace_id: str | None) -> Actor:
    """Give the actor behind a request or socket, in that workspace or in their own."""
    state = app_state(connection)
    actor = await _find_actor(state, connection, workspace_id)
    connection.scope.setdefault("state", {})["actor"] = actor
    structlog.contextvars.bind_contextvars(actor=actor.id)
    if state.limiter is not None:
        await state.limiter.count_actor(actor, connection.scope)
    return actor


async def _find_actor(
    state: AppState, connection: HTTPConnection, workspace_id: str | None
) -> Actor:
    credentials = find_credentials(connection)
    may_be_local = is_open(state.settings, connection.scope)
    if credentials is not None:
        try:
            return await _identify_in_thread(state, credentials, workspace_id)
        except AppError as error:
            # A stale cookie must not lock the owner of an open server out of it.
            if error.status != 401 or not may_be_local:
                raise
    if not may_be_local:
        raise sign_in_needed()
    if workspace_id is None or workspace_id == DEMO_WORKSPACE:
        return Actor.local()
    identifier: Identifier = state.identifier
    return await in_thread(
        state.executors.database, identifier.local_owner, state.database, workspace_id
    )


async def _identify_in_thread(
    state: AppState, credentials: Credentials, workspace_id: str | None
) -> Actor:
    identifier: Identifier = state.identifier

    async def look() -> Actor:
        return await in_thread(
            state.executors.database, identifier.identify, state.database, credentials, workspace_id
        )

    actor: Actor = await state.remembered.read(("actor", credentials.mark, workspace_id), look)
    return actor


async def named_workspace(connection: HTTPConnection) -> str | None:
    """Find the workspace a request names: in its path, query, JSON body or header."""
    named = connection.path_params.get("workspace_id") or connection.query_params.get(
        "workspace_id"
    )
    if named is None and isinstance(connection, Request):
        named = await _workspace_in_body(connection)
    return named or connection.headers.get(WORKSPACE_HEADER)


async def _workspace_in_body(request: Request) -> str | None:
    # An upload is read by its route as it arrives, never here.
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    body = await request.body()
    if b'"workspace_id"' not in body:
        return None
    try:
        fields: Any = from_json(body)
    except ValueError:
        return None  # the route says what is wrong with it
    named = fields.get("workspace_id") if isinstance(fields, dict) else None
    return named if isinstance(named, str) else None
