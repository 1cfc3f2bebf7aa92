"""Forgetting old events of topics that never end: workspaces, tables, runs that train elsewhere.

What a job tells is forgotten when the job has ended, see `armillary.jobs.compaction`. All that
other topics tell is kept in rows too, so nobody needs an event that is older than any listener:
who was away for longer is told to fetch afresh.
"""

import time
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.database import Database
from armillary.jobs.clock import database_now
from armillary.jobs.compaction import Portion
from armillary.jobs.tables import Job
from armillary.realtime.compaction import compact, told_before, topics_told_before

_TOPICS_AT_ONCE = 100


class OldEvents:
    """Goes through all topics that hold events so old, a little with each `step`."""

    def __init__(self, database: Database, after: timedelta) -> None:
        self._database = database
        self._after = after
        self._portion = Portion()
        self._waiting: list[str] = []
        self._seen = ""

    def step(self) -> float | None:
        """Forget a little and give the seconds it held the database; None when all is done."""
        if not self._waiting and not self._find():
            self._seen = ""
            return None
        with self._database.write() as session:
            session.connection()  # waits for whoever writes now, which is not our time
            started = time.monotonic()
            if not self._forget(session, self._waiting[0]):
                self._waiting.pop(0)
            session.flush()
            took_s = time.monotonic() - started
        self._portion.adapt(took_s)
        return took_s

    def _find(self) -> bool:
        """Look for topics with old events after those that were seen already."""
        with self._database.read() as session:
            before = database_now(session) - self._after
            topics = topics_told_before(before)
            (name,) = topics.selected_columns
            of_job = sa.select(Job.id).where(name == sa.literal("job:") + Job.id)
            found = topics.where(name > self._seen, ~of_job.exists()).order_by(name)
            self._waiting = list(session.scalars(found.limit(_TOPICS_AT_ONCE)))
        if self._waiting:
            self._seen = self._waiting[-1]
        return bool(self._waiting)

    def _forget(self, session: Session, topic: str) -> bool:
        """Forget the oldest events of a topic; gives whether there may be more of them."""
        before = database_now(session) - self._after
        until = told_before(session, topic, before, self._portion.size)
        return until is not None and compact(session, topic, until) == self._portion.size
