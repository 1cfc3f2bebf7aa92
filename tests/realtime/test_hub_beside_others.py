"""The hub beside others: writers in threads and processes, servers on one database."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack

import pytest

from armillary import realtime
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.capabilities.workspaces import Members
from armillary.realtime import Hub, open_bus
from armillary.settings import Settings

from .conftest import WORKSPACE, running, take

pytestmark = pytest.mark.anyio
Say = Callable[..., None]


WRITER = """
import sys
from pathlib import Path
from armillary import realtime
from armillary.base.database import Database
from armillary.settings import Settings

settings = Settings(data_dir=Path(sys.argv[1]))
database, bus = Database(settings.database_address), realtime.open_bus(settings)
realtime.attach(database, bus)
for fact in range(int(sys.argv[2])):
    with database.write() as session:
        realtime.append(session, "a", "said", {"fact": fact}, workspace_id="ws_demo")
bus.close()
database.dispose()
"""


async def test_processes_on_one_sqlite_file_wake_each_other(
    hub: Hub, settings: Settings, say: Say, owner: Actor
) -> None:
    say("a", "begin")
    async with hub.subscribe({"a": None}, owner) as subscription:
        await take(subscription)
        command = [sys.executable, "-c", WRITER, str(settings.data_dir), "50"]
        writers = [subprocess.Popen(command, env=os.environ.copy()) for _ in range(2)]
        heard = await take(subscription, 100)

    assert [one.wait() for one in writers] == [0, 0]
    assert [one["number"] for one in heard] == list(range(2, 102))


@pytest.mark.postgres
async def test_servers_on_one_postgresql_wake_each_other(
    postgres_url: str, settings: Settings, identifier: Members, owner: Actor
) -> None:
    given = Settings(**{**settings.model_dump(), "database_url": postgres_url})
    async with AsyncExitStack() as stack:
        hubs = []
        for _ in range(2):
            database, bus = Database(postgres_url), open_bus(given)
            stack.callback(database.dispose)
            stack.callback(bus.close)
            database.create_all()
            hubs.append(
                (await stack.enter_async_context(running(Hub(database, bus, identifier))), database)
            )
        (here, _), (_, their_database) = hubs
        with their_database.write() as session:
            realtime.append(session, "a", "said", {}, workspace_id=WORKSPACE)
        subscription = await stack.enter_async_context(here.subscribe({"a": None}, owner))
        await take(subscription)
        late = []
        for _ in range(5):
            begin = time.monotonic()
            with their_database.write() as session:
                realtime.append(session, "a", "said", {"no": "NUL \0"}, workspace_id=WORKSPACE)
            await take(subscription)
            late.append(time.monotonic() - begin)

    # The look each second would take half a second in the mean.
    assert sorted(late)[2] < 0.2


async def test_subscribing_while_others_write_misses_nothing(
    hub: Hub, database: Database, say: Say, owner: Actor
) -> None:
    say("a", "begin")

    async def listen(after: int) -> list[int]:
        async with hub.subscribe({"a": after}, owner) as subscription:
            heard = []
            while not heard or heard[-1] < 201:
                message = (await take(subscription))[0]
                assert message["type"] != "refetch"
                heard.append(message["number"])
        return heard[1:]

    async def write() -> None:
        for fact in range(200):
            await asyncio.to_thread(say, "a", fact)

    writing = asyncio.create_task(write())
    listening = []
    while not writing.done() and len(listening) < 40:
        listening.append(asyncio.create_task(listen(1)))
        await asyncio.to_thread(say, "other", 1)
    heard = await asyncio.gather(*listening)
    await writing

    assert all(one == list(range(2, 202)) for one in heard)
