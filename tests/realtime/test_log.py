"""The event log: numbers, limits, latest values, and what is read back."""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armillary import realtime
from armillary.base.database import Database, before_commit
from armillary.base.errors import TooLarge
from armillary.migrations import load_tables
from armillary.realtime import compaction
from armillary.realtime.reading import read_latest
from armillary.realtime.tables import StoredEvent, Topic

Say = Callable[..., None]


def numbers(database: Database, topic: str) -> list[int]:
    with database.read() as session:
        return [event.number for event in realtime.read_events(session, topic, limit=10_000)]


def test_numbers_rise_by_one_within_a_topic(database: Database, say: Say) -> None:
    say("a", 1, 2)
    say("b", 1)
    say("a", 3)

    assert numbers(database, "a") == [1, 2, 3]
    assert numbers(database, "b") == [1]


def test_a_unit_of_work_that_fails_leaves_no_event_and_no_gap(database: Database, say: Say) -> None:
    say("a", 1)
    with pytest.raises(RuntimeError), database.write() as session:
        realtime.append(session, "a", "said", {}, workspace_id="ws_demo")
        raise RuntimeError

    say("a", 2)

    assert numbers(database, "a") == [1, 2]


def test_events_appended_by_the_last_hooks_are_numbered_too(database: Database) -> None:
    with database.write() as session:
        realtime.append(session, "a", "first", {}, workspace_id="ws_demo")
        before_commit(
            session,
            "late",
            lambda late: realtime.append(late, "a", "late", {}, workspace_id="ws_demo"),
        )

    with database.read() as session:
        read = [(one.number, one.type) for one in realtime.read_events(session, "a")]
    assert read == [(1, "first"), (2, "late")]


def test_events_read_as_they_were_written(database: Database) -> None:
    data = {"text": "äß\0 \U0001f600", "nothing": None, "not a number": float("nan"), "big": 2**53}
    with database.write() as session:
        realtime.append(session, "a", "said", data, workspace_id="ws_demo")

    with database.read() as session:
        [event] = realtime.read_events(session, "a")
    assert event.data == {**data, "not a number": None}
    assert event.workspace_id == "ws_demo"


def test_reading_is_bounded_by_number_limit_and_type(database: Database) -> None:
    with database.write() as session:
        for kind in ("x", "y", "x", "x"):
            realtime.append(session, "a", kind, {}, workspace_id="ws_demo")

    with database.read() as session:
        only = [one.number for one in realtime.read_events(session, "a", types=["x"])]
        until = [one.number for one in realtime.read_events(session, "a", 1, 1, until=3)]
        last = realtime.last_number(session, "a")
    assert (only, until, last) == ([1, 3, 4], [2], 4)


def test_an_event_that_is_too_large_is_refused_where_it_is_made(database: Database) -> None:
    with pytest.raises(TooLarge, match="16384 bytes of JSON; got"), database.write() as session:
        realtime.append(session, "a", "said", {"text": "x" * 16_384}, workspace_id="ws_demo")

    assert numbers(database, "a") == []


def test_a_topic_stays_in_its_workspace(database: Database, say: Say) -> None:
    say("a", 1)

    with pytest.raises(ValueError, match="belongs to workspace 'ws_demo'"):
        say("a", 2, workspace_id="ws_other")

    assert numbers(database, "a") == [1]


def test_latest_values_keep_the_newest_of_each_key(database: Database) -> None:
    for value in (1, 2):
        with database.write() as session:
            realtime.set_latest(session, "a", "gpu", value - 1, workspace_id="ws_demo")
            realtime.set_latest(session, "a", "gpu", value, workspace_id="ws_demo")
    with database.write() as session:
        realtime.set_latest(session, "a", "queue", 7, workspace_id="ws_demo")

    with database.read() as session:
        all_of_them = [(one.key, one.version, one.body) for one in read_latest(session, "a")]
        newer = [one.key for one in read_latest(session, "a", after_version=2)]
    assert all_of_them == [("gpu", 2, "2"), ("queue", 3, "7")]
    assert newer == ["queue"]


def test_compaction_removes_the_old_and_keeps_the_numbers(database: Database, say: Say) -> None:
    say("a", 1, 2, 3)
    with database.write() as session:
        realtime.compact(session, "a", keep_after=2)

    say("a", 4)

    assert numbers(database, "a") == [3, 4]


def test_compaction_never_reaches_past_the_last_event(database: Database, say: Say) -> None:
    say("a", 1, 2)
    with database.write() as session:
        realtime.compact(session, "a", keep_after=99)
        realtime.compact(session, "nowhere", keep_after=1)

    with database.read() as session:
        topics = session.execute(sa.select(Topic.name, Topic.compacted_to)).all()
    assert [tuple(topic) for topic in topics] == [("a", 2)]


def test_compaction_deletes_little_at_once(
    database: Database, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "MOST_AT_ONCE", 2)
    say("a", 1, 2, 3, 4)

    deleted = []
    while not deleted or deleted[-1]:
        with database.write() as session:
            deleted.append(realtime.compact(session, "a", keep_after=3))

    assert deleted == [2, 1, 0]
    assert numbers(database, "a") == [4]


# What each writer writes, in units of work: the topics of its events.
WRITERS = st.lists(
    st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), max_size=5),
    min_size=2,
    max_size=4,
)


def write_at_once(database: Database, writers: list[list[list[str]]]) -> None:
    """Let several threads write; an order of locks that is not fixed would deadlock."""
    failures: list[Exception] = []
    start = threading.Barrier(len(writers))

    def write(writer: int, units: list[list[str]]) -> None:
        try:
            start.wait()
            for unit, topics in enumerate(units):
                with database.write() as session:
                    for topic in topics:
                        data = {"writer": writer, "unit": unit}
                        realtime.append(session, topic, "said", data, workspace_id="ws_demo")
        except Exception as failure:  # noqa: BLE001  # told by the main thread
            failures.append(failure)

    threads = [threading.Thread(target=write, args=given) for given in enumerate(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def check_numbers(database: Database, writers: list[list[list[str]]]) -> None:
    """Each topic has the numbers 1…n, a writer's own facts in the order it wrote them."""
    for topic in "abc":
        expected = sum(unit.count(topic) for units in writers for unit in units)
        with database.read() as session:
            events = realtime.read_events(session, topic, limit=10_000)
            last = realtime.last_number(session, topic)
        assert [event.number for event in events] == list(range(1, expected + 1))
        assert last == expected
        for writer in range(len(writers)):
            units = [event.data["unit"] for event in events if event.data["writer"] == writer]
            assert units == sorted(units)


def empty(database: Database) -> None:
    with database.write() as session:
        session.execute(sa.delete(StoredEvent))
        session.execute(sa.delete(Topic))


@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(writers=WRITERS)
def test_concurrent_writers_leave_no_gaps(
    database: Database, writers: list[list[list[str]]]
) -> None:
    empty(database)

    write_at_once(database, writers)

    check_numbers(database, writers)


@pytest.mark.postgres
def test_concurrent_writers_leave_no_gaps_on_postgresql(postgres_url: str) -> None:
    load_tables()
    database = Database(postgres_url)
    database.create_all()

    @settings(max_examples=15, derandomize=True, deadline=None)
    @given(writers=WRITERS)
    def check(writers: list[list[list[str]]]) -> None:
        empty(database)
        write_at_once(database, writers)
        check_numbers(database, writers)

    check()
    database.dispose()


@pytest.mark.postgres
def test_a_number_is_visible_only_after_all_smaller_ones_on_postgresql(postgres_url: str) -> None:
    load_tables()
    database = Database(postgres_url)
    database.create_all()
    stop, seen = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            found = numbers(database, "a")
            seen.append(found == list(range(1, len(found) + 1)))

    reader = threading.Thread(target=look)
    reader.start()
    write_at_once(database, [[["a", "b"]] * 25] * 4)
    stop.set()
    reader.join()

    assert seen
    assert all(seen)
    database.dispose()
