"""What tests of jobs share: a database with tables, kinds to run, and workers to run them."""

import sys
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
from tests.support import waiting
from tests.support.databases import migrated
from tests.support.workers import ForkedProcess, end_worker, start_worker

PACKAGE = "sample_work"
SAMPLES = Path(__file__).parent / "samples"
sys.path.insert(0, str(SAMPLES))


def until(condition: Callable[[], Any], timeout_s: float = 20.0, *, what: str = "it") -> Any:
    """Look again and again until the condition gives something, and give that."""
    return waiting.until(condition, timeout_s, lambda: f"{what} did not come true")


@dataclass
class Engine:
    """One database with jobs, and the workers that a test starts on it."""

    settings: Settings
    database: Database
    kinds: JobKinds
    actor: Actor = field(default_factory=Actor.local)
    workers: list[ForkedProcess] = field(default_factory=list)

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

    def start_worker(self, *flags: str, settings: Settings | None = None) -> ForkedProcess:
        """Start a worker process; it is ended with the test."""
        worker = start_worker(
            settings or self.settings, *flags, kinds=PACKAGE, folders=[SAMPLES], is_warm=False
        )
        self.workers.append(worker)
        return worker

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
        for worker in engine.workers:
            end_worker(worker)
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
