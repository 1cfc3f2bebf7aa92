"""Compacting the events of jobs that ended long ago; the lines of their logs are kept.

Most events of a job say how far it was at a moment. Once it has ended its row says all that people
want to know, except for the log, which is kept in a shorter form in the same transaction. What was
newest of it while it ran, such as a picture, goes as well.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.database import Database
from armillary.base.values import to_json
from armillary.jobs import logs, moves
from armillary.jobs.clock import database_now
from armillary.jobs.tables import Job
from armillary.realtime.compaction import (
    MOST_AT_ONCE,
    compact,
    compacted_to,
    forget_latest,
    holds_events,
)

_FEWEST = 50
_LONGEST_S = 0.005
_JOBS_AT_ONCE = 100
# So that one part of a log is read and sent without a thought.
_PART_BYTES = 128 * 1024


class Portion:
    """How many events are forgotten at once: as many as hold the database for a moment."""

    def __init__(self) -> None:
        self.size = _FEWEST

    def adapt(self, took_s: float) -> None:
        """Take fewer or more the next time."""
        if took_s > _LONGEST_S:
            self.size = max(self.size // 2, _FEWEST)
        elif took_s < _LONGEST_S / 2:
            self.size = min(self.size * 2, MOST_AT_ONCE)


class Compaction:
    """Goes through all jobs that ended so long ago, a little with each `step`."""

    def __init__(self, database: Database, after: timedelta) -> None:
        self._database = database
        self._after = after
        self._portion = Portion()
        self._waiting: list[str] = []
        self._seen = ""

    def step(self) -> float | None:
        """Compact a little and give the seconds it held the database; None when all is done."""
        while not self._waiting:
            if not self._find():
                self._seen = ""
                return None
        job_id = self._waiting[0]
        begin, entries, until = self._plan(job_id)
        if until == begin:
            self._waiting.pop(0)
            return 0.0
        with self._database.write() as session:
            session.connection()  # waits for whoever writes now, which is not our time
            started = time.monotonic()
            if not self._write(session, job_id, begin, entries, until):
                self._waiting.pop(0)
            session.flush()
            took_s = time.monotonic() - started
        self._portion.adapt(took_s)
        return took_s

    def _find(self) -> bool:
        """Look for jobs to compact after those that were seen already."""
        with self._database.read() as session:
            # The ids of jobs rise with time, and the topic's row is found by its name.
            topic = sa.literal("job:") + Job.id
            statement = (
                sa.select(Job.id)
                .where(Job.id > self._seen, Job.finished_at < self._limit(session))
                .where(holds_events(topic))
                .order_by(Job.id)
                .limit(_JOBS_AT_ONCE)
            )
            self._waiting = list(session.scalars(statement))
        if self._waiting:
            self._seen = self._waiting[-1]
        return bool(self._waiting)

    def _limit(self, session: Session) -> datetime:
        return database_now(session) - self._after

    def _plan(self, job_id: str) -> tuple[int, list[logs.Entry], int]:
        """Give how far the topic is compacted, the lines of the next events, and their end."""
        topic = f"job:{job_id}"
        with self._database.read() as session:
            begin = compacted_to(session, topic)
            until = min(begin + self._portion.size, realtime.last_number(session, topic))
            told = realtime.read_events(
                session, topic, begin, self._portion.size, until=until, types=(logs.LOG,)
            )
        entries = list(_bounded(logs.told_by(told)))
        if len(entries) < len(told):
            until = entries[-1][0]
        return begin, entries, until

    def _write(
        self, session: Session, job_id: str, begin: int, entries: list[logs.Entry], until: int
    ) -> bool:
        """Compact what was planned, unless the job was tried again or another was faster."""
        job = moves.lock(session, job_id)
        if job is None or job.finished_at is None or job.finished_at >= self._limit(session):
            return False
        if compacted_to(session, job.topic) != begin:
            return True
        if entries:
            logs.keep(session, job, entries)
        compact(session, job.topic, until)
        forget_latest(session, job.topic)
        return True


def _bounded(entries: list[logs.Entry]) -> Iterator[logs.Entry]:
    """Give the first entries that make one part, and one of them in any case."""
    size = 0
    for entry in entries:
        size += len(to_json(entry))
        if size > _PART_BYTES and entry is not entries[0]:
            return
        yield entry
