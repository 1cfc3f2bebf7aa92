"""What tests of jobs share: a database with tables, kinds to run, and workers to run them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from armillary import jobs, realtime
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.jobs import moves
from armillary.jobs.kinds import JobKinds
from armillary.jobs.machine import process_started
from armillary.jobs.worker import run_worker
from armillary.migrations import load_tables
from armillary.realtime import Event
from armillary.settings import Settings
from tests.support.databases import migrated

PACKAGE = "sample_work"
sys.path.insert(0, str(Path(__file__).parent / "samples"))


def until(condition: Callable[[], Any], timeout_s: float = 20.0, *, what: str = "it") -> Any:
    """Look again and again until the condition gives something, and give that."""
    deadline = time.monotonic() + timeout_s
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{what} did not come true in {timeout_s} s"
        time.sleep(0.01)
    return found


@dataclass
class Engine:
    """One database with jobs, and the workers that a test starts on it."""

    settings: Settings
    database: Database
    kinds: JobKinds
    actor: Actor = field(default_factory=Actor.local)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def submit(self, kind: str, params: Mapping[str, Any] | None = None, **given: Any) -> str:
        actor = given.pop("actor", self.actor)
        with self.database.write() as session:
            return jobs.submit(actor, session, kind, params or {}, kinds=self.kinds, **given).id

    def get(self, job_id: str) -> jobs.Job:
        with self.database.read() as session:
            return session.get_one(jobs.Job, job_id)

    def cancel(self, job_id: str) -> None:
        with self.database.write() as session:
            jobs.cancel(self.actor, session, job_id)

    def tell(self, job_id: str, control: Mapping[str, Any]) -> None:
        with self.database.write() as session:
            jobs.send_control(self.actor, session, job_id, control)

    def events(self, topic: str) -> list[Event]:
        with self.database.read() as session:
            return realtime.read_events(session, topic, 0, 10_000)

    def run(self, **given: Any) -> None:
        """Run a worker here until there is nothing left to do."""
        run_worker(self.settings, kinds=self.kinds, until_idle=True, **given)

    def start_worker(
        self, *flags: str, settings: Settings | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker process; it is ended with the test."""
        process = subprocess.Popen(
            [sys.executable, "-m", "armillary.jobs.worker_main", "--kinds", PACKAGE, *flags],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
        )
        assert process.stdin is not None
        with process.stdin as pipe:
            pipe.write((settings or self.settings).model_dump_json().encode())
        self.workers.append(process)
        return process

    def wait_for(self, job_id: str, *states: str, timeout_s: float = 20.0) -> jobs.Job:
        """Wait until a job is in one of these states (any final one if none is named)."""
        wanted = states or jobs.FINISHED

        def look() -> jobs.Job | None:
            job = self.get(job_id)
            return job if job.state in wanted else None

        return until(look, timeout_s, what=f"a job that is {wanted}")


@contextmanager
def open_engine(settings: Settings) -> Iterator[Engine]:
    """Make the tables and give an engine; every worker of it is ended afterwards."""
    load_tables()
    database = Database(migrated(settings).database_address)
    database.create_all()
    bus = realtime.open_bus(settings)
    realtime.attach(database, bus)
    kinds = database.info[moves.KINDS] = JobKinds.load(PACKAGE)
    engine = Engine(settings, database, kinds)
    try:
        yield engine
    finally:
        for process in engine.workers:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()
        bus.close()
        database.dispose()


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An engine on SQLite."""
    quick = settings.model_copy(update={"cancel_grace_s": 1.0})
    with open_engine(quick) as opened:
        yield opened


@pytest.fixture
def postgres_engine(settings: Settings, postgres_url: str) -> Iterator[Engine]:
    """An engine on PostgreSQL."""
    with open_engine(settings.model_copy(update={"database_url": postgres_url})) as opened:
        yield opened


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """A file that jobs leave traces in."""
    path = tmp_path / "trace"
    path.touch()
    return path


def is_process(pid: int) -> bool:
    """Whether a process lives and is no zombie."""
    return process_started(pid) is not None
