"""Events of jobs that ended long ago are forgotten; their logs are not."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from armillary import jobs, realtime
from armillary.app import create_app
from armillary.base.values import utc_now
from armillary.jobs import cleaning, compaction, logs
from armillary.jobs.compaction import Compaction
from armillary.jobs.tables import Job, JobLogPart
from armillary.jobs.wire import LogLine, append_log
from armillary.jobs.worker import run_worker
from armillary.realtime import Hub, open_bus
from armillary.realtime.tables import StoredEvent
from tests.support.waiting import until

from .conftest import Engine, open_engine

DAYS = timedelta(days=7)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine on each database."""
    name = "engine" if request.param == "sqlite" else "postgres_engine"
    opened: Engine = request.getfixturevalue(name)
    return opened


@pytest.fixture
def sqlite_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with open_engine(request.getfixturevalue("settings")) as opened:
        yield opened


def age(engine: Engine, job_id: str, days: float) -> None:
    """Let a job have ended so many days ago."""
    with engine.database.write() as session:
        session.get_one(Job, job_id).finished_at = utc_now() - timedelta(days=days)


def say(engine: Engine, job_id: str, *texts: str, notes: int = 0) -> None:
    """Tell lines of a job, each in an event of its own, with other events between them."""
    with engine.database.write() as session:
        job = session.get_one(Job, job_id)
        for text in texts:
            append_log(session, job, [LogLine(time="t", level="info", text=text)])
            for _ in range(notes):
                realtime.append(session, job.topic, "note", {}, workspace_id=job.workspace_id)


def ended(engine: Engine, *texts: str, notes: int = 0, days: float = 8) -> str:
    """Give a job that has said something and ended so many days ago."""
    job_id = engine.submit("test.count")
    say(engine, job_id, *texts, notes=notes)
    engine.cancel(job_id)
    age(engine, job_id, days)
    return job_id


def read(engine: Engine, job_id: str, limit: int = 500) -> list[str]:
    """Read a log page after page."""
    texts, after = [], 0
    with engine.database.read() as session:
        job = session.get_one(Job, job_id)
        while True:
            lines, last = logs.read_lines(session, job, after, limit)
            texts += [line["text"] for line in lines]
            if last == after:
                assert last == realtime.last_number(session, job.topic)
                return texts
            after = last


def count_events(engine: Engine, job_id: str) -> int:
    with engine.database.read() as session:
        counted = sa.select(sa.func.count()).where(StoredEvent.topic == f"job:{job_id}")
        return session.scalar(counted) or 0


async def first_answers(engine: Engine, topic: str, numbers: list[int]) -> list[str]:
    """Follow a topic after each number, and give what is said first."""
    bus = open_bus(engine.settings)
    hub = Hub(engine.database, bus, None)  # type: ignore[arg-type]  # nobody's rights are asked
    await hub.start()
    try:
        answers = []
        for after in numbers:
            following = hub.follow({topic: after})
            answers.append((await anext(following)).text)
            following.close()
        return answers
    finally:
        await hub.stop()
        bus.close()


def compact_all(engine: Engine) -> int:
    """Compact to the end and give the number of steps."""
    work, steps = Compaction(engine.database, DAYS), 0
    while work.step() is not None:
        steps += 1
    return steps


@pytest.mark.parametrize("limit", [1, 2, 500])
def test_a_log_reads_the_same_after_its_events_are_gone(engine, limit):
    job_id = ended(engine, "one", "two", "three", "ä 4", notes=30)
    before = read(engine, job_id, limit)

    compact_all(engine)

    assert count_events(engine, job_id) == 0
    assert read(engine, job_id, limit) == before == ["one", "two", "three", "ä 4"]


def test_what_was_newest_of_a_job_goes_with_its_events(engine):
    old, recent = ended(engine, "old"), ended(engine, "recent", days=6)
    with engine.database.write() as session:
        for job_id in (old, recent):
            workspace = session.get_one(Job, job_id).workspace_id
            realtime.set_latest(session, f"job:{job_id}", "picture", 7, workspace_id=workspace)

    compact_all(engine)

    with engine.database.read() as session:
        found = [
            realtime.find_latest(session, f"job:{job_id}", "picture") for job_id in (old, recent)
        ]
    assert found == [None, (1, 7)]


def test_only_jobs_that_ended_long_ago_are_compacted(engine):
    recent = ended(engine, "recent", days=6.9)
    running = engine.submit("test.count")
    old = ended(engine, "old", days=7.1)

    compact_all(engine)

    assert [count_events(engine, job_id) > 0 for job_id in (recent, running, old)] == [
        True,
        True,
        False,
    ]


def test_a_job_tried_again_adds_to_its_log_and_is_compacted_again(engine):
    job_id = ended(engine, "first try", notes=3)
    compact_all(engine)
    with engine.database.write() as session:
        jobs.retry(engine.actor, session, job_id)
    say(engine, job_id, "second try")

    compact_all(engine)
    between = read(engine, job_id)
    engine.cancel(job_id)
    age(engine, job_id, 8)
    compact_all(engine)

    assert between == read(engine, job_id) == ["first try", "second try"]
    assert count_events(engine, job_id) == 0


def test_a_job_that_is_tried_again_in_between_keeps_its_events(engine):
    job_id = ended(engine, "line")
    work = Compaction(engine.database, DAYS)
    begin, entries, until_number = work._plan(job_id)
    with engine.database.write() as session:
        jobs.retry(engine.actor, session, job_id)

    with engine.database.write() as session:
        assert not work._write(session, job_id, begin, entries, until_number)

    assert read(engine, job_id) == ["line"]
    assert count_events(engine, job_id) > 0


def test_two_who_planned_the_same_keep_every_line_once(engine):
    job_id = ended(engine, "a", "b", notes=5)
    plans = [Compaction(engine.database, DAYS) for _ in range(2)]
    planned = [(work, work._plan(job_id)) for work in plans]

    for work, plan in planned:
        with engine.database.write() as session:
            work._write(session, job_id, *plan)

    compact_all(engine)
    assert read(engine, job_id) == ["a", "b"]


def test_a_step_deletes_little_and_the_next_cleaner_goes_on_where_one_died(engine):
    job_id = ended(engine, *(f"line {number}" for number in range(30)), notes=120)
    total = count_events(engine, job_id)
    work = Compaction(engine.database, DAYS)

    left, deleted = total, []
    for _ in range(4):
        work.step()
        deleted.append(left - count_events(engine, job_id))
        left -= deleted[-1]
    compact_all(engine)

    assert total > 3600
    assert 0 < min(deleted) <= max(deleted) <= 1000
    assert left > 0
    assert read(engine, job_id) == [f"line {number}" for number in range(30)]


def test_long_logs_are_kept_in_parts(engine, monkeypatch):
    monkeypatch.setattr(compaction, "_PART_BYTES", 2000)
    texts = [f"{number} {'x' * 700}" for number in range(12)]
    job_id = ended(engine, *texts)

    compact_all(engine)

    assert read(engine, job_id) == texts
    with engine.database.read() as session:
        sizes = [len(part) for part in session.scalars(sa.select(JobLogPart.entries))]
    assert len(sizes) > 3
    assert max(sizes) < 2400


def test_who_comes_back_after_a_week_fetches_afresh(sqlite_engine):
    engine = sqlite_engine
    job_id = ended(engine, "line", notes=4)
    topic = f"job:{job_id}"
    compact_all(engine)
    with engine.database.read() as session:
        newest = realtime.last_number(session, topic)

    answers = asyncio.run(first_answers(engine, topic, [0, newest - 1, newest]))

    kinds = [answer.split('"')[3] for answer in answers]
    assert kinds == ["refetch", "refetch", "subscribed"]


def test_the_api_gives_the_same_log_before_and_after(settings):
    app = create_app(settings)
    with (
        TestClient(app, base_url="http://localhost:8000") as client,
        open_engine(settings) as engine,
    ):
        job_id = ended(engine, *(f"line {number}" for number in range(7)), notes=3)
        address = f"/api/jobs/{job_id}"

        def look() -> list:
            first = client.get(f"{address}/log", params={"limit": 3}).json()
            query = {"after": first["last_number"], "limit": 500}
            return [
                first,
                client.get(f"{address}/log", params=query).json(),
                client.get(f"{address}/log").json(),
                client.get(address).json(),
            ]

        before = look()
        compact_all(engine)

        assert look() == before
        assert len(before[2]["lines"]) == 7


def test_a_worker_compacts_by_itself(sqlite_engine, monkeypatch):
    monkeypatch.setattr(cleaning, "_FIRST_S", 0.0)
    job_id = ended(sqlite_engine, "line", notes=60)
    stop = threading.Event()
    worker = threading.Thread(
        target=run_worker,
        args=(sqlite_engine.settings,),
        kwargs={"kinds": sqlite_engine.kinds, "stop": stop},
    )

    worker.start()
    until(lambda: count_events(sqlite_engine, job_id) == 0)
    stop.set()
    worker.join()

    assert read(sqlite_engine, job_id) == ["line"]
