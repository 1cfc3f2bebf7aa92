"""A killed worker's seed takes its place at once, with the libraries that were loaded already."""

import os
import signal
import time
from collections.abc import Iterator

import psutil
import pytest

from armillary.jobs import embedded, presence
from armillary.jobs.machine import is_alive
from armillary.jobs.succession import TOO_SOON_S
from armillary.jobs.tables import Worker
from tests.support.waiting import until

from .conftest import PACKAGE, Engine, is_process, open_engine

pytestmark = pytest.mark.slow

LONG = {"to": 10_000, "pause_s": 0.01}


@pytest.fixture
def engine(settings) -> Iterator[Engine]:
    quick = settings.model_copy(update={"workers": 1, "cancel_grace_s": 1.0, "worker_idle_s": 0.5})
    with open_engine(quick) as opened:
        try:
            yield opened
        finally:
            for worker in embedded.find(opened.database):
                embedded.end_at_once(worker)


def ensure(engine: Engine) -> Worker:
    (worker,) = embedded.ensure(engine.settings, engine.database, package=PACKAGE)
    return worker


def begin(engine: Engine, trace) -> str:
    """Have a job run that has a checkpoint."""
    job_id = engine.submit("test.count", {**LONG, "trace": str(trace)})
    until(lambda: engine.get(job_id).checkpoint_key)
    return job_id


def family_of(worker: Worker) -> tuple[int, int]:
    """Give the seed of a worker and the fork server that it has made."""
    (seed,) = psutil.Process(worker.pid).children()
    (server,) = seed.children()
    return seed.pid, server.pid


def let_live(worker: Worker) -> None:
    """Wait until a worker has lived long enough to have a successor."""
    # The youngest is its seed: a successor has the fork server of the one before it too.
    born = [child.create_time() for child in until(psutil.Process(worker.pid).children)]
    began_at = max(born)
    # The system tells such times to the second.
    until(lambda: time.time() > began_at + TOO_SOON_S + 1.5)


def counts_again(trace) -> bool:
    words = [line.split()[0] for line in trace.read_text().splitlines()]
    return words.count("begin") == 2 and words[-1] == "count"


def test_the_seed_goes_on_with_the_jobs_in_the_same_fork_server(engine, trace):
    first = ensure(engine)
    job_id = begin(engine, trace)
    let_live(first)
    seed, server = family_of(first)
    killed_at = time.monotonic()

    os.kill(first.pid, signal.SIGKILL)
    until(lambda: counts_again(trace))
    took_s = time.monotonic() - killed_at

    (second,) = embedded.find(engine.database)
    begun_at = int(trace.read_text().split("begin ")[2].split()[0])
    assert (second.pid, second.id != first.id) == (seed, True)
    assert is_process(server)
    assert begun_at > 0
    assert (engine.get(job_id).attempt, engine.get(job_id).deaths) == (2, 1)
    assert took_s < 5


def test_a_successor_has_one_too_and_leaves_when_there_is_nothing_to_do(engine, trace):
    first = ensure(engine)
    job_id = begin(engine, trace)
    let_live(first)
    _, server = family_of(first)
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: counts_again(trace))
    (second,) = embedded.find(engine.database)
    let_live(second)

    os.kill(second.pid, signal.SIGKILL)

    until(lambda: len(trace.read_text().split("begin ")) == 4)
    (third,) = embedded.find(engine.database)
    assert is_process(server)
    (seed,) = [child.pid for child in psutil.Process(third.pid).children()]
    engine.cancel(job_id)
    engine.wait_for(job_id)
    for pid in (third.pid, seed, server):
        until(lambda: not is_process(pid))  # noqa: B023  # called at once


def test_nobody_succeeds_where_there_are_workers_enough(engine, trace):
    first = ensure(engine)
    begin(engine, trace)
    let_live(first)
    seed, server = family_of(first)
    other = engine.start_worker("--embedded", "--id", "worker_other")
    until(lambda: len(embedded.find(engine.database)) == 2)

    os.kill(first.pid, signal.SIGKILL)

    until(lambda: not is_process(seed) and not is_process(server))
    until(lambda: counts_again(trace))
    assert [worker.pid for worker in embedded.find(engine.database)] == [other.pid]


def test_nobody_succeeds_a_worker_that_was_told_to_leave_or_died_soon(engine):
    with presence.server_present(engine.settings.data_dir):
        told = ensure(engine)
        until(lambda: psutil.Process(told.pid).children())
        seeds = [child.pid for child in psutil.Process(told.pid).children()]
        let_live(told)
        os.kill(told.pid, signal.SIGTERM)
        until(lambda: not is_alive(told.pid, told.started))
        soon = ensure(engine)
        until(lambda: psutil.Process(soon.pid).children())
        seeds += [child.pid for child in psutil.Process(soon.pid).children()]

        os.kill(soon.pid, signal.SIGKILL)

        for seed in seeds:
            until(lambda: not is_process(seed))  # noqa: B023  # called at once
        assert embedded.find(engine.database) == []


def test_a_worker_that_is_ended_at_once_has_no_successor(engine):
    with presence.server_present(engine.settings.data_dir):
        worker = ensure(engine)
        until(lambda: psutil.Process(worker.pid).children())
        (seed,) = psutil.Process(worker.pid).children()
        let_live(worker)

        embedded.end_at_once(worker)

        until(lambda: not is_process(worker.pid) and not is_process(seed.pid))
        assert embedded.find(engine.database) == []
