"""Where the laws of job kinds are tried: a data folder, and a worker that can be looked over.

Jobs run here in the test's own process, claim after claim as a worker has them run, so that a test
can do something at each yield. Where a process has to die, a real worker runs them instead.
"""

import os
import queue
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import Base, Database
from armillary.base.ids import new_id
from armillary.base.storage import LocalStorage
from armillary.base.values import utc_now
from armillary.capabilities import workspaces
from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.datasets import submit_upload
from armillary.jobs import fence, moves
from armillary.jobs.claimed import ClaimedJob, Tools
from armillary.jobs.contract import Control, JobContext, JobKind, Run
from armillary.jobs.kinds import CAPABILITIES, JobKinds
from armillary.jobs.orphans import find_orphans, is_mark
from armillary.jobs.ownership import find_owned
from armillary.jobs.reporter import Reporter
from armillary.jobs.runner import Inbox, Runner
from armillary.jobs.tables import Job
from armillary.migrations import upgrade
from armillary.settings import Settings
from tests.support.databases import migrated

GRANTED = {"threads": 1, "memory_bytes": 1 << 30, "gpus": [], "gpu_memory_bytes": 0}
# What is told on the way, and what workers and cleaners keep for themselves.
FLEETING = {"events", "topics", "latest_values", "metric_points", "metric_summaries", "workers"}
FLEETING |= {
    "training_timeline",
    "leases",
    "installation",
    "job_controls",
    "job_log_parts",
    "job_dependencies",
}
MOST_CLAIMS = 20
# A process that has given its job back ends without closing the generator; so these are not either.
_ABANDONED: list[Runner] = []

Look = Callable[[str, int], None]
"""What is done at the n-th yield of a job, counted from 1."""


class Example:
    """How a job of one kind comes to be, and what it leaves."""

    id: str
    """The id of the kind."""
    leaves: int
    """How many artefacts a job that has succeeded leaves in storage."""

    def prepare(self, shop: "Workshop") -> Any:
        """Make what several jobs may be about, once; given to `submit`."""
        return None

    def submit(self, shop: "Workshop", prepared: Any) -> str:
        """Submit a job as people do, and give its id."""
        raise NotImplementedError

    def artefacts(self, shop: "Workshop", job_id: str) -> set[str]:
        """Give the storage keys, or prefixes, that rows name because of the job, as things stand.

        Every file that a job leaves lies at or under one of them.
        """
        raise NotImplementedError

    def delete_subject(self, shop: "Workshop", job_id: str) -> None:
        """Remove what the job is about, as people do; raises `AppError` where that is refused."""
        raise NotImplementedError


class TableExample(Example):
    """A job about a table that was imported, whose parameters name it as ``dataset_id``."""

    table: bytes
    """The CSV file."""

    def prepare(self, shop: "Workshop") -> Any:
        """Import the table, and give the id of the dataset."""
        return shop.import_table(self.table)

    def delete_subject(self, shop: "Workshop", job_id: str) -> None:
        """Delete the dataset."""
        dataset_id = shop.job(job_id).params["dataset_id"]
        with shop.database.write() as session:
            datasets.delete(shop.actor, session, shop.storage, dataset_id)


class Workshop:
    """A data folder with jobs, and all that is needed to run them here."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.actor = Actor.local()
        self.database = Database(migrated(settings).database_address)
        self.storage = LocalStorage(settings.storage_root, settings.storage_mounts)
        self.kinds = JobKinds.load()
        upgrade(self.database)
        with self.database.write() as session:
            workspaces.ensure_demo(session)

    def close(self) -> None:
        self.database.dispose()

    def import_table(self, table: bytes) -> str:
        """Bring a CSV file and wait for its dataset; gives its id."""
        made = submit_upload(self.actor, self.database, self.storage, "table.csv", [table])
        self.run(made["job_id"])
        return str(made["id"])

    def job(self, job_id: str) -> Job:
        with self.database.read() as session:
            return session.get_one(Job, job_id)

    def cancel(self, job_id: str) -> None:
        with self.database.write() as session:
            jobs.cancel(self.actor, session, job_id)

    def pause(self, job_id: str) -> None:
        with self.database.write() as session:
            jobs.pause(self.actor, session, job_id)

    def resume(self, job_id: str) -> None:
        with self.database.write() as session:
            jobs.resume(self.actor, session, job_id)

    def why_not_pausable(self, job_id: str) -> str | None:
        with self.database.read() as session:
            return jobs.why_not_pausable(session, session.get_one(Job, job_id))

    def retry(self, job_id: str) -> None:
        with self.database.write() as session:
            jobs.retry(self.actor, session, job_id)

    def run(self, job_id: str, look: Look = lambda _id, _n: None) -> tuple[Job, int]:
        """Run a job, and what it waits for, to its end; gives it and the number of its yields."""
        count = 0

        def look_and_count(yielded_by: str, number: int) -> None:
            nonlocal count
            if yielded_by == job_id:
                count += 1
                look(job_id, count)

        for _ in range(MOST_CLAIMS):
            if (job := self.job(job_id)).is_finished:
                return job, count
            if job.state == "paused":
                self.resume(job_id)
            with self.database.read() as session:
                queued = sa.select(Job.id).where(Job.state == "queued").order_by(Job.id)
                found = list(session.scalars(queued))
            assert found, f"{job.kind} is {job.state} and waits for nothing"
            # What the job waits for goes first.
            self._claim(found[-1], look_and_count)
        raise AssertionError(f"{job_id} did not end within {MOST_CLAIMS} claims")

    def claim_once(self, job_id: str, look: Look = lambda _id, _n: None) -> None:
        """Run one claim of a job, and nothing of what it begins."""
        self._claim(job_id, look)

    def files(self) -> set[str]:
        """Give every file that jobs may have written, half-written ones too."""
        found = set()
        for root in (self.settings.storage_root, self.settings.data_dir / "work"):
            # Unlike a glob it does not mind what is removed meanwhile.
            for folder, _, names in os.walk(root):
                found |= {(Path(folder) / name).relative_to(root).as_posix() for name in names}
        # What the server and the cleaner write for themselves.
        return {name for name in found if not name.startswith("health/") and not is_mark(name)}

    def orphans(self) -> set[str]:
        """Give what would be swept, were it a day old."""
        tomorrow = utc_now() + timedelta(days=1)
        owned = find_owned(CAPABILITIES)
        found = find_orphans(self.database, self.storage, owned, tomorrow)
        return {orphan.prefix for orphan in found}

    def rows(self) -> dict[str, int]:
        """Count the rows of every table that tells of something lasting."""
        tables = [table for table in Base.metadata.sorted_tables if table.name not in FLEETING]
        with self.database.read() as session:
            return {
                table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for table in tables
            }

    def states(self) -> dict[tuple[str, Any], str]:
        """Give the state of every row that has one, but for jobs, by table and id."""
        tables = [table for table in Base.metadata.sorted_tables if "state" in table.columns]
        with self.database.read() as session:
            return {
                (table.name, row.id): row.state
                for table in tables
                if table.name != "jobs" and "id" in table.columns
                for row in session.execute(sa.select(table.c.id, table.c.state))
                if row.state is not None
            }

    def _claim(self, job_id: str, look: Look) -> None:
        with self.database.write() as session:
            row = moves.lock(session, job_id)
            assert row is not None
            moves.claim(session, row, "worker_test", new_id("claim"), GRANTED, utc_now())
        inbox: Inbox = queue.SimpleQueue()
        tools = Tools(self.settings, self.database, self.storage, self.kinds)
        told = Reporter(self.database, {job_id: row.claim_number}, lambda: None)
        with closing(told), suppress(fence.Superseded):
            job = ClaimedJob(tools, row, told)
            job.load_checkpoint()
            kind = Watched(self.kinds[row.kind], self._deliver(job, inbox, look))
            runner = Runner(kind, [job], told, inbox, job.claim_number)
            runner.run()
            if runner.is_abandoned:
                _ABANDONED.append(runner)

    def _deliver(self, job: ClaimedJob, inbox: Inbox, look: Look) -> Callable[[int], None]:
        """Look, and tell the job of a cancel as its worker would."""

        def deliver(number: int) -> None:
            look(job.id, number)
            if self.job(job.id).state == "cancelling":
                claim = job.claim_number
                inbox.put({"type": "cancel", "job_id": job.id, "claim": claim})
            if self.job(job.id).state == "pausing":
                inbox.put({"type": "pause", "job_id": job.id, "claim": job.claim_number})

        return deliver


class Watched:
    """A kind whose yields are looked at before the runner has them."""

    def __init__(self, kind: JobKind, look: Callable[[int], None]) -> None:
        self._kind = kind
        self._look = look

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kind, name)

    def run(self, claimed: Sequence[JobContext]) -> Run:
        running = self._kind.run(claimed)
        control: Control | None = None
        number = 0
        try:
            while True:
                update = running.send(control)
                number += 1
                self._look(number)
                control = yield update
        except StopIteration:
            return
        finally:
            running.close()


@contextmanager
def open_workshop(settings: Settings) -> Iterator[Workshop]:
    """Open a workshop on an empty data folder."""
    shop = Workshop(settings)
    try:
        yield shop
    finally:
        shop.close()
