"""The short way says what the route says, and hears of every change at once."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from armillary.app import create_app
from armillary.base.access import DEMO_WORKSPACE
from armillary.base.database import Database
from armillary.capabilities.models import answering
from armillary.capabilities.models.tables import StoredModel
from armillary.settings import Settings
from tests.support.databases import migrated

ROW = {"area": 40, "town": "Bonn", "price": 550}
BODIES = (
    json.dumps({"rows": [ROW]}).encode(),
    json.dumps({"rows": [ROW, {**ROW, "town": None}], "more": [1]}).encode(),
    b'{"rows": [{"area": NaN, "town": "Bonn", "price": 1e999}]}',
    b'{"rows": [{"area": 36893488147419103232, "town": "Bonn", "price": 5}]}',
    b'{"rows": [{"area": 1, "area": 40.5, "town": "K\\u00f6ln", "price": 5}]}',
    b'{"rows": [{"area": 40, "town": "\\ud800", "price": 5}]}',
    b'\xef\xbb\xbf{"rows": [{"area": 40, "town": "Bonn", "price": 5}]}',
    '{"rows": [{"area": 40, "town": "Köln", "price": 5}]}'.encode("utf-16"),
    b'{"rows": [{"area": "wide", "town": "Bonn", "price": 5}]}',
    b'{"rows": [{"town": "Bonn"}]}',
    b'{"rows": [{}]}',
    b'{"rows": []}',
    b'{"rows": {}}',
    b'{"rows": [1]}',
    b"{}",
    b"[]",
    b"null",
    b"",
    b'{"rows": ',
    b'{"rows": [{"area": %s1%s}]}' % (b"[" * 300, b"]" * 300),
)
SHORT, LONG = "application/json", "application/json; charset=utf-8"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A server where people sign in."""
    return Settings(**{**settings.model_dump(), "accounts": True})


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(migrated(settings)), base_url="http://127.0.0.1:8608") as opened:
        yield opened


@pytest.fixture
def owner(client: TestClient) -> dict[str, str]:
    return _sign_up(client, "ada")


def test_odd_and_even_requests_are_answered_alike(
    client: TestClient,
    owner: dict[str, str],
    add_model: Callable[..., Any],
    frame: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_model(frame, "let", "classification", "logistic_regression")
    taken = 0
    predict = answering.predict

    async def count(*given: Any) -> Any:
        nonlocal taken
        taken += 1
        return await predict(*given)

    monkeypatch.setattr(answering, "predict", count)
    short = [_ask(client, body, {**owner, "Content-Type": SHORT}) for body in BODIES]
    by_short, taken = taken, 0
    long = [_ask(client, body, {**owner, "Content-Type": LONG}) for body in BODIES]

    assert short == long
    assert {status for status, _, _ in short} == {200, 422}
    assert by_short == taken > 5


def test_a_body_that_grows_too_large_as_it_comes_is_refused_alike(
    client: TestClient, owner: dict[str, str]
) -> None:
    answers = []
    for kind in (SHORT, LONG):
        pieces = (b" " * 2**20 for _ in range(12))
        headers = {**owner, "Content-Type": kind}
        sent = client.post("/api/models/model_1/predict", content=pieces, headers=headers)
        answers.append((sent.status_code, sent.json()["code"]))

    assert answers == [(413, "too_large")] * 2


def test_strangers_are_turned_away_alike(
    client: TestClient, owner: dict[str, str], add_model: Callable[..., Any], frame: Any
) -> None:
    add_model(frame, "let", "classification", "logistic_regression")
    other = _sign_up(client, "bob")
    strangers: list[dict[str, str]] = [
        {},
        {"X-API-Key": "arm_nothing"},
        other,
        {**other, "X-Workspace": DEMO_WORKSPACE},
    ]

    short = [_ask(client, BODIES[0], {**who, "Content-Type": SHORT}) for who in strangers]
    long = [_ask(client, BODIES[0], {**who, "Content-Type": LONG}) for who in strangers]

    assert [status for status, _, _ in short] == [401, 401, 404, 404]
    assert short == long


def test_a_key_that_is_revoked_opens_nothing_more(
    client: TestClient, owner: dict[str, str], add_model: Callable[..., Any], frame: Any
) -> None:
    add_model(frame, "let", "classification", "logistic_regression")
    made = client.post("/api/auth/keys", json={"name": "bot", "scope": "read"}, headers=owner)
    key = {"X-API-Key": made.json()["secret"], "X-Workspace": DEMO_WORKSPACE}
    before = [_ask(client, BODIES[0], key)[0] for _ in range(3)]

    client.delete(f"/api/auth/keys/{made.json()['key']['id']}", headers=owner).raise_for_status()

    assert before == [200] * 3
    assert _ask(client, BODIES[0], key)[0] == 401


def test_who_is_put_out_of_a_workspace_asks_its_models_nothing_more(
    client: TestClient, owner: dict[str, str], add_model: Callable[..., Any], frame: Any
) -> None:
    add_model(frame, "let", "classification", "logistic_regression")
    bob = {**_sign_up(client, "bob"), "X-Workspace": DEMO_WORKSPACE}
    body = {"email": "bob@example.org", "role": "viewer"}
    place = f"/api/workspaces/{DEMO_WORKSPACE}"
    invited = client.post(f"{place}/invite", json=body, headers=owner).json()
    client.post(f"{place}/join", params={"token": invited["invite_token"]}, headers=bob)
    before = _ask(client, BODIES[0], bob)[0]

    who = client.get("/api/me", headers=bob).json()["actor"]["id"]
    client.delete(f"{place}/members/{who}", headers=owner).raise_for_status()

    assert before == 200
    assert _ask(client, BODIES[0], bob)[0] == 404


def test_what_another_process_changes_is_heard_of_at_once(
    client: TestClient,
    owner: dict[str, str],
    add_model: Callable[..., Any],
    frame: Any,
    settings: Settings,
    open_database: Callable[[str], Database],
) -> None:
    for number in (1, 2):
        add_model(frame, "let", "classification", "logistic_regression", number)
        body, headers = {"name": "flats"}, {**owner, "X-Workspace": DEMO_WORKSPACE}
        client.post(f"/api/models/model_{number}/register", json=body, headers=headers)
    other = open_database(settings.database_address)
    asked, named = {**owner, "Content-Type": SHORT, "X-Workspace": DEMO_WORKSPACE}, []

    for number in (1, 2, 1):
        with other.write() as session:
            for row in session.query(StoredModel):
                row.stage = "none"
            session.flush()
            session.get_one(StoredModel, f"model_{number}").stage = "production"
        for _ in range(2):
            answer = client.post("/api/models/flats/predict", content=BODIES[0], headers=asked)
            named.append(answer.json()["model_id"])
    with other.write() as session:
        session.delete(session.get_one(StoredModel, "model_1"))

    assert named == ["model_1"] * 2 + ["model_2"] * 2 + ["model_1"] * 2
    assert _ask(client, BODIES[0], owner)[0] == 404


def _ask(client: TestClient, body: bytes, headers: dict[str, str]) -> tuple[int, Any, Any]:
    given = {"Content-Type": SHORT, "X-Workspace": DEMO_WORKSPACE, **headers}
    answer = client.post("/api/models/model_1/predict", content=body, headers=given)
    shown = {key: value for key, value in answer.json().items() if key != "request_id"}
    told = {key: value for key, value in answer.headers.items() if key != "x-request-id"}
    return answer.status_code, shown, told


def _sign_up(client: TestClient, name: str) -> dict[str, str]:
    body = {"email": f"{name}@example.org", "password": "a long enough phrase", "name": name}
    answer = client.post("/api/auth/register", json=body)
    assert answer.status_code == 201, answer.text
    client.cookies.clear()
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}
