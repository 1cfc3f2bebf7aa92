"""Registering, signing in, staying signed in, and what a stolen token is worth."""

import stat
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from armillary.base.values import utc_now
from armillary.capabilities.accounts import sign_ins
from armillary.capabilities.accounts.passwords import Passwords

PASSWORD = "a long enough phrase"
BROWSER = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
SignUp = Callable[[TestClient, str], dict[str, str]]
Build = Callable[..., TestClient]


def register(client: TestClient, email: str = "ada@example.org", **more: Any) -> Any:
    return client.post("/api/auth/register", json={"email": email, "password": PASSWORD, **more})


def login(client: TestClient, email: str = "ada@example.org", password: str = PASSWORD) -> Any:
    return client.post("/api/auth/login", json={"email": email, "password": password})


def test_a_browser_is_signed_in_by_cookies_no_script_can_read(people_app: TestClient) -> None:
    answer = people_app.post(
        "/api/auth/register",
        json={"email": "Ada@Example.org ", "password": PASSWORD, "name": "Ada"},
        headers=BROWSER,
    )

    assert answer.status_code == 201
    user = answer.json()["user"]
    assert (user["name"], user["email"]) == ("Ada", "ada@example.org")
    assert answer.json()["access_token"] is None
    cookies = answer.headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == [
        "armillary_access",
        "armillary_refresh",
    ]
    assert all("HttpOnly" in text and "SameSite=strict" in text for text in cookies)
    assert "Path=/api/auth;" in cookies[1]
    assert people_app.get("/api/auth/me").json()["user"] == user


def test_cookies_are_secure_over_https(people_app: TestClient) -> None:
    answer = people_app.post(
        "https://localhost:8000/api/auth/register",
        json={"email": "ada@example.org", "password": PASSWORD},
    )

    assert all("Secure" in text for text in answer.headers.get_list("set-cookie"))
    assert answer.headers["cache-control"] == "no-store"


def test_a_program_signs_in_with_a_token(people_app: TestClient) -> None:
    register(people_app)
    people_app.cookies.clear()

    token = login(people_app).json()["access_token"]
    people_app.cookies.clear()
    me = people_app.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})

    assert me.json()["email"] == "ada@example.org"


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(
    people_app: TestClient,
) -> None:
    register(people_app)

    wrong = login(people_app, password="not the right phrase")
    unknown = login(people_app, email="nobody@example.org")

    assert wrong.status_code == unknown.status_code == 401
    without_id = [{**answer.json(), "request_id": None} for answer in (wrong, unknown)]
    assert without_id[0] == without_id[1]


def test_an_unknown_address_costs_one_hash_like_a_known_one(
    people_app: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(people_app)
    compared: list[str | None] = []
    real = Passwords.matches

    def watched(self: Passwords, password: str, stored: str | None) -> bool:
        compared.append(stored)
        return real(self, password, stored)

    monkeypatch.setattr(Passwords, "matches", watched)
    login(people_app, email="nobody@example.org")
    login(people_app, password="not the right phrase")

    assert [stored is None for stored in compared] == [True, False]


@pytest.mark.parametrize(
    ("email", "password", "part"),
    [
        ("ada@example.org", "short", "10 to 256 characters; got 5"),
        ("ada@example.org", "x" * 257, "10 to 256 characters; got 257"),
        ("ada@example.org", "aaaaaaaaaaaa", "different characters"),
        ("ada.lovelace@example.org", "Ada.Lovelace@example.org", "must not be the e-mail"),
        ("ada", PASSWORD, "looks like name@example.org; got 'ada'"),
        ("a@b@c", PASSWORD, "looks like name@example.org"),
    ],
)
def test_what_cannot_be_registered_is_said(
    people_app: TestClient, email: str, password: str, part: str
) -> None:
    answer = people_app.post("/api/auth/register", json={"email": email, "password": password})

    assert answer.status_code == 422
    assert part in answer.json()["error"]
    assert answer.json()["errors"][0]["loc"][0] == "body"


def test_one_address_has_one_account(people_app: TestClient) -> None:
    register(people_app)

    answer = register(people_app, email="ADA@example.org")

    assert answer.status_code == 409
    assert answer.json()["code"] == "email_taken"


def test_a_refresh_token_gives_the_next_one(people_app: TestClient) -> None:
    first = register(people_app).json()
    people_app.cookies.clear()

    second = people_app.post(
        "/api/auth/refresh", json={"refresh_token": first["refresh_token"]}
    ).json()
    people_app.cookies.clear()
    third = people_app.post("/api/auth/refresh", json={"refresh_token": second["refresh_token"]})

    assert third.status_code == 200
    assert third.json()["user"]["email"] == "ada@example.org"
    assert len({first["refresh_token"], second["refresh_token"]}) == 2


def test_a_replayed_refresh_token_ends_the_whole_sign_in(
    people_app: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stolen = register(people_app).json()
    people_app.cookies.clear()
    body = {"refresh_token": stolen["refresh_token"]}
    rightful = people_app.post("/api/auth/refresh", json=body).json()
    people_app.cookies.clear()
    monkeypatch.setattr(sign_ins, "REUSE_GRACE", timedelta(seconds=-1))

    replay = people_app.post("/api/auth/refresh", json=body)
    after = people_app.post("/api/auth/refresh", json={"refresh_token": rightful["refresh_token"]})
    bearer = {"Authorization": f"Bearer {rightful['access_token']}"}
    me = people_app.get("/api/auth/me", headers=bearer)

    assert [replay.status_code, after.status_code, me.status_code] == [401, 401, 401]


def test_two_tabs_may_renew_at_the_same_moment(people_app: TestClient) -> None:
    first = register(people_app).json()
    people_app.cookies.clear()
    body = {"refresh_token": first["refresh_token"]}

    answers = [people_app.post("/api/auth/refresh", json=body).status_code for _ in range(2)]

    assert answers == [200, 200]


def test_signing_out_ends_the_session_at_once(people_app: TestClient) -> None:
    session = register(people_app).json()

    answer = people_app.post("/api/auth/logout")
    bearer = {"Authorization": f"Bearer {session['access_token']}"}

    assert answer.status_code == 200
    assert not people_app.cookies
    assert people_app.get("/api/auth/me", headers=bearer).status_code == 401


def test_an_access_token_runs_out(people_app: TestClient) -> None:
    register(people_app)
    state = people_app.app.state.armillary  # type: ignore[attr-defined]  # a FastAPI app
    accounts = state.extra["accounts"]
    claims = accounts.tokens.read(people_app.cookies["armillary_access"])
    people_app.cookies.clear()

    old = accounts.tokens.sign(claims, utc_now() - timedelta(days=1))
    answer = people_app.get("/api/auth/me", headers={"Authorization": f"Bearer {old}"})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "run out" in answer.json()["error"]


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "arm_nonsense",
        # {"alg":"none"} with a subject: unsigned tokens are nobody's.
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyXzEiLCJzaWQiOiJzaWduXzEifQ.",
    ],
)
def test_what_is_no_token_is_refused(people_app: TestClient, token: str) -> None:
    answer = people_app.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 401
    assert token not in answer.text


def test_a_new_password_ends_other_sign_ins(people_app: TestClient, sign_up: SignUp) -> None:
    here = sign_up(people_app, "ada@example.org")
    elsewhere = {"Authorization": f"Bearer {login(people_app).json()['access_token']}"}
    people_app.cookies.clear()

    body = {"current_password": PASSWORD, "new_password": "another long phrase"}
    answer = people_app.post("/api/auth/password", json=body, headers=here)

    assert answer.status_code == 200
    assert people_app.get("/api/auth/me", headers=here).status_code == 200
    assert people_app.get("/api/auth/me", headers=elsewhere).status_code == 401
    assert login(people_app).status_code == 401
    assert login(people_app, password="another long phrase").status_code == 200


def test_only_the_first_person_registers_where_the_setting_says_so(
    build_people_app: Build,
) -> None:
    client = build_people_app(accounts=True, registration="first")

    first = register(client)
    second = register(client, email="bob@example.org")

    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (403, "registration_closed")


def test_an_invited_person_registers_where_registration_is_closed(
    build_people_app: Build, sign_up: SignUp
) -> None:
    client = build_people_app(accounts=True, registration="first")
    owner = sign_up(client, "ada@example.org")
    body = {"email": "bob@example.org", "role": "viewer"}
    invited = client.post("/api/workspaces/ws_demo/invite", json=body, headers=owner).json()

    answer = register(client, email="bob@example.org", invite_token=invited["invite_token"])

    assert answer.status_code == 201


def test_a_server_opened_by_a_key_alone_has_no_accounts(build_people_app: Build) -> None:
    client = build_people_app(api_key="the key of the server")

    answer = register(client)
    options = client.get("/api/auth/options").json()

    assert (answer.status_code, answer.json()["code"]) == (403, "no_accounts")
    assert options == {"open": False, "accounts": False, "registration": False, "api_key": True}


def test_the_signing_secret_is_made_once_and_for_this_user_alone(people_app: TestClient) -> None:
    register(people_app)
    settings = people_app.app.state.armillary.settings  # type: ignore[attr-defined]  # FastAPI

    path = settings.data_dir / "secret_key"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) == 64
    assert [entry.name for entry in settings.data_dir.glob("secret_key*")] == ["secret_key"]


def test_a_hash_made_at_other_costs_is_renewed_at_the_next_sign_in(
    build_people_app: Build,
) -> None:
    register(build_people_app(accounts=True))

    later = build_people_app(accounts=True, argon2_memory_kib=16)

    assert [login(later).status_code for _ in range(2)] == [200, 200]


def test_guessing_one_persons_password_is_slowed_down(build_people_app: Build) -> None:
    client = build_people_app(accounts=True, rate_limit=600)
    register(client)

    answers = [login(client, password="not the right phrase") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert "come back in" in answers[-1].json()["error"]
