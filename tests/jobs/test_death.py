"""Who dies when, and what becomes of the jobs: nothing lost, nothing twice, nobody left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from sqlalchemy.exc import OperationalError

from armillary.jobs import holdings, sweeper
from armillary.jobs.tables import Worker
from armillary.jobs.worker import run_worker

from .conftest import Engine, is_process, until

LONG = {"to": 600, "pause_s": 0.02}


def pids(trace: Path) -> list[int]:
    """Give the processes that have begun to count, in order."""
    lines = [line.split() for line in trace.read_text().splitlines()]
    return [int(words[3]) for words in lines if words[0] == "begin"]


def begun_at(trace: Path) -> list[int]:
    lines = [line.split() for line in trace.read_text().splitlines()]
    return [int(words[1]) for words in lines if words[0] == "begin"]


def start(engine: Engine, trace: Path, **given) -> str:
    """Submit a long count and wait until it has a checkpoint."""
    job_id = engine.submit("test.count", {**LONG, "trace": str(trace), **given})
    engine.start_worker()
    until(lambda: engine.get(job_id).checkpoint_key, what="a checkpoint")
    return job_id


def fork_server_of(engine: Engine) -> int:
    (seed,) = psutil.Process(engine.workers[0].pid).children()
    (server,) = seed.children()
    return server.pid


def goes_on(trace: Path, times: int) -> bool:
    """Whether the counting has begun so many times, and counted on since."""
    words = [line.split()[0] for line in trace.read_text().splitlines()]
    return words.count("begin") == times and words[-1] == "count"


def test_a_killed_process_is_seen_at_once_and_the_job_goes_on_from_its_checkpoint(engine, trace):
    job_id = start(engine, trace)
    killed_at = time.monotonic()

    os.killpg(pids(trace)[0], signal.SIGKILL)
    until(lambda: goes_on(trace, 2))

    assert time.monotonic() - killed_at < 3
    assert begun_at(trace)[1] > 0
    assert (engine.get(job_id).attempt, engine.get(job_id).deaths) == (2, 1)


def test_a_job_whose_process_dies_every_time_is_lost_and_says_why(engine, trace):
    job_id = start(engine, trace)

    for death in (1, 2, 3):
        until(lambda: len(pids(trace)) == death)  # noqa: B023  # called at once
        os.killpg(pids(trace)[-1], signal.SIGKILL)

    job = engine.wait_for(job_id)
    assert (job.state, job.attempt, job.max_attempts) == ("lost", 3, 3)
    assert job.error == {
        "code": "lost",
        "message": "Its process was killed from outside, perhaps because memory ran out. "
        "That happened 3 times.",
    }


def test_a_killed_fork_server_takes_its_processes_along_and_the_job_goes_on(engine, trace):
    start(engine, trace)
    first = pids(trace)[0]

    os.kill(fork_server_of(engine), signal.SIGKILL)

    until(lambda: not is_process(first), timeout_s=3)
    until(lambda: goes_on(trace, 2))


def test_a_killed_worker_is_replaced_within_five_seconds_and_leaves_nobody_behind(engine, trace):
    job_id = start(engine, trace)
    first, server = pids(trace)[0], fork_server_of(engine)
    engine.start_worker()
    until(lambda: count_workers(engine) == 2)
    killed_at = time.monotonic()

    engine.workers[0].kill()
    engine.workers[0].wait()

    until(lambda: not is_process(first) and not is_process(server), timeout_s=3)
    until(lambda: engine.get(job_id).claim_number == 2, timeout_s=3, what="a new claim")
    until(lambda: goes_on(trace, 2), timeout_s=5)
    assert time.monotonic() - killed_at < 5
    assert begun_at(trace)[1] > 0


def test_a_killed_worker_and_fork_server_leave_no_process_behind(engine, trace):
    start(engine, trace)
    first, server = pids(trace)[0], fork_server_of(engine)

    for pid in (server, engine.workers[0].pid):
        os.kill(pid, signal.SIGKILL)
    engine.workers[0].wait()

    until(lambda: not is_process(first), timeout_s=3)


def test_a_worker_that_is_asked_to_stop_saves_its_jobs_and_gives_them_back(engine, trace):
    job_id = start(engine, trace)

    engine.workers[0].terminate()
    assert engine.workers[0].wait(10) == 0

    job = engine.get(job_id)
    counted = int(trace.read_text().splitlines()[-1].split()[1])
    assert (job.state, job.attempt, job.deaths) == ("queued", 1, 0)
    assert count_workers(engine) == 0
    engine.start_worker()
    until(lambda: len(begun_at(trace)) == 2)
    assert begun_at(trace)[1] == counted


def test_a_worker_that_is_stopped_kills_what_does_not_listen_and_requeues_it(engine):
    job_id = engine.submit("test.hog", {"what": "hang"})
    engine.start_worker()
    until(lambda: engine.get(job_id).message == "begun")

    engine.workers[0].terminate()
    assert engine.workers[0].wait(10) == 0

    assert (engine.get(job_id).state, engine.get(job_id).deaths) == ("queued", 0)


def test_a_worker_that_is_stopped_waits_for_a_database_that_is_away(engine, monkeypatch):
    job_id = engine.submit("test.hog", {"what": "hang"})
    stop, settle, tries = threading.Event(), holdings.settle, []

    def away_at_first(*given, **named):
        tries.append(given)
        if len(tries) == 1:
            raise OperationalError("select 1", None, ConnectionError("away"))
        settle(*given, **named)

    monkeypatch.setattr(holdings, "settle", away_at_first)
    worker = threading.Thread(
        target=run_worker, args=(engine.settings,), kwargs={"kinds": engine.kinds, "stop": stop}
    )
    worker.start()
    until(lambda: engine.get(job_id).message == "begun")

    stop.set()
    worker.join(20)

    assert len(tries) == 2
    assert (engine.get(job_id).state, engine.get(job_id).deaths) == ("queued", 0)
    assert count_workers(engine) == 0


def test_a_worker_that_slept_while_nobody_took_its_jobs_goes_on(engine, trace, monkeypatch):
    job_id = start(engine, trace)

    engine.workers[0].send_signal(signal.SIGSTOP)
    expire_lease(engine)
    engine.workers[0].send_signal(signal.SIGCONT)

    until(lambda: lease_is_good(engine), timeout_s=10)
    job = engine.get(job_id)
    assert (job.state, job.claim_number, job.deaths) == ("running", 1, 0)
    assert len(pids(trace)) == 1


def test_a_worker_that_slept_and_was_given_up_kills_its_process_and_writes_nothing(engine, trace):
    job_id = start(engine, trace)
    sleeping = pids(trace)[0]
    os.kill(sleeping, signal.SIGSTOP)
    engine.workers[0].send_signal(signal.SIGSTOP)
    expire_lease(engine)
    engine.start_worker()
    until(lambda: goes_on(trace, 2), timeout_s=15)

    os.kill(sleeping, signal.SIGCONT)
    until(lambda: not is_process(sleeping), timeout_s=5, what="the end of the old process")
    engine.workers[0].send_signal(signal.SIGCONT)

    until(lambda: count_workers(engine) == 2, what="the first worker's return")
    job = engine.get(job_id)
    assert (job.state, job.claim_number, job.deaths) == ("running", 2, 1)
    told = [event.data["changes"] for event in engine.events(f"job:{job_id}")[1:]]
    again = [place for place, changes in enumerate(told) if changes.get("state") == "running"][1]
    steps = [changes["step"] for changes in told[again:] if "step" in changes]
    assert steps == sorted(set(steps))


def test_sleep_of_the_whole_machine_is_not_taken_for_death(engine):
    """Only waking time counts: the clock that stands still in sleep must have run on."""
    now = [0.0]
    with engine.database.write() as session:
        holdings.register(session, "worker_far", 1, slots=1, is_embedded=False, reserved_for=None)
        session.get_one(Worker, "worker_far").host = "elsewhere"
    expire_lease(engine)
    watching = sweeper.Sweeper(engine.database, "worker_near", clock=lambda: now[0])

    watching.sweep()
    assert count_workers(engine) == 1
    now[0] += sweeper.CONFIRM_S + 0.1
    watching.sweep()
    assert count_workers(engine) == 0


def test_a_worker_of_a_crowded_machine_that_goes_on_late_is_not_taken_for_dead(engine):
    now = [0.0]
    with engine.database.write() as session:
        # This very process: whoever looks at it finds it at work.
        holdings.register(
            session, "worker_slow", os.getpid(), slots=1, is_embedded=True, reserved_for=None
        )
    expire_lease(engine)
    watching = sweeper.Sweeper(engine.database, "worker_near", clock=lambda: now[0])
    left = []

    while now[0] <= sweeper.CROWDED_S + 2 * sweeper.CONFIRM_S:
        watching.sweep()
        left.append((now[0], count_workers(engine)))
        now[0] += 2 * sweeper.CONFIRM_S

    assert {count for at, count in left if at <= sweeper.CROWDED_S} == {1}
    assert left[-1][1] == 0


def test_a_worker_that_lives_and_does_nothing_is_given_up_with_its_lease(engine):
    now = [0.0]
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as asleep:
        asleep.send_signal(signal.SIGSTOP)
        until(lambda: psutil.Process(asleep.pid).status() == psutil.STATUS_STOPPED)
        with engine.database.write() as session:
            holdings.register(
                session, "worker_hung", asleep.pid, slots=1, is_embedded=True, reserved_for=None
            )
        expire_lease(engine)
        watching = sweeper.Sweeper(engine.database, "worker_near", clock=lambda: now[0])

        watching.sweep()
        assert count_workers(engine) == 1
        now[0] += sweeper.CONFIRM_S + 0.1
        watching.sweep()

        assert count_workers(engine) == 0
        asleep.kill()


def test_a_job_of_a_worker_without_a_row_is_not_forgotten(engine):
    job_id = engine.submit("test.count", {"to": 2})
    with engine.database.write() as session:
        job = session.get_one(type(engine.get(job_id)), job_id)
        job.state, job.worker_id, job.claim_number = "running", "worker_gone", 1

    engine.run()
    job = engine.wait_for(job_id)

    assert (job.state, job.deaths) == ("succeeded", 1)


def test_a_job_reserved_for_a_command_that_has_ended_is_given_up(engine, monkeypatch):
    job_id = engine.submit("test.count", reserved_for="terminal")
    monkeypatch.setattr(sweeper, "RESERVED_S", 0.0)

    sweeper.Sweeper(engine.database, "worker_near").sweep()

    assert engine.get(job_id).state == "lost"
    assert "has ended" in engine.get(job_id).error["message"]


@pytest.mark.parametrize("with_checkpoints", [False])
def test_a_job_without_checkpoints_begins_again(engine, trace, with_checkpoints):
    job_id = engine.submit(
        "test.count", {"to": 300, "pause_s": 0.02, "trace": str(trace), "with_checkpoints": False}
    )
    engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)

    os.killpg(pids(trace)[0], signal.SIGKILL)

    until(lambda: len(pids(trace)) == 2)
    assert begun_at(trace) == [0, 0]


def count_workers(engine: Engine) -> int:
    with engine.database.read() as session:
        return session.query(Worker).count()


def expire_lease(engine: Engine) -> None:
    """Let the lease of the workers there are pass, as if they had slept for a minute."""
    from datetime import timedelta

    with engine.database.write() as session:
        for worker in session.query(Worker):
            worker.lease_until -= timedelta(seconds=60)


def lease_is_good(engine: Engine) -> bool:
    from armillary.base.values import utc_now

    with engine.database.read() as session:
        return all(worker.lease_until > utc_now() for worker in session.query(Worker))
