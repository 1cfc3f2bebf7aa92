"""Routes and sockets ask the database, at each request and while a socket is open."""

from collections.abc import Callable
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Body, Depends, WebSocket
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse

from armillary.base.access import Actor, authorise_socket, recheck, require
from armillary.base.errors import AppError

SOCKET = "ws://localhost:8000/ws/door"
SignUp = Callable[[TestClient, str], dict[str, str]]
Build = Callable[..., TestClient]


@pytest.fixture
def doors(build_people_app: Build) -> TestClient:
    """A server with one route and one socket for editors."""
    router = APIRouter()
    Editor = Annotated[Actor, Depends(require("editor"))]  # noqa: N806  # a type

    @router.get("/door")
    @router.post("/door")
    def look(actor: Editor) -> dict[str, str]:
        return {"workspace": actor.workspace_id, "role": actor.role}

    @router.post("/body")
    def write(actor: Editor, body: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
        return {"workspace": actor.workspace_id, "body": body}

    @router.websocket("/ws/door")
    async def talk(websocket: WebSocket) -> None:
        actor = await authorise_socket(websocket, "editor")
        await websocket.accept()
        await websocket.send_json({"workspace": actor.workspace_id})
        async for _ in websocket.iter_text():
            try:
                actor = await recheck(websocket, actor, "editor")
                await websocket.send_json({"role": actor.role})
            except AppError as error:
                await websocket.close(1008, error.message)
                return

    return build_people_app(router, accounts=True)


@pytest.mark.parametrize("named", ["query", "header", "body"])
def test_a_request_names_its_workspace(doors: TestClient, sign_up: SignUp, named: str) -> None:
    ada = sign_up(doors, "ada@example.org")
    place = {
        "query": {"params": {"workspace_id": "ws_demo"}, "json": {}},
        "header": {"headers": {**ada, "X-Workspace": "ws_demo"}, "json": {}},
        "body": {"json": {"workspace_id": "ws_demo"}},
    }[named]

    answer = doors.post("/body", **{"headers": ada, **place})  # type: ignore[arg-type]  # a table

    assert answer.json()["workspace"] == "ws_demo"


def test_a_query_wins_over_the_header(doors: TestClient, sign_up: SignUp) -> None:
    headers = {**sign_up(doors, "ada@example.org"), "X-Workspace": "ws_nothing"}

    answer = doors.get("/door", params={"workspace_id": "ws_demo"}, headers=headers)

    assert answer.json() == {"workspace": "ws_demo", "role": "owner"}


def test_a_request_that_names_none_is_in_ones_own(doors: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(doors, "ada@example.org")
    own = doors.get("/api/me", headers=ada).json()["workspaces"][0]["id"]

    assert doors.get("/door", headers=ada).json() == {"workspace": own, "role": "owner"}


def test_malformed_json_is_the_routes_to_refuse(doors: TestClient, sign_up: SignUp) -> None:
    headers = {**sign_up(doors, "ada@example.org"), "Content-Type": "application/json"}

    answer = doors.post("/body", content=b'{"workspace_id": ', headers=headers)

    assert answer.status_code == 422


def test_a_role_in_the_request_counts_for_nothing(doors: TestClient, sign_up: SignUp) -> None:
    sign_up(doors, "ada@example.org")
    bob = {**sign_up(doors, "bob@example.org"), "X-Workspace": "ws_demo", "X-Role": "owner"}

    answer = doors.post("/door", params={"user_role": "owner", "role": "owner"}, headers=bob)

    assert answer.status_code == 404


def test_a_socket_is_checked_like_a_request(doors: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(doors, "ada@example.org")
    bob = sign_up(doors, "bob@example.org")

    refused = {}
    for name, headers in {"nobody": {}, "bob": {**bob, "X-Workspace": "ws_demo"}}.items():
        with (
            pytest.raises(WebSocketDenialResponse) as denied,
            doors.websocket_connect(SOCKET, headers=headers),
        ):
            pass
        refused[name] = denied.value.status_code
    with doors.websocket_connect(f"{SOCKET}?workspace_id=ws_demo", headers=ada) as socket:
        opened = socket.receive_json()

    assert refused == {"nobody": 401, "bob": 404}
    assert opened == {"workspace": "ws_demo"}


def test_a_socket_takes_a_key_in_its_address(doors: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(doors, "ada@example.org")
    body = {"name": "script", "scope": "write"}
    secret = doors.post("/api/auth/keys", json=body, headers=ada).json()["secret"]

    with doors.websocket_connect(f"{SOCKET}?api_key={secret}") as socket:
        assert socket.receive_json()["workspace"].startswith("ws_")


@pytest.mark.parametrize("withdrawn", ["membership", "session"])
def test_an_open_socket_notices_a_right_withdrawn(
    doors: TestClient, sign_up: SignUp, withdrawn: str
) -> None:
    ada = sign_up(doors, "ada@example.org")
    bob = sign_up(doors, "bob@example.org")
    body = {"email": "bob@example.org", "role": "editor"}
    token = doors.post("/api/workspaces/ws_demo/invite", json=body, headers=ada).json()
    params = {"token": token["invite_token"]}
    doors.post("/api/workspaces/ws_demo/join", params=params, headers=bob)
    login = {"email": "bob@example.org", "password": "a long enough phrase"}
    session = doors.post("/api/auth/login", json=login).json()
    doors.cookies.clear()
    bearer = {"Authorization": f"Bearer {session['access_token']}"}

    with doors.websocket_connect(f"{SOCKET}?workspace_id=ws_demo", headers=bearer) as socket:
        socket.receive_json()
        socket.send_text("still there?")
        before = socket.receive_json()
        if withdrawn == "membership":
            doors.post("/api/workspaces/ws_demo/leave", headers=bob)
        else:
            doors.post("/api/auth/logout", json={"refresh_token": session["refresh_token"]})
        socket.send_text("still there?")
        closed = socket.receive()

    assert before == {"role": "editor"}
    assert (closed["type"], closed["code"]) == ("websocket.close", 1008)
    assert "withdrawn" in closed["reason"]


def test_a_stale_cookie_does_not_lock_the_owner_of_an_open_server_out(
    build_people_app: Build,
) -> None:
    client = build_people_app()
    client.cookies.set("armillary_access", "stale")

    assert client.get("/api/me").json()["actor"]["kind"] == "local"
