"""Several people who pause, resume and stop one job in the same moment, on a real PostgreSQL."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from armillary import jobs
from armillary.base.errors import Conflict

from .conftest import Engine, until

pytestmark = pytest.mark.postgres
PEOPLE = 4


def at_once(engine: Engine, acts: Sequence[Callable[..., Any]], job_id: str) -> list[Any]:
    """Do all of it in the same moment, and give what came of each."""
    barrier = Barrier(len(acts))

    def do(act: Callable[..., Any]) -> Any:
        barrier.wait()
        try:
            with engine.database.write() as session:
                return act(engine.actor, session, job_id).state
        except Conflict as refused:
            return refused.message

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def begun(engine: Engine, **params: Any) -> str:
    job_id = engine.submit("test.count", {"to": 10_000, "pause_s": 0.01, **params})
    engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)
    return job_id


def test_who_pauses_at_once_finds_one_pause(postgres_engine):
    job_id = begun(postgres_engine)

    found = at_once(postgres_engine, [jobs.pause] * PEOPLE, job_id)

    assert set(found) <= {"pausing", "paused"}
    paused = postgres_engine.wait_for(job_id, "paused")
    assert (paused.attempt, paused.claim_number) == (1, 1)


def test_who_pauses_and_resumes_at_once_leaves_a_job_that_does_one_of_both(postgres_engine):
    job_id = begun(postgres_engine)
    order = random.Random(0)

    for _ in range(6):
        acts = [jobs.pause, jobs.pause, jobs.resume, jobs.resume]
        order.shuffle(acts)
        found = at_once(postgres_engine, acts, job_id)
        assert set(found) <= {"pausing", "paused", "running", "queued"}

    with postgres_engine.database.write() as session:
        jobs.resume(postgres_engine.actor, session, job_id)
    before = postgres_engine.get(job_id).step
    until(lambda: postgres_engine.get(job_id).step > before)
    postgres_engine.cancel(job_id)
    assert postgres_engine.wait_for(job_id).state == "cancelled"


def test_a_stop_in_the_moment_of_a_pause_counts(postgres_engine):
    job_id = begun(postgres_engine)

    found = at_once(postgres_engine, [jobs.pause, jobs.cancel, jobs.pause, jobs.resume], job_id)

    job = postgres_engine.wait_for(job_id)
    assert (job.state, job.result["stopped"]) == ("cancelled", True)
    told = [one for one in found if " " in one]
    assert all("until somebody stops it" in one for one in told)


def test_a_family_that_is_paused_at_once_stands_still_and_goes_on_whole(postgres_engine):
    parent = postgres_engine.submit("test.family", {"children": 4, "pause_s": 0.02})
    for _ in range(2):
        postgres_engine.start_worker()
    postgres_engine.wait_for(parent, "waiting")

    for _ in range(3):
        at_once(postgres_engine, [jobs.pause, jobs.pause, jobs.resume], parent)
        at_once(postgres_engine, [jobs.resume, jobs.resume, jobs.pause], parent)
    with postgres_engine.database.write() as session:
        job = jobs.get(postgres_engine.actor, session, parent)
        if job.state in ("pausing", "paused"):
            jobs.resume(postgres_engine.actor, session, parent)

    assert postgres_engine.wait_for(parent, timeout_s=40).result["counted"] == [1, 2, 3, 4]
