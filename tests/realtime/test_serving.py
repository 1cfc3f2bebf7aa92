"""What a client may say, and what it is answered; over the transport for tests."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from armillary.base.access import Actor
from armillary.realtime import Hub, serving
from armillary.realtime.routes import MESSAGES
from armillary.realtime.serving import serve
from armillary.realtime.transports import MemoryTransport

from .conftest import OPEN_TIMEOUT_S

pytestmark = pytest.mark.anyio
Say = Callable[..., None]


class Client:
    """A client that talks to the server."""

    def __init__(self, hub: Hub, actor: Actor) -> None:
        self.transport = MemoryTransport()
        self.serving = asyncio.create_task(serve(self.transport, hub, actor, MESSAGES))

    async def ask(self, message: Any) -> Any:
        self.transport.say(message)
        return await self.hear()

    async def hear(self) -> Any:
        async with asyncio.timeout(OPEN_TIMEOUT_S):
            return await self.transport.hear()

    async def leave(self) -> None:
        self.transport.leave()
        async with asyncio.timeout(OPEN_TIMEOUT_S):
            await self.serving


@pytest.fixture
async def client(hub: Hub, owner: Actor) -> AsyncIterator[Client]:
    connected = Client(hub, owner)
    yield connected
    await connected.leave()


async def test_a_client_subscribes_hears_and_unsubscribes(client: Client, say: Say) -> None:
    say("a", 1)

    subscribed = await client.ask({"type": "subscribe", "topics": [{"topic": "a", "after": 0}]})
    event = await client.hear()
    client.transport.say({"type": "unsubscribe", "topics": ["a", "unheard"]})
    pong = await client.ask({"type": "ping"})
    say("a", 2)
    again = await client.ask({"type": "subscribe", "topics": [{"topic": "a"}]})

    assert subscribed == {"type": "subscribed", "topic": "a", "number": 0}
    assert {key: event[key] for key in ("type", "topic", "number", "event", "data")} == {
        "type": "event",
        "topic": "a",
        "number": 1,
        "event": "said",
        "data": {"fact": 1},
    }
    assert pong == {"type": "pong"}
    assert again == {"type": "subscribed", "topic": "a", "number": 2}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("{", "must be a JSON object"),
        ("[1]", "must be a JSON object"),
        ("", "must be a JSON object"),
        ("\ufffd", "must be a JSON object"),
        ({}, "`type` must be one of: ping, subscribe, unsubscribe; got None"),
        ({"type": "dance"}, "got 'dance'"),
        ({"type": ["ping"]}, "`type` must be one of"),
        ({"type": "subscribe"}, "`topics` must be a list"),
        ({"type": "subscribe", "topics": ["a"]}, "A topic must be given as"),
        ({"type": "subscribe", "topics": [{"after": 1}]}, "1 to 200 printable characters"),
        ({"type": "subscribe", "topics": [{"topic": "x" * 201}]}, "1 to 200 printable characters"),
        ({"type": "subscribe", "topics": [{"topic": "a\0"}]}, "printable characters"),
        ({"type": "subscribe", "topics": [{"topic": "a", "after": -1}]}, "got -1"),
        ({"type": "subscribe", "topics": [{"topic": "a", "after": "1"}]}, "got '1'"),
        ({"type": "subscribe", "topics": [{"topic": "a", "after": True}]}, "got True"),
        ({"type": "subscribe", "topics": [{"topic": "a", "after": 1e300}]}, "got 1e+300"),
        ({"type": "unsubscribe", "topics": "a"}, "must be a list of names"),
        ({"type": "unsubscribe", "topics": [1]}, "printable characters; got 1"),
        ({"type": "ping", "more": "x" * 300_000}, "may have 262144 characters; got 300"),
    ],
)
async def test_what_cannot_be_understood_is_explained_and_the_connection_stays(
    client: Client, message: Any, expected: str
) -> None:
    answer = await client.ask(message)
    pong = await client.ask({"type": "ping"})

    assert answer["type"] == "error"
    assert expected in answer["message"]
    assert len(answer["message"]) < 300
    assert pong == {"type": "pong"}


async def test_a_connection_has_a_limit_of_topics(client: Client, say: Say) -> None:
    names = [f"t{number:03}" for number in range(501)]
    too_many = await client.ask({"type": "subscribe", "topics": [{"topic": one} for one in names]})
    for name in names[:500]:
        say(name, 1)
    enough = [{"topic": one, "after": 0} for one in names[:500]]
    client.transport.say({"type": "subscribe", "topics": enough})
    begun = [await client.hear() for _ in range(1000)]
    one_more = await client.ask({"type": "subscribe", "topics": [{"topic": names[500]}]})

    assert "may listen to 500 topics; this would make 501" in too_many["message"]
    assert sum(message["type"] == "subscribed" for message in begun) == 500
    assert sum(message["type"] == "event" for message in begun) == 500
    assert one_more["type"] == "error"


async def test_a_client_that_talks_only_nonsense_is_turned_out(hub: Hub, owner: Actor) -> None:
    client = Client(hub, owner)
    for _ in range(serving.MAX_PROBLEMS):
        assert (await client.ask("nonsense"))["type"] == "error"

    client.transport.say("nonsense")
    await client.serving

    assert client.transport.closed_with == (
        1008,
        "Too many messages that cannot be understood.",
    )


async def test_a_client_that_never_reads_holds_up_only_itself(hub: Hub, owner: Actor) -> None:
    silent, other = Client(hub, owner), Client(hub, owner)
    for number in range(3000):
        silent.transport.say({"type": "subscribe", "topics": [{"topic": f"none {number}"}]})

    # The other asks for what threads do too; pings alone would keep the loop, and the threads of
    # the silent one waiting for the interpreter.
    async with asyncio.timeout(OPEN_TIMEOUT_S):
        while silent.transport.unread > 2500:
            await other.ask({"type": "subscribe", "topics": [{"topic": "none"}]})
    for _ in range(100):
        await other.ask({"type": "subscribe", "topics": [{"topic": "none"}]})
    assert await other.ask({"type": "ping"}) == {"type": "pong"}

    # The server reads on once the client has read what it was answered.
    assert silent.transport.unread > 2400
    await silent.leave()
    await other.leave()


async def test_a_client_that_leaves_in_the_middle_is_no_failure(
    hub: Hub, say: Say, owner: Actor
) -> None:
    say("a", *range(100))
    client = Client(hub, owner)
    await client.ask({"type": "subscribe", "topics": [{"topic": "a", "after": 0}]})

    await client.leave()

    assert hub.count_topics() == 0


async def test_a_server_that_stops_says_so(hub: Hub, owner: Actor) -> None:
    client = Client(hub, owner)
    await client.ask({"type": "ping"})

    await hub.stop()
    await client.serving

    assert client.transport.closed_with == (1012, "The server is stopping; come back.")
