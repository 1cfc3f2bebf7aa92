"""Who may do what: actors, roles, and what every route and socket declares."""

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
from armillary.base.access.declared import Declaration, identify, public, require, signed_in
from armillary.base.access.identity import (
    ACCESS_COOKIE,
    Credentials,
    Identifier,
    find_credentials,
    is_open,
    sign_in_needed,
)
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
