"""Databases, buses and hubs as a server has them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from armillary import realtime
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.capabilities import accounts, workspaces
from armillary.migrations import load_tables
from armillary.realtime import Bus, Hub, Subscription, open_bus
from armillary.settings import Settings

WORKSPACE = "ws_demo"
OPEN_TIMEOUT_S = 10.0


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """An empty SQLite database with all tables."""
    load_tables()
    opened = Database(settings.database_address)
    opened.create_all()
    yield opened
    opened.dispose()


@pytest.fixture
def bus(settings: Settings) -> Iterator[Bus]:
    """The bus of one machine."""
    opened = open_bus(settings)
    yield opened
    opened.close()


@pytest.fixture
def identifier(settings: Settings) -> workspaces.Members:
    return workspaces.Members(accounts.Accounts(settings))


@pytest.fixture
async def hub(database: Database, bus: Bus, identifier: workspaces.Members) -> AsyncIterator[Hub]:
    """A hub that runs."""
    opened = Hub(database, bus, identifier)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
def say(database: Database) -> Callable[..., None]:
    """Append facts to a topic, all in one unit of work."""

    def append(topic: str, *facts: Any, workspace_id: str = WORKSPACE) -> None:
        with database.write() as session:
            for fact in facts:
                realtime.append(session, topic, "said", {"fact": fact}, workspace_id=workspace_id)

    return append


@pytest.fixture
def owner() -> Actor:
    return Actor.local(WORKSPACE)


async def take(subscription: Subscription, count: int = 1) -> list[dict[str, Any]]:
    """Take the next messages of a subscription, as a client reads them."""
    from armillary.base.values import from_json

    async with asyncio.timeout(OPEN_TIMEOUT_S):
        return [from_json((await anext(subscription)).text) for _ in range(count)]


@asynccontextmanager
async def running(hub: Hub) -> Any:
    """Start a hub, and stop it at the end."""
    await hub.start()
    try:
        yield hub
    finally:
        await hub.stop()
