"""Who may do what: actors, roles, and what every route and socket declares.

What only routes need is loaded when it is asked for: workers know actors and serve nobody.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from armillary.base.access.actor import (
    DEMO_WORKSPACE,
    ROLES,
    SCOPES,
    Actor,
    ActorKind,
    JobLike,
    Role,
    Scope,
    is_at_least,
    scopes_up_to,
    within_scopes,
)
from armillary.base.access.bind import OpenToStrangers, check_bind
from armillary.base.access.identity import (
    ACCESS_COOKIE,
    Credentials,
    Identifier,
    find_credentials,
    is_open,
    sign_in_needed,
)

if TYPE_CHECKING:
    from armillary.base.access.declared import Declaration, identify, public, require, signed_in
    from armillary.base.access.sockets import (
        SocketMessages,
        SocketRefused,
        authorise_socket,
        recheck,
        refuse_socket,
        socket_messages,
    )

__all__ = [
    "ACCESS_COOKIE",
    "DEMO_WORKSPACE",
    "ROLES",
    "SCOPES",
    "Actor",
    "ActorKind",
    "Credentials",
    "Declaration",
    "Identifier",
    "JobLike",
    "OpenToStrangers",
    "Role",
    "Scope",
    "SocketMessages",
    "SocketRefused",
    "authorise_socket",
    "check_bind",
    "find_credentials",
    "identify",
    "is_at_least",
    "is_open",
    "public",
    "recheck",
    "refuse_socket",
    "require",
    "scopes_up_to",
    "sign_in_needed",
    "signed_in",
    "socket_messages",
    "within_scopes",
]

_OF_ROUTES = {
    "Declaration": "declared",
    "identify": "declared",
    "public": "declared",
    "require": "declared",
    "signed_in": "declared",
    "SocketMessages": "sockets",
    "SocketRefused": "sockets",
    "authorise_socket": "sockets",
    "recheck": "sockets",
    "refuse_socket": "sockets",
    "socket_messages": "sockets",
}


def __getattr__(name: str) -> Any:
    """Load what a route declares."""
    if name not in _OF_ROUTES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_OF_ROUTES[name]}"), name)
