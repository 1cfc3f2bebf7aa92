"""What two browsers of one workspace choose together, over the real app and its sockets."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from armillary.app import create_app
from armillary.settings import Settings
from tests.support.databases import migrated

ADDRESS = "/api/workspaces/ws_demo/state"
SOCKET = "ws://127.0.0.1:8609/ws/workspace/ws_demo"


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    chosen = settings.model_copy(update={"workers": 0})
    with TestClient(create_app(migrated(chosen)), base_url="http://127.0.0.1:8609") as opened:
        yield opened


def choose(client: TestClient, *updates: dict[str, Any], status: int = 200) -> dict[str, Any]:
    answer = client.post(ADDRESS, json={"updates": list(updates)})
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def hear(socket: Any, kind: str) -> dict[str, Any]:
    while (message := socket.receive_json())["type"] != kind:
        pass
    return dict(message)


def test_a_change_made_in_one_browser_reaches_the_other_and_its_sender(client: TestClient) -> None:
    with client.websocket_connect(SOCKET) as one, client.websocket_connect(SOCKET) as other:
        begin = hear(one, "workspace_state")
        hear(other, "workspace_state")

        one.send_json({"type": "state_update", "path": "selected_algorithm", "value": "lightgbm"})
        other_heard = hear(other, "state_update")
        other.send_json({"type": "state_update", "path": "hyperparameters.c", "value": 0.5})
        mine = [hear(one, "state_update"), hear(one, "state_update")]
        held = client.get(ADDRESS).json()

    assert begin["state"] == {}
    assert [user["id"] for user in begin["users"]] == ["local"]
    assert other_heard["value"] == "lightgbm"
    assert [(one["path"], one["value"], one["old_value"], one["user_id"]) for one in mine] == [
        ("selected_algorithm", "lightgbm", None, "local"),
        ("hyperparameters.c", 0.5, None, "local"),
    ]
    assert held["state"] == {"selected_algorithm": "lightgbm", "hyperparameters": {"c": 0.5}}
    assert (held["version"], held["active_users"]) == (2, 1)


def test_the_last_writer_wins_and_a_whole_takes_the_place_of_its_parts(client: TestClient) -> None:
    choose(client, {"path": "hyperparameters.c", "value": 1}, {"path": "seed", "value": 3})
    choose(client, {"path": "hyperparameters", "value": {"depth": None}})
    choose(client, {"path": "hyperparameters.rounds", "value": 9}, {"path": "seed"})

    held = client.get(ADDRESS).json()

    assert held["state"] == {"hyperparameters": {"depth": None, "rounds": 9}}
    assert held["version"] == 5


def test_a_part_can_be_taken_away_from_a_whole(client: TestClient) -> None:
    choose(client, {"path": "hyperparameters", "value": {"depth": 3, "rounds": 9}})

    choose(client, {"path": "hyperparameters.depth"})

    assert client.get(ADDRESS).json()["state"] == {"hyperparameters": {"rounds": 9}}


def test_what_was_chosen_survives_a_restart(settings: Settings) -> None:
    chosen = settings.model_copy(update={"workers": 0})
    for begin in (True, False):
        with TestClient(create_app(chosen), base_url="http://127.0.0.1:8609") as client:
            if begin:
                choose(client, {"path": "selected_algorithm", "value": "xgboost"})
            else:
                assert client.get(ADDRESS).json()["state"] == {"selected_algorithm": "xgboost"}


@pytest.mark.parametrize(
    ("update", "status"),
    [
        ({"path": "a..b", "value": 1}, 400),
        ({"path": "a b", "value": 1}, 400),
        ({"path": "a", "value": "x" * 5000}, 413),
    ],
)
def test_what_is_no_choice_is_refused_whole(
    client: TestClient, update: dict[str, Any], status: int
) -> None:
    choose(client, {"path": "good", "value": 1}, update, status=status)

    assert client.get(ADDRESS).json()["state"] == {}


def test_those_who_only_look_choose_nothing(people_app: TestClient, sign_up: Any) -> None:
    owner = sign_up(people_app, "ada@example.org")
    viewer = sign_up(people_app, "eve@example.org")
    room, wanted = "/api/workspaces/ws_demo", {"email": "eve@example.org", "role": "viewer"}
    token = people_app.post(f"{room}/invite", json=wanted, headers=owner).json()["invite_token"]
    people_app.post(f"{room}/join", params={"token": token}, headers=viewer).raise_for_status()
    body = {"updates": [{"path": "selected_algorithm", "value": "xgboost"}]}

    refused = people_app.post(ADDRESS, json=body, headers=viewer)

    assert refused.status_code == 403
    assert people_app.get(ADDRESS, headers=viewer).json()["state"] == {}


def test_a_socket_says_who_is_there_and_answers_a_ping(client: TestClient) -> None:
    with client.websocket_connect(SOCKET) as one:
        hear(one, "workspace_state")
        with client.websocket_connect(SOCKET) as other:
            joined = hear(one, "user_joined")
            hear(other, "workspace_state")
            other.send_json({"type": "presence_update", "updates": {"current_view": "train"}})
            looked = hear(one, "presence_update")
            users = client.get("/api/workspaces/ws_demo/users").json()["users"]
            other.send_json({"type": "nonsense"})
            problem = hear(other, "error")
        left = hear(one, "user_left")
        one.send_json({"type": "ping"})

        assert hear(one, "pong") == {"type": "pong"}

    assert joined["user"]["role"] == "owner"
    assert looked["updates"] == {"current_view": "train"}
    assert [user["id"] for user in users] == ["local"]
    assert "state_update" in problem["message"]
    assert left["user"] == {"id": "local", "name": "Local owner"}
