"""Old events of topics that never end are forgotten; those of jobs are another's to judge."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from armillary import realtime
from armillary.base.values import utc_now
from armillary.jobs.old_events import OldEvents
from armillary.realtime.compaction import MOST_AT_ONCE
from armillary.realtime.tables import StoredEvent

from .conftest import Engine

DAYS = timedelta(days=7)
OLD, NEW = timedelta(days=8), timedelta(days=6)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine on each database."""
    name = "engine" if request.param == "sqlite" else "postgres_engine"
    opened: Engine = request.getfixturevalue(name)
    return opened


def tell(engine: Engine, topic: str, count: int, ago: timedelta) -> None:
    """Tell so many events, so long ago."""
    with engine.database.write() as session:
        before = realtime.last_number(session, topic)
        for _ in range(count):
            realtime.append(session, topic, "note", {}, workspace_id=engine.actor.workspace_id)
    with engine.database.write() as session:
        told = sa.and_(StoredEvent.topic == topic, StoredEvent.number > before)
        session.execute(sa.update(StoredEvent).where(told).values(time=utc_now() - ago))


def numbers(engine: Engine, topic: str) -> list[int]:
    return [event.number for event in engine.events(topic)]


def clean(engine: Engine) -> int:
    """Do all there is to do and give in how many steps."""
    work, steps = OldEvents(engine.database, DAYS), 0
    while work.step() is not None:
        steps += 1
    return steps


def test_what_is_old_is_forgotten_wherever_it_was_told(engine):
    for topic in ("workspace:w", "job:run_elsewhere", "dataset:d"):
        tell(engine, topic, 3, OLD)
        tell(engine, topic, 2, NEW)

    clean(engine)

    topics = ("workspace:w", "job:run_elsewhere", "dataset:d")
    assert [numbers(engine, topic) for topic in topics] == [[4, 5]] * 3
    assert clean(engine) == 0


def test_a_topic_all_of_which_is_old_goes_on_with_the_next_number(engine):
    tell(engine, "workspace:w", 2, OLD)

    clean(engine)
    tell(engine, "workspace:w", 1, NEW)

    assert numbers(engine, "workspace:w") == [3]


def test_many_old_events_go_in_portions(engine):
    tell(engine, "workspace:w", MOST_AT_ONCE + 200, OLD)

    steps = clean(engine)

    assert numbers(engine, "workspace:w") == []
    assert steps > 2


def test_events_of_jobs_are_let_be(engine):
    job_id = engine.submit("test.count")
    tell(engine, f"job:{job_id}", 2, OLD)
    told = numbers(engine, f"job:{job_id}")

    clean(engine)

    assert numbers(engine, f"job:{job_id}") == told
