"""Telling people how a job goes: what kinds say is joined and written by a thread of its own.

So a kind may say as much as it likes: at most ten times a second its newest words are written, of
a job that goes on for half a minute at most twice, and the last of them always, while the computing
thread never waits for the disk. What a job says in its first moments is written with what follows:
most small ones have ended by then.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from armillary.base.database import Database
from armillary.base.logging import get_logger
from armillary.base.values import finite, to_iso, utc_now
from armillary.jobs import fence
from armillary.jobs.contract import Log, Progress, Write
from armillary.jobs.pace import Pace
from armillary.jobs.tables import Job
from armillary.jobs.wire import (
    LOG_LINE_BYTES,
    MESSAGE_BYTES,
    LogLine,
    append_log,
    changing,
    cut,
)

FIRST_S = 0.3
INTERVAL_S = 0.1
LONGEST_S = 0.5
# Where commits are slow there are fewer of them: they take from the computing thread as well.
_SHARE = 50
# Nor need what is told of a job be newer than such a part of the time that it has run.
_SHARE_OF_AGE = 60
_RETRY_S = 1.0
_AWAY = (OperationalError, TimeoutError)
_log = get_logger(__name__)


@dataclass
class _Pending:
    """What was said of one job and is not written yet."""

    claim_number: int
    pace: Pace = field(default_factory=Pace)
    changes: dict[str, Any] = field(default_factory=dict)
    lines: list[LogLine] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is something to write."""
        return bool(self.changes or self.lines or self.writes)

    def take(self) -> "_Pending":
        """Give what there is, and begin anew."""
        taken = _Pending(self.claim_number, self.pace, self.changes, self.lines, self.writes)
        self.changes, self.lines, self.writes = {}, [], []
        return taken

    def give_back(self, taken: "_Pending") -> None:
        """Put what was taken, and could not be written, before what has come since."""
        self.changes = {**taken.changes, **self.changes}
        self.lines = [*taken.lines, *self.lines]
        self.writes = [*taken.writes, *self.writes]


class Reporter:
    """Collects what is said of the jobs of one claim and writes it; close it when they ended.

    ``on_superseded`` is called in its thread when a job turns out to be no longer ours.
    """

    def __init__(
        self, database: Database, numbers: Mapping[str, int], on_superseded: Callable[[], None]
    ) -> None:
        self.writing = threading.Lock()
        """Held by whoever writes: two writers of one process would only wait for each other."""
        self._database = database
        self._pending = {job_id: _Pending(number) for job_id, number in numbers.items()}
        self._on_superseded = on_superseded
        self._failure: Exception | None = None
        self._lock = threading.Lock()
        self._something = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._write_on, name="reporter", daemon=True)
        self._thread.start()

    def note(self, job_id: str, progress: Progress) -> None:
        """Take how far a job is."""
        pending = self._pending[job_id]
        changes = _to_changes(progress)
        if (fraction := changes.get("progress")) is not None:
            pending.pace.note(fraction, time.monotonic())
            changes["eta_s"] = pending.pace.eta_s()
        with self._lock:
            pending.changes.update(changes)
        self._something.set()

    def log(self, job_id: str, line: Log) -> None:
        """Take a line of a job's log."""
        text = cut(line.text, LOG_LINE_BYTES)
        stored = LogLine(time=str(to_iso(utc_now())), level=line.level, text=text)
        with self._lock:
            self._pending[job_id].lines.append(stored)
        self._something.set()

    def later(self, job_id: str, write: Write) -> None:
        """Take something to write with the rest; raises where an earlier one went wrong."""
        self._raise_failure()
        with self._lock:
            self._pending[job_id].writes.append(write)
        self._something.set()

    def drain(self, session: Session, job: Job) -> Callable[[], None]:
        """Write what was said of a job within a unit of work; call what it gives if that fails."""
        self._raise_failure()
        pending = self._pending[job.id]
        with self._lock:
            taken = pending.take()

        def give_back() -> None:
            with self._lock:
                pending.give_back(taken)
            self._something.set()

        try:
            _write(session, job, taken)
        except _AWAY:
            give_back()
            raise
        return give_back

    def close(self) -> None:
        """Stop; what is not written yet is left to the transaction that ends the job."""
        self._closed.set()
        self._something.set()
        self._thread.join()

    def _write_on(self) -> None:
        born = time.monotonic()
        self._closed.wait(FIRST_S)
        while not self._closed.is_set():
            self._something.wait()
            self._something.clear()
            begin = time.monotonic()
            try:
                self._write_all()
                now = time.monotonic()
                pause = pause_s(now - begin, now - born)
            except fence.Superseded:
                self._on_superseded()
                return
            except _AWAY as error:
                # The database is busy or away; what was said is kept and written later.
                _log.warning("progress not written", error=str(getattr(error, "orig", error)))
                pause = _RETRY_S
            except Exception as failure:  # noqa: BLE001  # the computing thread shall fail of it
                self._failure = failure
                pause = INTERVAL_S
            self._closed.wait(pause)

    def _raise_failure(self) -> None:
        """Raise, once, what went wrong in the writing thread."""
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _write_all(self) -> None:
        for job_id in list(self._pending):
            if self._pending[job_id]:
                self._write_one(job_id)

    def _write_one(self, job_id: str) -> None:
        give_back: Callable[[], None] | None = None
        try:
            with self.writing, self._database.write() as session:
                # Whoever wrote before us may have taken it along.
                if self._pending[job_id]:
                    job = fence.hold(session, job_id, self._pending[job_id].claim_number)
                    give_back = self.drain(session, job)
        except _AWAY:
            if give_back is not None:
                give_back()
            raise


def pause_s(cost_s: float, age_s: float) -> float:
    """Say how long to write nothing, by what writing has cost and how long the job has run."""
    return min(max(INTERVAL_S, _SHARE * cost_s, age_s / _SHARE_OF_AGE), LONGEST_S)


def _write(session: Session, job: Job, said: _Pending) -> None:
    for write in said.writes:
        write(session)
    if said.changes:
        with changing(session, job):
            for name, value in said.changes.items():
                setattr(job, name, value)
    append_log(session, job, said.lines)


def _to_changes(progress: Progress) -> dict[str, Any]:
    fraction = finite(progress.fraction)
    named = {
        "progress": None if fraction is None else min(max(fraction, 0.0), 1.0),
        "step": progress.step,
        "total_steps": progress.total,
        "unit": progress.unit,
        "message": progress.message and cut(progress.message, MESSAGE_BYTES),
    }
    return {name: value for name, value in named.items() if value is not None}
