"""Workers beside a server: started, adopted, replaced, left alone, and ended with it."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from armillary.base.http import AppState
from armillary.base.storage import LocalStorage
from armillary.jobs import embedded, presence
from armillary.jobs.machine import is_alive
from armillary.jobs.tables import Worker

from .conftest import PACKAGE, Engine, open_engine, until


@pytest.fixture
def engine(settings) -> Iterator[Engine]:
    quick = settings.model_copy(update={"workers": 1, "cancel_grace_s": 1.0, "worker_idle_s": 0.5})
    with open_engine(quick) as opened:
        try:
            yield opened
        finally:
            for worker in embedded.find(opened.database):
                os.kill(worker.pid, signal.SIGKILL)


@pytest.fixture
def server(engine: Engine) -> Iterator[subprocess.Popen[bytes]]:
    """A process that stands for a server: it holds the lock that tells of one."""
    code = (
        "import sys, pathlib\n"
        "from armillary.jobs import presence\n"
        "with presence.server_present(pathlib.Path(sys.argv[1])):\n"
        "    print('here', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(engine.settings.data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        yield process
        process.kill()


def ensure(engine: Engine) -> list[Worker]:
    return embedded.ensure(engine.settings, engine.database, package=PACKAGE)


def test_a_worker_is_started_once_and_adopted_by_the_next_server(engine):
    with presence.server_present(engine.settings.data_dir):
        (first,) = ensure(engine)
        (second,) = ensure(engine)

    assert is_alive(first.pid, first.started)
    assert (second.id, second.pid) == (first.id, first.pid)


def test_a_worker_leaves_when_it_is_idle_and_no_server_is_there(engine):
    (worker,) = ensure(engine)

    until(lambda: not is_alive(worker.pid, worker.started), what="the worker's leave")

    assert embedded.find(engine.database) == []


def test_a_worker_outlives_a_killed_server_until_its_jobs_are_done(engine, server):
    (worker,) = ensure(engine)
    job_id = engine.submit("test.count", {"to": 100, "pause_s": 0.02})
    engine.wait_for(job_id, "running")

    server.kill()
    server.wait()

    assert engine.wait_for(job_id).state == "succeeded"
    assert engine.get(job_id).claim_number == 1
    until(lambda: not is_alive(worker.pid, worker.started), what="the worker's leave")


def test_a_worker_stays_while_a_server_is_there(engine, server):
    (worker,) = ensure(engine)
    engine.wait_for(engine.submit("test.count", {"to": 1}))
    leave = time.monotonic() + 3 * engine.settings.worker_idle_s

    until(lambda: time.monotonic() > leave)

    assert is_alive(worker.pid, worker.started)


def test_stopping_saves_the_jobs_and_waits_for_the_last_server(engine):
    with presence.server_present(engine.settings.data_dir):
        (worker,) = ensure(engine)
        job_id = engine.submit("test.count", {"to": 10_000, "pause_s": 0.01})
        until(lambda: (engine.get(job_id).step or 0) > 3)
        embedded.stop(engine.settings, engine.database)
        assert is_alive(worker.pid, worker.started)

    embedded.stop(engine.settings, engine.database)

    assert not is_alive(worker.pid, worker.started)
    assert engine.get(job_id).state == "queued"
    assert engine.get(job_id).checkpoint_key is not None


def test_a_killed_worker_is_replaced_and_new_progress_comes_within_five_seconds(engine, trace):
    async def story() -> None:
        state = AppState(
            engine.settings, engine.database, LocalStorage(engine.settings.storage_root)
        )
        async with embedded.kept(state, package=PACKAGE):
            await asyncio.to_thread(until, lambda: embedded.find(engine.database))
            (worker,) = embedded.find(engine.database)
            job_id = engine.submit(
                "test.count", {"to": 10_000, "pause_s": 0.01, "trace": str(trace)}
            )
            await asyncio.to_thread(until, lambda: engine.get(job_id).checkpoint_key)

            os.kill(worker.pid, signal.SIGKILL)

            await asyncio.to_thread(until, lambda: _goes_on(trace), 10)

    asyncio.run(story())

    assert embedded.find(engine.database) == []


def test_a_look_that_goes_on_while_the_server_leaves_leaves_no_worker_behind(engine, monkeypatch):
    looking, may_look, has_looked = threading.Event(), threading.Event(), threading.Event()
    look = embedded.ensure

    def slow_look(*given, **named):
        looking.set()
        assert may_look.wait(10)
        try:
            return look(*given, **named)
        finally:
            has_looked.set()

    async def story() -> None:
        state = AppState(
            engine.settings, engine.database, LocalStorage(engine.settings.storage_root)
        )
        async with embedded.kept(state, package=PACKAGE):
            assert await asyncio.to_thread(looking.wait, 10)
            threading.Timer(0.2, may_look.set).start()

    monkeypatch.setattr(embedded, "ensure", slow_look)
    asyncio.run(story())

    assert may_look.wait(10)
    assert has_looked.wait(10)
    assert embedded.find(engine.database) == []


def _goes_on(trace) -> bool:
    words = [line.split()[0] for line in trace.read_text().splitlines()]
    return words.count("begin") == 2 and words[-1] == "count"
