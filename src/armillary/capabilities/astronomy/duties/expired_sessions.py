"""Forgetting sessions of the playground that have been kept for long enough."""

import time
from datetime import timedelta

import sqlalchemy as sa

from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.storage import LocalStorage
from armillary.base.values import utc_now
from armillary.capabilities.astronomy import sessions
from armillary.capabilities.astronomy.tables import ExoplanetSession
from armillary.jobs import FINISHED, Job
from armillary.settings import Settings

_AT_ONCE = 10
_UNREAD_SHARE = 30


class ExpiredSessions:
    """A few sessions a step: those that were read some time ago, or never for very long."""

    def __init__(self, database: Database, storage: LocalStorage, kept: timedelta) -> None:
        self._database = database
        self._storage = storage
        self._kept = kept

    def step(self) -> float | None:
        """Forget some and give the seconds that others had to wait; None when all are gone."""
        began = time.monotonic()
        now = utc_now()
        with self._database.write() as session:
            read_long_ago = sa.and_(
                ExoplanetSession.read_at < now - self._kept, Job.finished_at < now - self._kept
            )
            never_read = Job.finished_at < now - _UNREAD_SHARE * self._kept
            expired = (
                sa.select(ExoplanetSession, Job)
                .join(Job, Job.id == ExoplanetSession.id)
                .where(Job.state.in_(FINISHED), sa.or_(read_long_ago, never_read))
                .order_by(ExoplanetSession.id)
                .limit(_AT_ONCE)
            )
            found = session.execute(expired).all()
            for row, job in found:
                sessions.forget(Actor.for_job(job), session, self._storage, row)
        return time.monotonic() - began if found else None


class ExpiredSessionsDuty:
    """The duty: every half an hour."""

    id = "expired_exoplanet_sessions"
    rest_s = 1800.0

    def work(self, settings: Settings, database: Database) -> ExpiredSessions:
        """Give the work on this installation's storage."""
        storage = LocalStorage(settings.storage_root, settings.storage_mounts)
        kept = timedelta(hours=settings.exoplanet_session_hours)
        return ExpiredSessions(database, storage, kept)


duty = ExpiredSessionsDuty()
