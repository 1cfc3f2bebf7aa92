"""Actors and roles, credentials, and when the server is open without any."""

from dataclasses import dataclass
from typing import Any

import pytest
from starlette.requests import HTTPConnection

from armillary.base.access import (
    Actor,
    Credentials,
    OpenToStrangers,
    Role,
    Scope,
    check_bind,
    find_credentials,
    is_at_least,
    is_open,
    scopes_up_to,
    socket_messages,
    within_scopes,
)
from armillary.base.errors import BadRequest, Forbidden, NotFound
from armillary.settings import Settings


@pytest.mark.parametrize(
    ("held", "needed", "expected"),
    [
        ("viewer", "viewer", True),
        ("viewer", "editor", False),
        ("editor", "viewer", True),
        ("editor", "owner", False),
        ("owner", "editor", True),
    ],
)
def test_a_role_allows_all_that_smaller_ones_do(held: Role, needed: Role, expected: bool) -> None:
    assert is_at_least(held, needed) is expected


@pytest.mark.parametrize(
    ("role", "scope", "expected"),
    [
        ("owner", "read", "viewer"),
        ("owner", "write", "editor"),
        ("owner", "admin", "owner"),
        ("viewer", "admin", "viewer"),
    ],
)
def test_the_scope_of_a_key_cuts_a_role_and_never_adds(
    role: Role, scope: Scope, expected: Role
) -> None:
    assert within_scopes(role, scopes_up_to(scope)) == expected


def test_no_scope_at_all_reads_only() -> None:
    assert within_scopes("owner", ()) == "viewer"


def test_a_role_too_small_is_told_what_is_needed() -> None:
    actor = Actor("user_1", "user", "Ada", "ws_1", "viewer")

    with pytest.raises(Forbidden, match="needs an editor; you are a viewer of this workspace"):
        actor.require("editor")


def test_whoever_is_in_no_workspace_may_nothing_in_one() -> None:
    actor = Actor("user_1", "user", "Ada", "", "viewer")

    with pytest.raises(NotFound, match="in no workspace"):
        actor.require("viewer")


@dataclass
class _Job:
    workspace_id: str
    created_by: str | None


def test_a_job_acts_for_its_submitter_and_owns_nothing() -> None:
    actor = Actor.for_job(_Job("ws_1", "user_1"))

    assert (actor.id, actor.kind, actor.workspace_id) == ("user_1", "job", "ws_1")
    assert actor.may("editor")
    assert not actor.may("owner")


def connection(headers: dict[str, str], query: str = "", kind: str = "http") -> HTTPConnection:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": kind, "headers": raw, "query_string": query.encode()})


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Authorization": "Bearer abc"}, Credentials("abc", "bearer")),
        ({"Authorization": "bearer abc"}, Credentials("abc", "bearer")),
        ({"Authorization": "Basic abc"}, None),
        ({"Authorization": "Bearer "}, None),
        ({"X-API-Key": "abc"}, Credentials("abc", "key")),
        ({"Cookie": "armillary_access=abc"}, Credentials("abc", "cookie")),
        (
            {"Cookie": "armillary_access=abc", "Authorization": "Bearer def"},
            Credentials("def", "bearer"),
        ),
    ],
)
def test_credentials_are_found_where_they_may_stand(
    headers: dict[str, str], expected: Credentials | None
) -> None:
    assert find_credentials(connection(headers)) == expected


def test_only_sockets_may_carry_a_key_in_their_address() -> None:
    socket = find_credentials(connection({}, "api_key=abc", "websocket"))

    assert socket == Credentials("abc", "query")
    assert find_credentials(connection({}, "api_key=abc")) is None


def test_credentials_do_not_show_themselves() -> None:
    assert "abc" not in repr(Credentials("abc", "key"))


def scope(server: Any) -> dict[str, Any]:
    return {"type": "http", "server": server}


@pytest.mark.parametrize(
    ("changes", "server", "expected"),
    [
        ({}, ("127.0.0.1", 8000), True),
        ({}, ("::1", 8000), True),
        ({}, ("/run/armillary.sock", None), True),
        # Another program may bind the app elsewhere than the settings say.
        ({}, ("192.0.2.1", 8000), False),
        ({"accounts": True}, ("127.0.0.1", 8000), False),
        ({"api_key": "abc"}, ("127.0.0.1", 8000), False),
        ({"host": "0.0.0.0"}, ("127.0.0.1", 8000), False),
        ({"host": "0.0.0.0", "allow_open": True}, ("192.0.2.1", 8000), True),
        ({"allow_open": True, "api_key": "abc"}, ("127.0.0.1", 8000), False),
    ],
)
def test_when_the_server_is_open(changes: dict[str, Any], server: Any, expected: bool) -> None:
    assert is_open(Settings(**changes), scope(server)) is expected


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"host": "::1"},
        {"host": "0.0.0.0", "accounts": True},
        {"host": "0.0.0.0", "api_key": "abc"},
        {"host": "0.0.0.0", "allow_open": True},
        {"environment": "production", "api_key": "abc"},
    ],
)
def test_where_the_server_may_listen(changes: dict[str, Any]) -> None:
    check_bind(Settings(**changes))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "armillary.example"])
def test_listening_beyond_this_machine_needs_accounts_or_a_key(host: str) -> None:
    with pytest.raises(OpenToStrangers) as refused:
        check_bind(Settings(host=host))

    for name in (host, "ARMILLARY_ACCOUNTS", "ARMILLARY_API_KEY", "ARMILLARY_ALLOW_OPEN=1"):
        assert name in str(refused.value)


@pytest.mark.parametrize("changes", [{}, {"allow_open": True}])
def test_production_needs_accounts_or_a_key_even_on_loopback(changes: dict[str, Any]) -> None:
    with pytest.raises(OpenToStrangers, match="ARMILLARY_ACCOUNTS=1 or ARMILLARY_API_KEY"):
        check_bind(Settings(environment="production", **changes))


def test_a_socket_message_needs_its_declared_role() -> None:
    messages = socket_messages("/ws/things", {"look": "viewer", "stop": "editor"})
    viewer = Actor("user_1", "user", "Ada", "ws_1", "viewer")

    messages.check(viewer, "look")
    with pytest.raises(Forbidden):
        messages.check(viewer, "stop")


@pytest.mark.parametrize("kind", ["nothing", None, 3, ["look"]])
def test_an_unknown_socket_message_is_answered_with_those_known(kind: object) -> None:
    messages = socket_messages("/ws/things", {"look": "viewer", "stop": "editor"})

    with pytest.raises(BadRequest, match="must be one of: look, stop; got"):
        messages.check(Actor.local(), kind)
