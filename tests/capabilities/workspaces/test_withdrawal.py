"""Who loses a right hears nothing more, at once, also on sockets that were open before."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from armillary import realtime
from armillary.realtime import routes

SOCKET = "ws://localhost:8000/ws/events"
SUBSCRIBE = {"type": "subscribe", "topics": [{"topic": "workspace:ws_demo"}]}
SignUp = Callable[[TestClient, str], dict[str, str]]


@pytest.fixture
def live(build_people_app: Callable[..., TestClient]) -> Iterator[TestClient]:
    """A server of people with a real hub and a real bus."""
    client = build_people_app(routes.router, accounts=True)
    state = client.app.state.armillary  # type: ignore[attr-defined]  # a FastAPI app
    state.bus = realtime.open_bus(state.settings)
    with client:
        assert client.portal is not None
        state.hub = realtime.Hub(state.database, state.bus, state.identifier)
        client.portal.call(state.hub.start)
        yield client
        client.portal.call(state.hub.stop)
    state.bus.close()


def add_member(client: TestClient, owner: dict[str, str], member: dict[str, str]) -> str:
    body = {"email": "bob@example.org", "role": "viewer"}
    invited = client.post("/api/workspaces/ws_demo/invite", json=body, headers=owner).json()
    params = {"token": invited["invite_token"]}
    joined = client.post("/api/workspaces/ws_demo/join", params=params, headers=member)
    assert joined.status_code == 200
    return str(client.get("/api/me", headers=member).json()["actor"]["id"])


def test_a_removed_member_hears_nothing_more(live: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(live, "ada@example.org")
    bob = sign_up(live, "bob@example.org")
    member = add_member(live, ada, bob)

    with live.websocket_connect(SOCKET, headers=bob) as socket:
        socket.send_json(SUBSCRIBE)
        assert socket.receive_json()["type"] == "subscribed"
        live.delete(f"/api/workspaces/ws_demo/members/{member}", headers=ada)
        heard = [socket.receive_json()]
        while heard[-1]["type"] != "denied":
            heard.append(socket.receive_json())

    assert heard[-1]["topic"] == "workspace:ws_demo"


@pytest.mark.parametrize("ended", ["sign-in", "key"])
def test_whose_sign_in_or_key_has_ended_is_put_out(
    live: TestClient, sign_up: SignUp, ended: str
) -> None:
    ada = sign_up(live, "ada@example.org")
    made = live.post("/api/auth/keys", json={"name": "script", "scope": "read"}, headers=ada)
    login = {"email": "ada@example.org", "password": "a long enough phrase"}
    session = live.post("/api/auth/login", json=login).json()
    live.cookies.clear()
    shown = {
        "sign-in": {"Authorization": f"Bearer {session['access_token']}"},
        "key": {"X-API-Key": made.json()["secret"]},
    }[ended]

    with live.websocket_connect(SOCKET, headers=shown) as socket:
        if ended == "sign-in":
            live.post("/api/auth/logout", json={"refresh_token": session["refresh_token"]})
        else:
            live.delete(f"/api/auth/keys/{made.json()['key']['id']}", headers=ada)
        closed = socket.receive()

    assert (closed["type"], closed["code"]) == ("websocket.close", 1008)
    assert closed["reason"] == "Your access has been withdrawn."
