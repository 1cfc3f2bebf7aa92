"""The hub: resuming, slow listeners, lost hints, rights."""

import threading
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import SimpleNamespace
from typing import Any

import anyio
import pytest

from armillary import realtime
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.errors import TooLarge
from armillary.capabilities.workspaces import Members
from armillary.realtime import Bus, Hub, backlog, reading, rights, watching
from armillary.realtime.buses.contract import Listener
from armillary.realtime.routes import listen_by_stream

from .conftest import OPEN_TIMEOUT_S, WORKSPACE, running, take

pytestmark = pytest.mark.anyio
Say = Callable[..., None]


class DeafBus:
    """A bus on which every hint is lost."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    def publish(self, channel: str, payload: bytes = b"") -> None:
        """Lose a hint."""

    def listen(self, *channels: str) -> Listener:
        return self._bus.listen(*channels)

    def close(self) -> None:
        self._bus.close()


def numbers(messages: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(message["type"], message["number"]) for message in messages]


async def test_new_events_arrive_in_order(hub: Hub, say: Say, owner: Actor) -> None:
    say("a", 1)
    async with hub.subscribe({"a": None}, owner) as subscription:
        say("a", 2, 3)
        say("a", 4)
        heard = await take(subscription, 4)

    assert numbers(heard) == [("subscribed", 1), ("event", 2), ("event", 3), ("event", 4)]
    assert heard[1]["topic"] == "a"
    assert heard[1]["event"] == "said"
    assert heard[1]["data"] == {"fact": 2}


async def test_after_a_number_nothing_is_missed(hub: Hub, say: Say, owner: Actor) -> None:
    say("a", 1, 2, 3)

    async with hub.subscribe({"a": 1}, owner) as subscription:
        heard = await take(subscription, 3)

    assert numbers(heard) == [("subscribed", 1), ("event", 2), ("event", 3)]


async def test_a_replay_is_byte_identical(hub: Hub, say: Say, owner: Actor) -> None:
    say("a", "first")
    async with hub.subscribe({"a": 1}, owner) as subscription:
        say("a", {"ä": [1.0, None, 1e-7], "b": 'quote " and \\'}, "third")
        live = [(await anext(subscription)).text for _ in range(3)]
    async with hub.subscribe({"a": 1}, owner) as subscription:
        replayed = [(await anext(subscription)).text for _ in range(3)]

    assert live == replayed


async def test_who_missed_too_much_fetches_afresh(
    hub: Hub, say: Say, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "REPLAY_LIMIT", 3)
    say("a", *range(5))

    async with hub.subscribe({"a": 1}, owner) as subscription:
        say("a", 6)
        heard = await take(subscription, 2)

    assert numbers(heard) == [("refetch", 5), ("event", 6)]


@pytest.mark.parametrize("after", [0, 1, 99])
async def test_a_number_that_is_gone_or_not_yet_given_means_fetching_afresh(
    hub: Hub, database: Database, say: Say, owner: Actor, after: int
) -> None:
    say("a", 1, 2, 3)
    with database.write() as session:
        realtime.compact(session, "a", keep_after=2)

    async with hub.subscribe({"a": after}, owner) as subscription:
        assert numbers(await take(subscription)) == [("refetch", 3)]


async def test_a_slow_listener_fetches_afresh_and_slows_nobody(
    hub: Hub, say: Say, owner: Actor
) -> None:
    say("a", "begin")
    say("b", "begin")
    async with (
        hub.subscribe({"a": None, "b": None}, owner) as slow,
        hub.subscribe({"a": None}, owner) as fast,
    ):
        await take(fast)
        for start in range(0, 1200, 100):
            say("a", *range(start, start + 100))
            heard = await take(fast, 100)
        say("b", "end")

        assert heard[-1]["number"] == 1201
        assert numbers(await take(slow, 2)) == [("subscribed", 1), ("subscribed", 1)]
        rest = numbers(await take(slow, 2))
        assert sorted(rest) == [("event", 2), ("refetch", 1201)]
        say("a", "after")
        assert numbers(await take(slow)) == [("event", 1202)]


async def test_a_backlog_never_outgrows_its_limit(hub: Hub, say: Say, owner: Actor) -> None:
    say("a", "begin")
    async with hub.subscribe({"a": None}, owner) as slow, hub.subscribe({"a": None}, owner) as fast:
        await take(fast)
        longest = 0
        for start in range(0, 2500, 250):
            say("a", *range(start, start + 250))
            await take(fast, 250)
            longest = max(longest, len(slow.backlog))

        assert 500 < longest <= backlog.QUEUE_LIMIT


async def test_a_lost_hint_is_repaired_within_a_second(
    database: Database, bus: Bus, identifier: Members, say: Say, owner: Actor
) -> None:
    async with running(Hub(database, DeafBus(bus), identifier)) as hub:
        say("a", 1)
        async with hub.subscribe({"a": None}, owner) as subscription:
            await take(subscription)
            for fact in (2, 3):
                begin = time.monotonic()
                say("a", fact)
                with database.write() as session:
                    realtime.set_latest(session, "a", "k", fact, workspace_id=WORKSPACE)
                heard = await take(subscription, 2)

                assert [message["type"] for message in heard] == ["event", "latest"]
                assert time.monotonic() - begin < 1.5


async def test_a_hint_that_found_the_mailbox_full_is_made_up_for_at_once(
    database: Database,
    bus: Bus,
    identifier: Members,
    say: Say,
    owner: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_read = threading.Event()

    def read_when_allowed(*given: Any) -> list[realtime.Event]:
        assert may_read.wait(OPEN_TIMEOUT_S)
        return realtime.read_events(*given)

    # The look each second would help as well.
    monkeypatch.setattr(watching, "REPAIR_EVERY_S", 3600.0)
    say("quiet", 1)
    say("loud", 1)
    async with (
        running(Hub(database, bus, identifier)) as hub,
        hub.subscribe({"quiet": None, "loud": None}, owner) as subscription,
    ):
        await take(subscription, 2)
        monkeypatch.setattr(watching, "read_events", read_when_allowed)
        # Far more than the system's mailbox holds while nobody reads it.
        for fact in range(600):
            say("loud", fact)
        say("quiet", 2)
        may_read.set()
        heard = await take(subscription, 601)

    assert {message["topic"] for message in heard} == {"quiet", "loud"}


async def test_latest_values_are_told_once_and_then_as_they_change(
    hub: Hub, database: Database, say: Say, owner: Actor
) -> None:
    def set_gpu(value: int) -> None:
        with database.write() as session:
            realtime.set_latest(session, "a", "gpu", value, workspace_id=WORKSPACE)

    set_gpu(1)
    async with hub.subscribe({"a": None}, owner) as subscription:
        first = await take(subscription, 2)
        set_gpu(2)
        set_gpu(3)
        say("a", "marker")
        seen: list[dict[str, Any]] = []
        while not seen or seen[-1]["type"] != "event" or seen[-2]["type"] != "latest":
            seen += await take(subscription)

    assert first[1] == {"type": "latest", "topic": "a", "key": "gpu", "value": 1, "version": 1}
    versions = [one["version"] for one in seen if one["type"] == "latest"]
    assert versions == sorted(set(versions))
    assert versions[-1] == 3


async def test_latest_values_that_wait_are_replaced(
    hub: Hub, database: Database, owner: Actor
) -> None:
    with database.write() as session:
        realtime.set_latest(session, "a", "gpu", 0, workspace_id=WORKSPACE)
    async with (
        hub.subscribe({"a": None}, owner) as slow,
        hub.subscribe({"a": None}, owner) as fast,
    ):
        await take(fast, 2)
        for value in range(1, 30):
            with database.write() as session:
                realtime.set_latest(session, "a", "gpu", value, workspace_id=WORKSPACE)
        while (await take(fast))[0]["value"] < 29:
            pass

        heard = await take(slow, 2)
        assert [message["type"] for message in heard] == ["subscribed", "latest"]
        assert heard[1]["value"] == 29


async def test_a_topic_that_does_not_exist_or_is_of_others_is_denied_alike(
    hub: Hub, say: Say
) -> None:
    say("job:theirs", 1, workspace_id="ws_theirs")
    job = Actor("somebody", "job", "Job", WORKSPACE, "editor")

    async with hub.subscribe({"job:theirs": 0, "job:none": 0}, job) as subscription:
        theirs, none = await take(subscription, 2)
        say("job:theirs", 2, workspace_id="ws_theirs")
        say("job:none", 1)
        await subscription.add({"job:none": 0})
        after = await take(subscription)

    assert theirs["type"] == none["type"] == "denied"
    assert theirs["error"].replace("theirs", "none") == none["error"]
    assert numbers(after) == [("subscribed", 0)]


async def test_a_withdrawn_right_ends_what_hung_on_it(
    database: Database, bus: Bus, identifier: Members, say: Say
) -> None:
    member = Actor("p", "user", "Person", WORKSPACE, "viewer", user_id="p")
    roles: dict[str, Any] = {WORKSPACE: "viewer", "ws_other": "viewer"}
    identifier.role_in = lambda session, actor, workspace: roles.get(workspace)  # type: ignore[method-assign]
    async with running(Hub(database, bus, identifier)) as hub:
        say("a", 1)
        say("b", 1, workspace_id="ws_other")
        async with hub.subscribe({"a": None, "b": None}, member) as subscription:
            await take(subscription, 2)
            del roles["ws_other"]
            with database.write() as session:
                realtime.access_changed(session)
            denied = await take(subscription)
            say("b", 2, workspace_id="ws_other")
            say("a", 2)

            assert [(one["type"], one["topic"]) for one in denied] == [("denied", "b")]
            assert [(one["type"], one["topic"]) for one in await take(subscription)] == [
                ("event", "a")
            ]


async def test_rights_are_looked_at_again_even_if_nobody_says_so(
    database: Database,
    bus: Bus,
    identifier: Members,
    say: Say,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rights, "RECHECK_EVERY_S", 0.05)
    valid = [True]
    identifier.is_valid = lambda session, actor: valid[0]  # type: ignore[method-assign]
    async with running(Hub(database, bus, identifier)) as hub:
        say("a", 1)
        subscription = hub.subscribe({"a": None}, Actor.local(WORKSPACE))
        await take(subscription)

        valid[0] = False

        with pytest.raises(StopAsyncIteration):
            await take(subscription, 2)
        assert subscription.is_withdrawn


async def test_ephemeral_messages_reach_sibling_processes_once_and_are_not_stored(
    hub: Hub, database: Database, bus: Bus, identifier: Members, say: Say, owner: Actor
) -> None:
    say("a", 1)
    async with AsyncExitStack() as stack:
        sibling = await stack.enter_async_context(running(Hub(database, bus, identifier)))
        here = await stack.enter_async_context(hub.subscribe({"a": None}, owner))
        there = await stack.enter_async_context(sibling.subscribe({"a": None}, owner))
        await take(here)
        await take(there)
        for place in (1, 2):
            hub.send_ephemeral("a", {"cursor": place})

        expected = [
            {"type": "ephemeral", "topic": "a", "data": {"cursor": place}} for place in (1, 2)
        ]
        assert await take(here, 2) == expected
        assert await take(there, 2) == expected

    with database.read() as session:
        assert realtime.last_number(session, "a") == 1


async def test_an_ephemeral_message_that_is_too_large_is_refused(hub: Hub) -> None:
    with pytest.raises(TooLarge, match="4096 bytes"):
        hub.send_ephemeral("a", {"text": "x" * 4096})


async def test_the_hub_proves_that_hints_go_round(
    hub: Hub, database: Database, bus: Bus, identifier: Members
) -> None:
    await hub.answer(OPEN_TIMEOUT_S)
    async with running(Hub(database, DeafBus(bus), identifier)) as deaf:
        with pytest.raises(TimeoutError):
            await deaf.answer(0.05)


async def test_topics_can_be_left_and_taken_up_again(hub: Hub, say: Say, owner: Actor) -> None:
    say("a", 1)
    say("b", 1)
    async with hub.subscribe({"a": None, "b": None}, owner) as subscription:
        await take(subscription, 2)
        subscription.remove(["a", "never heard"])
        say("a", 2)
        say("b", 2)
        while_left = await take(subscription)
        await subscription.add({"a": 0})
        again = await take(subscription, 3)

    assert [one["topic"] for one in while_left] == ["b"]
    assert numbers(again) == [("subscribed", 0), ("event", 1), ("event", 2)]


async def test_a_hub_that_stops_ends_its_subscriptions(
    database: Database, bus: Bus, identifier: Members, say: Say, owner: Actor
) -> None:
    say("a", 1)
    hub = Hub(database, bus, identifier)
    await hub.start()
    subscription = hub.subscribe({"a": None}, owner)
    await take(subscription)

    await hub.stop()

    with pytest.raises(StopAsyncIteration):
        await anext(subscription)


async def test_listeners_leave_nothing_behind(hub: Hub, say: Say, owner: Actor) -> None:
    say("a", 1)
    for _ in range(3):
        async with hub.subscribe({"a": None, "none": None}, owner) as subscription:
            await take(subscription, 2)

    assert hub.count_topics() == 0


async def test_a_stream_that_was_left_before_its_first_byte_listens_no_more(
    hub: Hub, owner: Actor
) -> None:
    made = []

    def subscribe(topics: dict[str, int | None], actor: Actor) -> realtime.Subscription:
        made.append(hub.subscribe(topics, actor))
        return made[-1]

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        await anyio.sleep_forever()  # it takes nothing

    state: Any = SimpleNamespace(hub=SimpleNamespace(subscribe=subscribe))
    response = await listen_by_stream(state, owner, ["a"])
    await response({"type": "http"}, receive, send)

    with pytest.raises(StopAsyncIteration):
        await anext(made[0])
