"""What is asked of the queue costs the same however long it is: counted, not timed."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.ids import new_id
from armillary.jobs import fence, lines, moves
from armillary.jobs.claims import DEPTH, Taker, has_queued, lanes_queued, take
from armillary.jobs.contract import Needs
from armillary.jobs.lanes import Capacity, Places
from armillary.jobs.sweeper import Sweeper
from armillary.jobs.tables import JobDependency

from .conftest import Engine

GIB = 1 << 30
WORKSPACES = 3
MAIN = "/main/ws_demo"
FEW, MANY = WORKSPACES * (DEPTH + 6), WORKSPACES * 1_000


def fill(engine: Engine, count: int, like: str) -> None:
    """Queue as many jobs like one, in several workspaces."""
    job = engine.get(like)
    row = {one.key: getattr(job, one.key) for one in sa.inspect(jobs.Job).column_attrs}
    rows = []
    for number in range(count):
        workspace = f"ws_{number % WORKSPACES}"
        line = job.line and job.line.replace(job.workspace_id, workspace)
        rows.append(row | {"id": new_id("job"), "workspace_id": workspace, "line": line})
    dependencies = [
        {"workspace_id": one["workspace_id"], "job_id": one["id"], "needs_id": needed}
        | {"must_succeed": True}
        for one in rows
        for needed in job.depends_on
    ]
    with engine.database.write() as session:
        session.execute(sa.insert(jobs.Job), rows)
        if dependencies:
            session.execute(sa.insert(JobDependency), dependencies)


def fill_all(engine: Engine, count: int) -> None:
    """Queue jobs of two lanes, and some that wait for another."""
    fill(engine, count, engine.submit("test.count", priority=1))
    fill(engine, count, engine.submit("test.count", needs=Needs(lane="background")))
    needed = engine.submit("test.count", reserved_for="nobody")
    waiting = engine.submit("test.count", depends_on=[needed])
    assert engine.get(waiting).line is None
    fill(engine, count, waiting)


def taker_of(engine: Engine) -> Taker:
    return Taker("worker_1", "here", None, Capacity(8, 8 * GIB), engine.kinds)


def claim_one(engine: Engine, session: Session) -> None:
    taken = take(session, taker_of(engine), Places(1))
    assert [len(one.numbers) for one in taken.claims] == [1, 1]


ASKED: dict[str, Callable[[Engine, Session], object]] = {
    "lanes": lambda engine, session: lanes_queued(session, taker_of(engine)),
    "anything": lambda engine, session: has_queued(session, taker_of(engine)),
    "claim": claim_one,
    "more important": lambda engine, session: lines.has_above(session, 1, None),
    "peers": lambda engine, session: lines.find_peers(
        session, jobs.Job(kind="test.count", priority=2, family="mine", needs=Needs().to_json())
    ),
    "submit": lambda engine, session: jobs.submit(
        engine.actor, session, "test.count", {}, kinds=engine.kinds
    ),
    "page": lambda engine, session: session.scalars(
        sa.select(jobs.Job.id)
        .where(jobs.Job.workspace_id == "ws_1", jobs.Job.state.in_(["queued"]))
        .order_by(jobs.Job.id.desc())
        .limit(50)
    ).all(),
}


def instructions(engine: Engine, ask: Callable[[Engine, Session], object]) -> int:
    """Count the instructions that SQLite needs; what was asked is not kept."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    class Undo(Exception):
        pass

    with pytest.raises(Undo), engine.database.write() as session:
        connection: Any = session.connection().connection.dbapi_connection
        connection.set_progress_handler(tick, 1)
        try:
            ask(engine, session)
            session.flush()
        finally:
            connection.set_progress_handler(None, 1)
        raise Undo
    return count


def test_what_is_asked_of_the_queue_does_not_grow_with_it(engine):
    fill_all(engine, FEW)
    few = {name: instructions(engine, ask) for name, ask in ASKED.items()}
    fill_all(engine, MANY)

    many = {name: instructions(engine, ask) for name, ask in ASKED.items()}

    # A search tree that is ten times as large may be a little deeper, and is no longer to read.
    assert {name: many[name] for name in ASKED if many[name] > 1.2 * few[name] + 50} == {}


def test_sweeping_looks_at_queued_jobs_only_once_in_a_while(engine):
    fill_all(engine, MANY)
    now = 0.0
    sweeper = Sweeper(engine.database, "worker_1", lambda: now)
    counted: list[int] = []

    @sa.event.listens_for(engine.database._reading, "begin")
    def count(connection: sa.Connection) -> None:
        def tick() -> int:
            counted[-1] += 1
            return 0

        connection.connection.dbapi_connection.set_progress_handler(tick, 1)

    for moment in (0.0, 1.0, 29.0, 31.0):
        now = moment
        counted.append(0)
        sweeper.sweep()

    first, second, third, later = counted
    assert max(second, third) < 1_000
    assert min(first, later) > MANY


@pytest.mark.postgres
def test_postgres_reads_no_more_rows_of_a_long_queue(postgres_engine):
    fill_all(postgres_engine, MANY)
    with postgres_engine.database.write() as session:
        session.execute(sa.text("analyze jobs"))
    of = taker_of(postgres_engine).lines

    first = rows_read(postgres_engine, lambda session: of.first(session, DEPTH))
    some = rows_read(postgres_engine, of.lanes_with_some)
    above = rows_read(postgres_engine, lambda session: lines.has_above(session, 1, None))

    # As many of each workspace in two lanes, and their places in the index.
    assert DEPTH * WORKSPACES * 2 <= first <= DEPTH * (WORKSPACES + 1) * 2 + 50
    assert (some <= 10, above <= 50) == (True, True)


def rows_read(engine: Engine, ask: Callable[[Session], object]) -> int:
    """Count the rows that PostgreSQL reads of tables and indexes for what is asked."""
    asked: list[tuple[str, Any]] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        asked.append((statement, parameters))

    with engine.database.read() as session:
        connection = session.connection()
        sa.event.listen(connection, "before_cursor_execute", note)
        ask(session)
        sa.event.remove(connection, "before_cursor_execute", note)
        return sum(_rows_read(connection, *one) for one in asked)


def _rows_read(connection: sa.Connection, statement: str, values: Any) -> int:
    explained = connection.exec_driver_sql(f"explain (analyze, format json) {statement}", values)
    ((told,),) = explained.scalars()
    return sum(_scanned(told["Plan"]))


def _scanned(plan: dict[str, Any]) -> list[int]:
    own = 0
    if "Relation Name" in plan:
        gone = plan.get("Rows Removed by Filter", 0)
        own = round((plan["Actual Rows"] + gone) * plan["Actual Loops"])
    return [own, *(count for part in plan.get("Plans", []) for count in _scanned(part))]


def test_each_workspace_and_lane_is_looked_at_by_itself(engine):
    large = engine.submit("test.count", needs=Needs(lane="background"))
    fill(engine, FEW, large)
    small = engine.submit("test.count", needs=Needs(lane="express"))
    urgent = engine.submit("test.count", priority=3)
    fill(engine, FEW, engine.submit("test.count"))

    with engine.database.read() as session:
        rows = taker_of(engine).lines.first(session, 2)

    by_place: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        by_place.setdefault((row.needs["lane"], row.workspace_id), []).append(row.id)
    own = engine.actor.workspace_id
    assert (by_place.pop(("express", own)), by_place.pop(("background", own))) == ([small], [large])
    assert by_place["main", own][0] == urgent
    assert len(by_place) == 2 * WORKSPACES + 1
    assert {len(ids) for ids in by_place.values()} == {2}


def test_a_job_stands_in_a_line_while_it_may_be_taken(engine):
    first = engine.submit("test.count", needs=Needs(lane="express"))
    second = engine.submit("test.count", depends_on=[first], reserved_for="terminal")
    third = engine.submit("test.count", depends_on=[first, second])
    assert [engine.get(one).line for one in (first, second, third)] == [
        "/express/ws_demo",
        None,
        None,
    ]

    end(engine, first)
    assert [engine.get(one).line for one in (first, second, third)] == [
        None, "terminal/main/ws_demo", None
    ]  # fmt: skip

    end(engine, second)
    assert engine.get(third).line == MAIN
    after = engine.submit("test.count", depends_on=[first])
    assert engine.get(after).line == MAIN


def end(engine: Engine, job_id: str) -> None:
    with engine.database.write() as session:
        job = moves.lock(session, job_id)
        moves.claim(session, job, "worker_1", "claim_1", {"threads": 1}, job.created_at)
        moves.finish(session, fence.hold(session, job_id, job.claim_number), "succeeded")


def test_a_job_that_was_queued_without_a_line_is_found_and_put_into_its_own(engine):
    job_id = engine.submit("test.count")
    needed = engine.submit("test.count")
    waiting = engine.submit("test.count", depends_on=[needed])
    with engine.database.write() as session:
        session.execute(sa.update(jobs.Job).values(line=None))

    Sweeper(engine.database, "worker_1").sweep()

    assert [engine.get(one).line for one in (job_id, needed, waiting)] == [MAIN, MAIN, None]


def test_what_a_worker_of_an_older_version_left_in_its_line_is_not_taken_twice(engine):
    job_id = engine.submit("test.count")
    with engine.database.write() as session:
        session.execute(sa.update(jobs.Job).values(state="running"))

    with engine.database.write() as session:
        assert lanes_queued(session, taker_of(engine)) == set()
        assert take(session, taker_of(engine), Places(1)).claims == []
    assert engine.get(job_id).line == MAIN


def test_a_job_that_is_paused_or_tried_again_comes_back_into_its_line(engine):
    job_id = engine.submit("test.count", needs=Needs(lane="background"), reserved_for="terminal")
    with engine.database.write() as session:
        job = moves.lock(session, job_id)
        moves.pause(session, job)
        assert job.line is None
        moves.requeue(session, job)
        assert job.line == "terminal/background/ws_demo"
        moves.finish(session, job, "failed")
        assert job.line is None
        moves.retry(session, job)
        assert job.line == "/background/ws_demo"


@pytest.mark.parametrize(
    ("priority", "given", "is_above"),
    [
        (0, {"priority": 1}, True),
        (1, {"priority": 1}, False),
        (0, {"priority": 1, "needs": Needs(lane="background")}, False),
        (0, {"priority": 1, "needs": Needs(lane="express")}, True),
        (0, {"priority": 1, "reserved_for": "terminal"}, True),
        (0, {"priority": 1, "reserved_for": "other"}, False),
    ],
)
def test_what_is_more_important_is_seen_in_every_workspace(engine, priority, given, is_above):
    fill(engine, WORKSPACES, engine.submit("test.count"))
    fill(engine, WORKSPACES, engine.submit("test.count", **given))

    with engine.database.read() as session:
        assert lines.has_above(session, priority, "terminal") is is_above


def in_family(engine: Engine, family: str, **given: Any) -> str:
    """Queue a job of a family, as what is paused with its parent is."""
    job_id = engine.submit("test.count", priority=-1, **given)
    with engine.database.write() as session:
        job = moves.lock(session, job_id)
        job.family = family
        job.line = lines.line_of(job)
    return job_id


def test_families_wait_in_lines_of_their_own_and_none_hides_another(engine):
    many = [in_family(engine, "search_1") for _ in range(DEPTH + 3)]
    few = in_family(engine, "search_2")
    usual = engine.submit("test.count")

    with engine.database.write() as session:
        taken = take(session, taker_of(engine), Places(3))

    begun = {job_id for claim in taken.claims for job_id in claim.numbers}
    assert begun == {usual, many[0], few}


def test_peers_are_those_of_other_families_that_could_be_taken_instead(engine):
    own = in_family(engine, "search_1")
    in_family(engine, "search_1")
    other = in_family(engine, "search_2")
    in_family(engine, "search_3", reserved_for="terminal")
    in_family(engine, "search_4", needs=Needs(lane="background"))
    engine.submit("test.count")
    without = engine.submit("test.count", priority=-1)

    with engine.database.read() as session:
        found = lines.find_peers(session, session.get_one(jobs.Job, own))

    assert {one.id for one in found} == {other, without}


def test_places_go_round_among_families_that_give_way(engine):
    for family in ("search_1", "search_2", "search_3"):
        for _ in range(2):
            in_family(engine, family)
    held: dict[str, str] = {}
    turns: list[str] = []
    for _ in range(12):
        with engine.database.write() as session:
            for claim in take(session, taker_of(engine), Places(2 - len(held))).claims:
                (job_id,) = claim.numbers
                held[job_id] = session.get_one(jobs.Job, job_id).family
                turns.append(held[job_id])
        first = next(iter(held))
        with engine.database.write() as session:
            assert jobs.shall_give_way(session, first, has_had_its_turn=True)
            moves.wait(session, fence.hold(session, first, engine.get(first).claim_number), ())
        del held[first]

    by_family = [turns.count(family) for family in ("search_1", "search_2", "search_3")]
    assert max(by_family) - min(by_family) <= 1
    assert all(one != following for one, following in itertools.pairwise(turns))


def test_a_job_keeps_its_place_against_those_that_have_as_much_until_its_turn_is_over(engine):
    own = in_family(engine, "search_1")
    with engine.database.write() as session:
        take(session, taker_of(engine), Places(1))
    in_family(engine, "search_2")

    with engine.database.read() as session:
        found = [
            jobs.shall_give_way(session, own, has_had_its_turn=is_over) for is_over in (False, True)
        ]

    assert found == [False, True]
