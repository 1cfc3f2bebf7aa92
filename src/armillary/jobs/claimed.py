"""One claimed job in its process: what the kind is handed, and what the runner does with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.allowance import Allowance
from armillary.base.database import Database
from armillary.base.storage import Storage
from armillary.jobs import checkpoints, fence, moves
from armillary.jobs.claims import to_granted
from armillary.jobs.contract import Result, State, Wait, Write
from armillary.jobs.kinds import JobKinds
from armillary.jobs.reporter import Reporter
from armillary.jobs.states import JobState
from armillary.jobs.submit import submit
from armillary.jobs.tables import Job
from armillary.settings import Settings


@dataclass(frozen=True)
class Tools:
    """What every job of a process works with."""

    settings: Settings
    database: Database
    storage: Storage
    kinds: JobKinds
    say: Callable[[str], None] = lambda _: None
    """Tells the worker that a job has begun to store what it leaves (``closing``), or that it is
    again where it was when it was interrupted (``back``)."""


@dataclass(frozen=True)
class Outcome:
    """What a job leaves: a result, and what to store in the transaction that ends it."""

    result: Result | None = None
    write: Write | None = None


class ClaimedJob:
    """A job as its kind sees it (`JobContext`), with what only the runner calls."""

    def __init__(self, tools: Tools, job: Job, reporter: Reporter) -> None:
        self.id = job.id
        self.workspace_id = job.workspace_id
        self.params: Any = tools.kinds[job.kind].params.model_validate(job.params)
        self.attempt = job.attempt
        self.claim_number = job.claim_number
        self.granted = to_granted(job.granted or {})
        self.used_s = job.used_s
        self.actor = Actor.for_job(job)
        self.settings = tools.settings
        self.database = tools.database
        self.storage = tools.storage
        self.checkpoint: State | None = None
        self.outcome = Outcome()
        self.is_cancelled = False
        self.closing = partial(tools.say, "closing")
        self.came_back = partial(tools.say, "back")
        self._kinds = tools.kinds
        self._priority = job.priority
        self._reserved_for = job.reserved_for
        self._reporter = reporter
        self._saving = Allowance(checkpoints.SAVING)
        self._saved = [job.checkpoint_key] if job.checkpoint_key else []
        self._count = 0

    def read(self) -> AbstractContextManager[Session]:
        """Open a read-only transaction."""
        return self.database.read()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a unit of work that is committed only while this claim is the present one.

        What was yielded before is written with it.
        """
        with self.fenced() as (session, _):
            yield session

    def write_soon(self, write: Write) -> None:
        """Have something written with what is yielded, by the thread that writes that."""
        self._reporter.later(self.id, write)

    def submit(
        self,
        kind: str,
        params: Mapping[str, Any] | BaseModel,
        *,
        idempotency_key: str,
        priority: int | None = None,
        subject: tuple[str, str] | None = None,
    ) -> str:
        """Submit a child and give its id; the same key gives the same child."""
        with self.write() as session:
            child = submit(
                self.actor,
                session,
                kind,
                params,
                priority=self._priority if priority is None else priority,
                idempotency_key=f"{self.id}/{idempotency_key}",
                parent_id=self.id,
                subject=subject,
                reserved_for=self._reserved_for,
                kinds=self._kinds,
            )
            return child.id

    def results(self, job_ids: Sequence[str]) -> dict[str, Any]:
        """Give the results of other jobs of the workspace by id."""
        wanted = sa.and_(Job.id.in_(job_ids), Job.workspace_id == self.workspace_id)
        with self.read() as session:
            rows = session.execute(sa.select(Job.id, Job.result).where(wanted))
            return dict(rows.all())

    def finish(self, result: Result | None = None, *, write: Write | None = None) -> None:
        """Say what the job leaves; the last call counts."""
        self.outcome = Outcome(result, write)

    @contextmanager
    def fenced(self) -> Iterator[tuple[Session, Job]]:
        """Open a unit of work with the job's row; raises `Superseded` where the claim is lost."""
        give_back: Callable[[], None] | None = None
        try:
            with self._reporter.writing, self.database.write() as session:
                row = fence.hold(session, self.id, self.claim_number)
                give_back = self._reporter.drain(session, row)
                yield session, row
        except Exception:
            if give_back is not None:
                give_back()
            raise

    def load_checkpoint(self) -> None:
        """Find the last saved state, and clear away what dead claims left beside it."""
        if self._saved:
            self.checkpoint = checkpoints.load(self.storage, self._saved[-1])
        checkpoints.delete_others(self.storage, self.id, set(self._saved))

    def offer(self, state: Callable[[], State], *, at_once: bool = False) -> bool:
        """Save a state if it is time to, or at once; gives whether it was saved."""
        if not (at_once or self._saving.is_due):
            return False
        key = self._next_key()
        cost_s = checkpoints.timed_save(self.storage, key, state)
        with self.fenced() as (_, row):
            row.checkpoint_key = key
        self._keep(key)
        self._saving.spent(cost_s)
        return True

    def wait(self, wait: Wait) -> None:
        """Save the state and give the place back until other jobs have ended."""
        key = self._next_key()
        checkpoints.save(self.storage, key, wait.state())
        with self.fenced() as (session, row):
            row.checkpoint_key = key
            moves.wait(session, row, wait.job_ids)

    def release(self) -> None:
        """Give the job back to the queue, to go on from its checkpoint elsewhere."""
        with self.fenced() as (session, row):
            moves.requeue(session, row)

    def pause(self) -> bool:
        """Let the job stand still at its checkpoint; False where it shall go on, or stop."""
        with self.fenced() as (session, row):
            if row.state != "pausing":
                return False
            moves.pause(session, row)
        return True

    def end(self, state: JobState, error: Mapping[str, Any] | None = None) -> None:
        """End the job with what it leaves, all in one transaction."""
        with self.fenced() as (session, row):
            if self.outcome.write is not None:
                self.outcome.write(session)
            moves.finish(session, row, state, result=self.outcome.result, error=error)
        self.storage.delete_prefix(checkpoints.folder(self.id))

    def _next_key(self) -> str:
        self._count += 1
        return f"{checkpoints.folder(self.id)}/{self.claim_number}-{self._count}"

    def _keep(self, key: str) -> None:
        self._saved.append(key)
        while len(self._saved) > 2:
            self.storage.delete_prefix(self._saved.pop(0))
