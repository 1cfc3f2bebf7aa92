"""Sockets are checked like requests: when they open, and at each message that changes something."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from armillary.base.access.actor import Actor, Role
from armillary.base.access.declared import identify, named_workspace
from armillary.base.access.identity import Identifier
from armillary.base.errors import AppError, BadRequest, Forbidden
from armillary.base.executors import in_thread
from armillary.base.http import app_state, error_response, request_id_of

_POLICY_VIOLATION = 1008


class SocketRefused(Exception):
    """A socket that may not be opened; the app's handler tells the client why."""

    def __init__(self, error: AppError) -> None:
        super().__init__(error.message)
        self.error = error


@dataclass(frozen=True)
class SocketMessages:
    """The types of message a socket takes from clients, each with the role it needs."""

    path: str
    roles: Mapping[str, Role] = field(hash=False)

    def check(self, actor: Actor, message_type: object) -> None:
        """Raise `BadRequest` for an unknown type and `Forbidden` for a role too small."""
        needed = self.roles.get(message_type) if isinstance(message_type, str) else None
        if needed is None:
            known = ", ".join(sorted(self.roles)) or "none"
            raise BadRequest(f"`type` must be one of: {known}; got {message_type!r}.")
        actor.require(needed)


def socket_messages(path: str, roles: Mapping[str, Role]) -> SocketMessages:
    """Declare the messages of the socket at a path, in the module of its route."""
    return SocketMessages(path, dict(roles))


async def authorise_socket(
    websocket: WebSocket, role: Role, *, workspace_id: str | None = None
) -> Actor:
    """Give the actor who opens a socket; call it before ``accept``.

    The workspace is the given one (that of the thing the socket is about), else the one the address
    or the header names, else the actor's own. Raises `SocketRefused`, which needs no handling.
    """
    try:
        actor = await identify(websocket, workspace_id or await named_workspace(websocket))
        actor.require(role)
    except AppError as error:
        raise SocketRefused(error) from error
    return actor


async def recheck(connection: HTTPConnection, actor: Actor, role: Role) -> Actor:
    """Look again what an actor may do, for a socket that has been open for a while.

    Gives the actor with the present role; raises `Forbidden` where it is too small or gone.
    """
    state = app_state(connection)
    identifier: Identifier = state.identifier

    def look() -> Role | None:
        with state.database.read() as session:
            if not identifier.is_valid(session, actor):
                return None
            return identifier.role_in(session, actor, actor.workspace_id)

    held = await in_thread(state.executors.database, look)
    if held is None:
        raise Forbidden("Your access to this workspace has been withdrawn.")
    present = actor.within(actor.workspace_id, held)
    present.require(role)
    return present


async def refuse_socket(websocket: WebSocket, refused: Exception) -> None:
    """Tell a client why its socket stays closed: as an HTTP answer, else as a closing reason."""
    assert isinstance(refused, SocketRefused)
    if "websocket.http.response" in websocket.scope.get("extensions", {}):
        response = error_response(refused.error, request_id_of(websocket))
        await websocket.send_denial_response(response)
    else:
        await websocket.close(_POLICY_VIOLATION, refused.error.message[:120])
