"""What a stopped job leaves may take longer to store than the time of grace, if it goes on."""

import time
from collections.abc import Iterator

import psutil
import pytest

from armillary.base.database import Database
from armillary.jobs import embedded
from armillary.settings import Settings
from tests.support.waiting import until

from .conftest import PACKAGE, Engine, open_engine

GRACE_S, LIMIT_S = 1.0, 6.0


LIMITS = {"cancel_grace_s": GRACE_S, "keep_limit_s": LIMIT_S, "workers": 1}


@pytest.fixture
def engine(settings) -> Iterator[Engine]:
    with open_engine(settings.model_copy(update=LIMITS)) as opened:
        yield opened


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine with a worker, for all tests whose worker goes on."""
    folder = tmp_path_factory.mktemp("working")
    with open_engine(Settings(data_dir=folder / "data", **LIMITS)) as opened:
        opened.start_worker()
        yield opened


def begin(engine: Engine, message: str = "begun", **given) -> str:
    job_id = engine.submit("test.closing", given)
    until(lambda: engine.get(job_id).message == message)
    return job_id


def interrupt(engine: Engine, **given) -> str:
    """Begin a job, have its worker leave in the middle, and another one take it up."""
    engine.start_worker()
    job_id = begin(engine, what="works", seconds=0.1, saves=True, **given)
    psutil.Process(engine.workers[0].pid).terminate()
    until(lambda: engine.get(job_id).state == "queued")
    engine.start_worker()
    return job_id


def cancel(engine: Engine, job_id: str) -> float:
    """Cancel a job and give the seconds until it had ended."""
    begin_s = time.monotonic()
    engine.cancel(job_id)
    engine.wait_for(job_id, timeout_s=40)
    return time.monotonic() - begin_s


@pytest.mark.parametrize("at_its_end", [False, True])
def test_a_job_that_goes_on_storing_is_let_do_so(working, at_its_end):
    message = "ends" if at_its_end else "begun"
    job_id = begin(working, message, what="works", seconds=3 * GRACE_S, at_its_end=at_its_end)

    took_s = cancel(working, job_id)

    job = working.get(job_id)
    # Where it has nothing more to yield, it had ended well before it heard of the cancel.
    assert (job.state, job.result) == (
        "succeeded" if at_its_end else "cancelled",
        {"kept": True},
    )
    assert took_s > 2 * GRACE_S


@pytest.mark.parametrize("at_its_end", [False, True])
def test_a_job_that_hangs_while_storing_is_killed_after_the_time_of_grace(working, at_its_end):
    message = "ends" if at_its_end else "begun"
    job_id = begin(working, message, what="waits", at_its_end=at_its_end)

    took_s = cancel(working, job_id)

    assert (working.get(job_id).state, working.get(job_id).result) == ("cancelled", None)
    assert GRACE_S <= took_s < LIMIT_S - 0.5


def test_a_job_that_never_gets_done_with_storing_is_killed_at_the_limit(working):
    job_id = begin(working, what="spins")

    took_s = cancel(working, job_id)

    assert (working.get(job_id).state, working.get(job_id).result) == ("cancelled", None)
    assert took_s >= LIMIT_S


def test_a_job_that_comes_back_may_do_so_before_it_keeps_what_it_had(engine):
    job_id = interrupt(engine, comes_back_s=3 * GRACE_S)
    until(lambda: engine.get(job_id).state == "running")

    took_s = cancel(engine, job_id)

    job = engine.get(job_id)
    assert (job.state, job.result) == ("cancelled", {"kept": True})
    assert took_s > 2 * GRACE_S


def test_a_job_that_has_come_back_has_the_time_of_grace_of_any_other(engine):
    job_id = interrupt(engine, stalls=True)
    until(lambda: engine.get(job_id).message == "stalls")

    took_s = cancel(engine, job_id)

    assert (engine.get(job_id).state, engine.get(job_id).result) == ("cancelled", None)
    assert GRACE_S <= took_s < LIMIT_S - 0.5


def test_a_worker_that_is_asked_to_stop_lets_a_long_state_be_saved(engine):
    engine.start_worker()
    job_id = begin(engine, what="works", seconds=3 * GRACE_S, saves=True)

    worker = psutil.Process(engine.workers[0].pid)
    worker.terminate()
    # It waits for what its process tells, and does nothing else meanwhile.
    computed_s = sum(worker.cpu_times()[:2])
    until(lambda: engine.get(job_id).state == "queued")
    computed_s = sum(worker.cpu_times()[:2]) - computed_s
    assert engine.workers[0].wait(30) == 0
    assert computed_s < 0.5 * GRACE_S

    job = engine.get(job_id)
    assert (job.state, job.deaths) == ("queued", 0)
    assert job.checkpoint_key is not None


def test_a_server_that_leaves_waits_for_a_worker_that_saves(engine, monkeypatch):
    monkeypatch.setattr(embedded, "_FAREWELL_S", 0.0)
    embedded.ensure(engine.settings, engine.database, package=PACKAGE)
    job_id = engine.submit("test.closing", {"what": "works", "seconds": 4.0, "saves": True})
    until(lambda: engine.get(job_id).message == "begun")

    embedded.stop(engine.settings, engine.database)

    assert engine.get(job_id).state == "queued"
    assert engine.get(job_id).checkpoint_key is not None


def test_a_server_that_leaves_does_not_wait_for_a_worker_that_stands_still(engine, monkeypatch):
    monkeypatch.setattr(embedded, "_FAREWELL_S", 0.0)
    monkeypatch.setattr(embedded, "_are_well", _nobody_is_well)
    (worker,) = embedded.ensure(engine.settings, engine.database, package=PACKAGE)
    job_id = engine.submit("test.closing", {"what": "works", "seconds": 30.0, "saves": True})
    until(lambda: engine.get(job_id).message == "begun")
    begin_s = time.monotonic()

    embedded.stop(engine.settings, engine.database)

    assert time.monotonic() - begin_s < LIMIT_S
    assert embedded.find(engine.database) == []
    assert worker.pid


def _nobody_is_well(_database: Database, _workers: object) -> bool:
    return False
