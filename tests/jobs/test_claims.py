"""Claiming on SQLite and on PostgreSQL: each job once, whoever asks when."""

import threading
from collections import Counter

import pytest
import sqlalchemy as sa

from armillary import jobs
from armillary.base.access import Actor
from armillary.jobs import fence, holdings, moves
from armillary.jobs.claims import Claim, Taker, lanes_queued, take
from armillary.jobs.contract import Needs
from armillary.jobs.lanes import Capacity, Places

from .conftest import Engine

GIB = 1 << 30


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    return request.getfixturevalue("engine" if request.param == "sqlite" else "postgres_engine")


def register(engine: Engine, worker_id: str, host: str = "here", **given) -> Taker:
    fields = {"slots": 2, "is_embedded": False, "reserved_for": None, **given}
    with engine.database.write() as session:
        holdings.register(session, worker_id, 1, **fields)
        session.execute(
            sa.text("update workers set host = :host where id = :id"),
            {"host": host, "id": worker_id},
        )
    return Taker(worker_id, host, fields["reserved_for"], Capacity(8, 8 * GIB), engine.kinds)


def claim(engine: Engine, taker: Taker, slots: int = 1, running=()) -> list[Claim]:
    """Claim for a worker that runs jobs of these lanes already."""
    with engine.database.write() as session:
        return take(session, taker, Places(slots, Counter(running))).claims


def ids(claims: list[Claim]) -> list[str]:
    return [job_id for one in claims for job_id in one.numbers]


def test_a_claim_records_who_got_the_job_and_what_was_granted(any_engine):
    job_id = any_engine.submit("test.count")
    taker = register(any_engine, "worker_1")

    (claimed,) = claim(any_engine, taker)

    job = any_engine.get(job_id)
    assert claimed.numbers == {job_id: 1}
    assert (job.state, job.worker_id, job.claim_number) == ("running", "worker_1", 1)
    assert job.granted == {
        "threads": 1, "memory_bytes": 1024, "gpus": [], "gpu_memory_bytes": 0
    }  # fmt: skip
    assert claim(any_engine, taker) == []


def test_many_workers_at_once_take_each_job_once(any_engine):
    submitted = [any_engine.submit("test.count") for _ in range(100)]
    takers = [register(any_engine, f"worker_{n}", host=f"host_{n}") for n in range(4)]
    taken: list[str] = []

    def work(taker: Taker) -> None:
        while True:
            claims = claim(any_engine, taker, slots=3)
            taken.extend(ids(claims))
            for job_id in ids(claims):
                with any_engine.database.write() as session:
                    moves.finish(session, fence.hold(session, job_id, 1), "succeeded")
            if not claims and len(taken) >= len(submitted):
                return

    threads = [threading.Thread(target=work, args=(taker,)) for taker in takers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(taken) == sorted(submitted)
    with any_engine.database.read() as session:
        assert jobs.count_by_state(session) == {"succeeded": 100}


def test_workers_of_one_machine_share_what_it_has(any_engine):
    for _ in range(3):
        any_engine.submit("test.count", needs=Needs(threads=4, memory_bytes=1))
    first, second = register(any_engine, "worker_1"), register(any_engine, "worker_2")

    taken = [claim(any_engine, first, 2), claim(any_engine, second, 2)]

    assert [len(claims) for claims in taken] == [2, 0]


def test_what_gives_way_leaves_its_threads_and_place_to_others(any_engine):
    long = any_engine.submit("test.count", needs=Needs(threads=8, lane="background"))
    taker = register(any_engine, "worker_1")
    assert ids(claim(any_engine, taker)) == [long]
    later = any_engine.submit("test.count", needs=Needs(threads=8, lane="background"))
    usual = any_engine.submit("test.count", needs=Needs(threads=8))
    short = any_engine.submit("test.count", needs=Needs(lane="express"))

    begun = claim(any_engine, taker, running=["background"])

    assert [(ids([one]), one.lane) for one in begun] == [([usual], "main"), ([short], "express")]
    with any_engine.database.read() as session:
        assert lanes_queued(session, taker) == {"background"}
    assert any_engine.get(later).state == "queued"


def test_a_job_that_was_queued_before_there_were_lanes_is_a_usual_one(any_engine):
    job_id = any_engine.submit("test.count")
    with any_engine.database.write() as session:
        row = session.get_one(jobs.Job, job_id)
        row.needs = {name: value for name, value in row.needs.items() if name != "lane"}
    taker = register(any_engine, "worker_1")

    with any_engine.database.read() as session:
        assert lanes_queued(session, taker) == {"main"}
    (claimed,) = claim(any_engine, taker)
    assert (list(claimed.numbers), claimed.lane) == ([job_id], "main")


def test_a_batch_is_granted_once(any_engine):
    for word in ("a", "b", "c"):
        any_engine.submit(
            "test.batch", {"word": word}, batch_key="k", needs=Needs(threads=3, memory_bytes=1)
        )
    any_engine.submit("test.count")
    taker = register(any_engine, "worker_1")

    claims = claim(any_engine, taker, 4)

    assert [len(one.numbers) for one in claims] == [3, 1]


def test_one_workspace_does_not_hold_up_another(any_engine):
    for _ in range(70):
        any_engine.submit("test.count")
    late = any_engine.submit("test.count", actor=Actor.local("ws_late"))
    taker = register(any_engine, "worker_1")

    assert late in ids(claim(any_engine, taker, 2))


def test_what_fits_is_found_behind_what_does_not(any_engine):
    for _ in range(20):
        any_engine.submit("test.count", needs=Needs(1, 64 * GIB))
    small = any_engine.submit("test.count")

    assert ids(claim(any_engine, register(any_engine, "worker_1"), 1)) == [small]


def test_one_workspace_fills_every_place_where_its_jobs_are_more_important(any_engine):
    first = [any_engine.submit("test.count", priority=1) for _ in range(3)]
    other = any_engine.submit("test.count", actor=Actor.local("ws_other"))
    taker = register(any_engine, "worker_1")

    assert sorted(ids(claim(any_engine, taker, 3))) == sorted(first)
    assert any_engine.get(other).state == "queued"


def test_a_job_waits_for_what_it_depends_on(any_engine):
    first = any_engine.submit("test.count")
    second = any_engine.submit("test.count", depends_on=[first], priority=9)
    taker = register(any_engine, "worker_1")

    assert ids(claim(any_engine, taker, 4)) == [first]
    with any_engine.database.write() as session:
        moves.finish(session, fence.hold(session, first, 1), "succeeded")
    assert ids(claim(any_engine, taker, 4)) == [second]


def test_a_reserved_job_is_taken_by_nobody_else(any_engine):
    open_to_all = any_engine.submit("test.count")
    reserved = any_engine.submit("test.count", reserved_for="terminal")

    assert ids(claim(any_engine, register(any_engine, "worker_1"), 4)) == [open_to_all]
    own = register(any_engine, "worker_2", reserved_for="terminal")
    assert ids(claim(any_engine, own, 4)) == [reserved]


def test_a_job_too_big_for_the_machine_says_what_it_waits_for(any_engine):
    job_id = any_engine.submit("test.count", needs=Needs(1, 64 * GIB, gpus=2))

    assert claim(any_engine, register(any_engine, "worker_1")) == []
    assert any_engine.get(job_id).message == (
        "Waits for a machine with 64.0 GiB of memory and 2 GPUs."
    )


def test_a_claim_that_is_not_the_present_one_holds_nothing(any_engine):
    job_id = any_engine.submit("test.count")
    taker = register(any_engine, "worker_1")
    claim(any_engine, taker)
    with any_engine.database.write() as session:
        moves.requeue(session, fence.hold(session, job_id, 1))

    with any_engine.database.write() as session, pytest.raises(fence.Superseded):
        fence.hold(session, job_id, 1)
    claim(any_engine, taker)
    with any_engine.database.write() as session, pytest.raises(fence.Superseded):
        fence.hold(session, job_id, 1)
    with any_engine.database.write() as session:
        assert fence.hold(session, job_id, 2).state == "running"


def test_one_idempotency_key_asked_for_at_once_gives_one_job(any_engine):
    given: list[str] = []
    barrier = threading.Barrier(4)

    def ask() -> None:
        barrier.wait()
        given.append(any_engine.submit("test.count", idempotency_key="once"))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(given) == 4
    assert len(set(given)) == 1


def test_children_that_end_at_once_wake_their_parent(any_engine):
    parent = any_engine.submit("test.count")
    children = [any_engine.submit("test.count", parent_id=parent) for _ in range(4)]
    taker = register(any_engine, "worker_1")
    claim(any_engine, taker, 5)
    with any_engine.database.write() as session:
        moves.wait(session, fence.hold(session, parent, 1), children)
    assert any_engine.get(parent).state == "waiting"
    barrier = threading.Barrier(4)

    def end(job_id: str) -> None:
        barrier.wait()
        with any_engine.database.write() as session:
            moves.finish(session, fence.hold(session, job_id, 1), "succeeded")

    threads = [threading.Thread(target=end, args=(child,)) for child in children]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert any_engine.get(parent).state == "queued"
