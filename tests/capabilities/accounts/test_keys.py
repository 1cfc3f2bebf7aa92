"""API keys: their scope, their secrecy and their end."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

SignUp = Callable[[TestClient, str], dict[str, str]]
Build = Callable[..., TestClient]


def make_key(client: TestClient, headers: dict[str, str], scope: str) -> dict[str, str]:
    body = {"name": "script", "scope": scope}
    answer = client.post("/api/auth/keys", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return {"X-API-Key": answer.json()["secret"]}


def test_a_key_is_shown_once_and_kept_as_a_hash(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")

    key = make_key(people_app, ada, "write")
    listed = people_app.get("/api/auth/keys", headers=ada)

    assert key["X-API-Key"] not in listed.text
    assert listed.json()["keys"][0]["hint"] == key["X-API-Key"][:10]
    database = people_app.app.state.armillary.database  # type: ignore[attr-defined]  # FastAPI
    with database.read() as session:
        stored = str(session.connection().exec_driver_sql("select * from api_keys").all())
    assert key["X-API-Key"] not in stored


@pytest.mark.parametrize("header", ["X-API-Key", "Authorization"])
def test_a_key_opens_what_its_owner_may(
    people_app: TestClient, sign_up: SignUp, header: str
) -> None:
    ada = sign_up(people_app, "ada@example.org")
    secret = make_key(people_app, ada, "admin")["X-API-Key"]

    shown = {header: secret if header == "X-API-Key" else f"Bearer {secret}"}
    actor = people_app.get("/api/me", headers=shown).json()["actor"]

    assert (actor["kind"], actor["role"], actor["name"]) == ("key", "owner", "Ada")
    assert actor["id"] == people_app.get("/api/me", headers=ada).json()["actor"]["id"]


@pytest.mark.parametrize(("scope", "role"), [("read", "viewer"), ("write", "editor")])
def test_a_scope_cuts_the_role(
    people_app: TestClient, sign_up: SignUp, scope: str, role: str
) -> None:
    key = make_key(people_app, sign_up(people_app, "ada@example.org"), scope)

    me = people_app.get("/api/me", headers=key).json()
    renamed = people_app.patch("/api/workspaces/ws_demo", json={"name": "Ours"}, headers=key)

    assert {item["role"] for item in me["workspaces"]} == {role}
    assert renamed.status_code == 403


@pytest.mark.parametrize("scope", ["read", "write"])
def test_a_narrow_key_makes_no_wider_one(
    people_app: TestClient, sign_up: SignUp, scope: str
) -> None:
    key = make_key(people_app, sign_up(people_app, "ada@example.org"), scope)

    body = {"name": "wider", "scope": "admin"}
    answer = people_app.post("/api/auth/keys", json=body, headers=key)

    assert answer.status_code == 403


def test_a_read_key_changes_nothing(people_app: TestClient, sign_up: SignUp) -> None:
    key = make_key(people_app, sign_up(people_app, "ada@example.org"), "read")

    made = people_app.post("/api/workspaces", json={"name": "New"}, headers=key)
    left = people_app.post("/api/workspaces/ws_demo/leave", headers=key)

    assert [made.status_code, left.status_code] == [403, 403]


def test_a_revoked_key_opens_nothing(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")
    key = make_key(people_app, ada, "admin")
    (record,) = people_app.get("/api/auth/keys", headers=ada).json()["keys"]

    revoked = people_app.delete(f"/api/auth/keys/{record['id']}", headers=ada)

    assert revoked.status_code == 200
    assert people_app.get("/api/me", headers=key).status_code == 401
    assert people_app.get("/api/auth/keys", headers=ada).json() == {"keys": []}


def test_nobody_revokes_the_key_of_another(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")
    key = make_key(people_app, ada, "admin")
    (record,) = people_app.get("/api/auth/keys", headers=ada).json()["keys"]

    answer = people_app.delete(f"/api/auth/keys/{record['id']}", headers=bob)

    assert answer.status_code == 404
    assert people_app.get("/api/me", headers=key).status_code == 200


def test_the_use_of_a_key_is_written_down(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")
    key = make_key(people_app, ada, "read")

    people_app.get("/api/me", headers=key)

    assert people_app.get("/api/auth/keys", headers=ada).json()["keys"][0]["last_used_at"]


def test_the_servers_key_owns_the_demo_workspace(build_people_app: Build) -> None:
    client = build_people_app(api_key="the key of the server")

    without = client.get("/api/me")
    wrong = client.get("/api/me", headers={"X-API-Key": "the key of the servex"})
    right = client.get("/api/me", headers={"Authorization": "Bearer the key of the server"})

    assert [without.status_code, wrong.status_code] == [401, 401]
    assert right.json()["actor"]["role"] == "owner"
    assert [item["id"] for item in right.json()["workspaces"]] == ["ws_demo"]


def test_a_browser_may_be_let_in_with_a_key(build_people_app: Build) -> None:
    client = build_people_app(api_key="the key of the server")

    wrong = client.post("/api/auth/login", json={"api_key": "not the key"})
    right = client.post("/api/auth/login", json={"api_key": "the key of the server"})

    assert [wrong.status_code, right.status_code] == [401, 200]
    assert client.get("/api/me").json()["actor"]["kind"] == "key"
