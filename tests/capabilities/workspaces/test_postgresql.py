"""People and workspaces on PostgreSQL, where registering takes a lock of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

PASSWORD = "a long enough phrase"


@pytest.mark.postgres
def test_of_many_who_register_at_once_one_is_the_first(
    build_people_app: Callable[..., TestClient], postgres_url: str
) -> None:
    client = build_people_app(accounts=True, registration="first", database_url=postgres_url)

    def register(number: int) -> int:
        body = {"email": f"person{number}@example.org", "password": PASSWORD}
        return client.post("/api/auth/register", json=body).status_code

    # One event loop for all of them, as in a server.
    with client, ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(register, range(8)))

    assert answers == [201] + [403] * 7


@pytest.mark.postgres
def test_a_team_on_postgresql(
    build_people_app: Callable[..., TestClient],
    sign_up: Callable[[TestClient, str], dict[str, str]],
    postgres_url: str,
) -> None:
    client = build_people_app(accounts=True, database_url=postgres_url)
    ada = sign_up(client, "ada@example.org")
    bob = sign_up(client, "bob@example.org")
    body = {"email": "bob@example.org", "role": "editor"}
    invited = client.post("/api/workspaces/ws_demo/invite", json=body, headers=ada).json()

    params = {"token": invited["invite_token"]}
    joined = client.post("/api/workspaces/ws_demo/join", params=params, headers=bob)
    made = client.post("/api/auth/keys", json={"name": "script", "scope": "read"}, headers=bob)
    me = client.get("/api/me", headers={"X-API-Key": made.json()["secret"]})
    login = client.post(
        "/api/auth/login", json={"email": "ada@example.org", "password": PASSWORD}
    ).json()
    renewed = client.post("/api/auth/refresh", json={"refresh_token": login["refresh_token"]})

    assert joined.json() == {"status": "joined", "role": "editor"}
    assert [item["role"] for item in me.json()["workspaces"]] == ["viewer", "viewer"]
    assert renewed.status_code == 200
