"""Telling people how a job goes: what kinds yield is joined and written by a thread of its own.

So a kind may yield as often as it likes: at most ten times a second its newest words are written,
and the last of them always, while the computing thread never waits for the disk.
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
from armillary.jobs.contract import Log, Progress
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

INTERVAL_S = 0.1
_RETRY_S = 1.0
_log = get_logger(__name__)


@dataclass
class _Pending:
    """What was said of one job and is not written yet."""

    claim_number: int
    pace: Pace = field(default_factory=Pace)
    changes: dict[str, Any] = field(default_factory=dict)
    lines: list[LogLine] = field(default_factory=list)


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

    def drain(self, session: Session, job: Job) -> Callable[[], None]:
        """Write what was said of a job within a unit of work; call what it gives if that fails."""
        changes, lines = self._take(job.id)
        if changes:
            with changing(session, job):
                for name, value in changes.items():
                    setattr(job, name, value)
        append_log(session, job, lines)
        return lambda: self._give_back(job.id, changes, lines)

    def close(self) -> None:
        """Stop; what is not written yet is left to the transaction that ends the job."""
        self._closed.set()
        self._something.set()
        self._thread.join()

    def _take(self, job_id: str) -> tuple[dict[str, Any], list[LogLine]]:
        pending = self._pending[job_id]
        with self._lock:
            taken = pending.changes, pending.lines
            pending.changes, pending.lines = {}, []
        return taken

    def _give_back(self, job_id: str, changes: dict[str, Any], lines: list[LogLine]) -> None:
        pending = self._pending[job_id]
        with self._lock:
            pending.changes = {**changes, **pending.changes}
            pending.lines = [*lines, *pending.lines]
        self._something.set()

    def _write_on(self) -> None:
        while not self._closed.is_set():
            self._something.wait()
            self._something.clear()
            try:
                self._write_all()
                pause = INTERVAL_S
            except fence.Superseded:
                self._on_superseded()
                return
            except OperationalError as error:
                # The database is busy or away; what was said is kept and written later.
                _log.warning("progress not written", error=str(error.orig))
                pause = _RETRY_S
            self._closed.wait(pause)

    def _write_all(self) -> None:
        for job_id in list(self._pending):
            if self._has_news(job_id):
                self._write_one(job_id)

    def _write_one(self, job_id: str) -> None:
        give_back: Callable[[], None] | None = None
        try:
            with self.writing, self._database.write() as session:
                # Whoever wrote before us may have taken it along.
                if self._has_news(job_id):
                    job = fence.hold(session, job_id, self._pending[job_id].claim_number)
                    give_back = self.drain(session, job)
        except OperationalError:
            if give_back is not None:
                give_back()
            raise

    def _has_news(self, job_id: str) -> bool:
        pending = self._pending[job_id]
        return bool(pending.changes or pending.lines)


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
