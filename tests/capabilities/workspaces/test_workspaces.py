"""Workspaces, their members, and invitations."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from armillary import realtime
from armillary.capabilities.workspaces import invites

SignUp = Callable[[TestClient, str], dict[str, str]]
Build = Callable[..., TestClient]


def user_id(client: TestClient, headers: dict[str, str]) -> str:
    identity = client.get("/api/me", headers=headers).json()["actor"]["user_id"]
    assert isinstance(identity, str)
    return identity


def invite(client: TestClient, owner: dict[str, str], role: str = "viewer") -> str:
    body = {"email": "bob@example.org", "role": role}
    answer = client.post("/api/workspaces/ws_demo/invite", json=body, headers=owner)
    assert answer.status_code == 200, answer.text
    token = answer.json()["invite_token"]
    assert answer.json()["invite_url"] == f"/workspace/ws_demo/join?token={token}"
    return str(token)


def join(client: TestClient, headers: dict[str, str], token: str, to: str = "ws_demo") -> object:
    answer = client.post(f"/api/workspaces/{to}/join", params={"token": token}, headers=headers)
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_everyone_gets_a_workspace_and_the_first_person_the_demo_too(
    people_app: TestClient, sign_up: SignUp
) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")

    seen = [
        [(item["name"], item["role"]) for item in me["workspaces"]]
        for me in (people_app.get("/api/me", headers=one).json() for one in (ada, bob))
    ]

    assert seen == [
        [("Ada's workspace", "owner"), ("Demo", "owner")],
        [("Bob's workspace", "owner")],
    ]


def test_without_accounts_the_owner_of_this_machine_owns_everything(
    build_people_app: Build,
) -> None:
    client = build_people_app()

    made = client.post("/api/workspaces", json={"name": " Ours "}).json()["workspace"]
    me = client.get("/api/me", headers={"X-Workspace": made["id"]}).json()

    assert me["actor"]["kind"] == "local"
    assert [(item["name"], item["role"]) for item in me["workspaces"]] == [
        ("Ours", "owner"),
        ("Demo", "owner"),
    ]
    assert client.get(f"/api/workspaces/{made['id']}").json()["workspace"] == made
    assert client.get("/api/workspaces/ws_nothing").status_code == 404


def test_a_workspace_one_is_no_member_of_is_not_there(
    people_app: TestClient, sign_up: SignUp
) -> None:
    sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")

    foreign = people_app.get("/api/workspaces/ws_demo", headers=bob)
    absent = people_app.get("/api/workspaces/ws_nothing", headers=bob)

    assert [foreign.status_code, absent.status_code] == [404, 404]
    assert foreign.json()["error"] == absent.json()["error"].replace("ws_nothing", "ws_demo")


def test_an_invitation_makes_one_member_with_the_role_it_names(
    people_app: TestClient, sign_up: SignUp
) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")
    eve = sign_up(people_app, "eve@example.org")
    token = invite(people_app, ada, "editor")

    joined = [join(people_app, bob, token), join(people_app, eve, token)]
    members = people_app.get("/api/workspaces/ws_demo/members", headers=bob).json()["members"]

    assert joined == [{"status": "joined", "role": "editor"}, 400]
    assert [(member["name"], member["role"]) for member in members] == [
        ("Ada", "owner"),
        ("Bob", "editor"),
    ]


def test_an_invitation_counts_only_for_its_workspace_and_its_week(
    people_app: TestClient, sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")
    good = invite(people_app, ada)
    monkeypatch.setattr(invites, "LIFETIME", timedelta(seconds=-1))
    late = invite(people_app, ada)

    answers = [
        join(people_app, bob, good, to="ws_other"),
        join(people_app, bob, late),
        join(people_app, bob, "nonsense"),
        join(people_app, bob, ""),
    ]

    assert answers == [400, 400, 400, 400]


def test_an_invitation_never_lowers_a_role(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")

    answer = join(people_app, ada, invite(people_app, ada, "viewer"))

    assert answer == {"status": "joined", "role": "owner"}


def test_a_withdrawn_invitation_is_worth_nothing(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")
    token = invite(people_app, ada)
    (listed,) = people_app.get("/api/workspaces/ws_demo/invites", headers=ada).json()["invites"]

    people_app.delete(f"/api/workspaces/ws_demo/invites/{listed['id']}", headers=ada)

    assert token not in str(listed)
    assert join(people_app, bob, token) == 400


def test_a_viewer_reads_and_changes_nothing(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")
    join(people_app, bob, invite(people_app, ada, "viewer"))

    read = people_app.get("/api/workspaces/ws_demo", headers=bob)
    renamed = people_app.patch("/api/workspaces/ws_demo", json={"name": "Mine"}, headers=bob)
    body = {"role": "owner"}
    raised = people_app.patch(
        f"/api/workspaces/ws_demo/members/{user_id(people_app, bob)}", json=body, headers=bob
    )

    assert read.json()["workspace"]["role"] == "viewer"
    assert [renamed.status_code, raised.status_code] == [403, 403]
    assert "needs an owner; you are a viewer" in renamed.json()["error"]


def test_a_role_counts_from_the_next_request_on(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")
    join(people_app, bob, invite(people_app, ada))
    member = f"/api/workspaces/ws_demo/members/{user_id(people_app, bob)}"

    people_app.patch(member, json={"role": "owner"}, headers=ada)
    as_owner = people_app.patch("/api/workspaces/ws_demo", json={"name": "Ours"}, headers=bob)
    people_app.delete(member, headers=ada)
    removed = people_app.get("/api/workspaces/ws_demo", headers=bob)

    assert [as_owner.status_code, removed.status_code] == [200, 404]


def test_a_workspace_keeps_an_owner(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")
    member = f"/api/workspaces/ws_demo/members/{user_id(people_app, ada)}"

    answers = [
        people_app.patch(member, json={"role": "editor"}, headers=ada),
        people_app.delete(member, headers=ada),
        people_app.post("/api/workspaces/ws_demo/leave", headers=ada),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (409, "last_owner")
    ] * 3


def test_a_member_may_leave(people_app: TestClient, sign_up: SignUp) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")
    join(people_app, bob, invite(people_app, ada))

    left = people_app.post("/api/workspaces/ws_demo/leave", headers=bob)

    assert left.status_code == 200
    assert people_app.get("/api/workspaces/ws_demo", headers=bob).status_code == 404


def test_whoever_is_in_no_workspace_may_still_join_one(
    people_app: TestClient, sign_up: SignUp
) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")
    own = people_app.get("/api/me", headers=bob).json()["workspaces"][0]["id"]
    body = {"email": "ada@example.org", "role": "editor"}
    token = people_app.post(f"/api/workspaces/{own}/invite", json=body, headers=bob).json()
    join(people_app, ada, token["invite_token"], to=own)
    promoted = f"/api/workspaces/{own}/members/{user_id(people_app, ada)}"
    people_app.patch(promoted, json={"role": "owner"}, headers=bob)
    people_app.post(f"/api/workspaces/{own}/leave", headers=bob)

    me = people_app.get("/api/me", headers=bob)
    joined = join(people_app, bob, invite(people_app, ada))

    assert (me.status_code, me.json()["workspaces"]) == (200, [])
    assert joined == {"status": "joined", "role": "viewer"}


def test_what_happens_in_a_workspace_is_on_its_topic(
    people_app: TestClient, sign_up: SignUp
) -> None:
    ada = sign_up(people_app, "ada@example.org")
    bob = sign_up(people_app, "bob@example.org")
    join(people_app, bob, invite(people_app, ada))
    people_app.post("/api/workspaces/ws_demo/leave", headers=bob)

    database = people_app.app.state.armillary.database  # type: ignore[attr-defined]  # FastAPI
    with database.read() as session:
        events = realtime.read_events(session, "workspace:ws_demo")

    assert [event.type for event in events] == [
        "workspace.created",
        "member.set",
        "member.set",
        "member.removed",
    ]
    assert events[0].data["workspace"]["name"] == "Demo"
    assert events[2].data["role"] == "viewer"
