"""Putting right what dead workers left: every worker sweeps, about once a second.

Each step is guarded by the row it removes, so that several sweepers do nothing twice.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from armillary.base.database import Database
from armillary.base.logging import get_logger
from armillary.jobs import lines, moves
from armillary.jobs.clock import database_now
from armillary.jobs.machine import host_name, is_alive, is_held_up, work_done
from armillary.jobs.states import CLAIMED
from armillary.jobs.tables import Job, JobDependency, Worker

# By then a machine that slept has renewed its leases, since only waking time counts.
CONFIRM_S = 3.0
# Where a machine has more to do than it can, a worker that starts or writes may take longer than
# its lease. What goes on is no death; what only spins in a circle is found out by this.
CROWDED_S = 60.0
RESERVED_S = 60.0
# What this finds is rare, and it takes a look at everything that is queued.
STRANDED_S = 30.0
_DIED = "Its worker ended."
_log = get_logger(__name__)


@dataclass(frozen=True)
class _Dead:
    """A worker taken for dead; unless its end was seen, its lease must still be this old one."""

    id: str
    lease_until: datetime
    is_seen: bool


@dataclass(frozen=True)
class _Overdue:
    """A lease that has run out ``since`` a time, and since when its worker has done nothing."""

    since: float
    still_since: float
    work: tuple[float, ...] = ()


class Sweeper:
    """Looks for dead workers and for jobs that nobody would touch again."""

    def __init__(
        self, database: Database, own_id: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._own_id = own_id
        self._clock = clock
        self._overdue: dict[str, _Overdue] = {}
        self._next_stranded = clock()

    def sweep(self) -> None:
        """Look once."""
        with self._database.read() as session:
            dead = self._dead_workers(session)
            orphans = list(session.scalars(_orphans()))
            ready = list(session.scalars(_ready()))
            before = database_now(session) - timedelta(seconds=RESERVED_S)
            deserted = list(session.scalars(_deserted(), {"before": before}))
            stranded = self._stranded(session)
        for worker in dead:
            self._bury_worker(worker)
        for job_id in orphans:
            self._bury_orphan(job_id)
        for job_id in ready:
            self._resume(job_id)
        for job_id in deserted:
            self._give_up(job_id)
        for job_id in stranded:
            self._line_up(job_id)

    def _dead_workers(self, session: Session) -> list[_Dead]:
        now = database_now(session)
        dead, overdue = [], {}
        for worker in session.scalars(sa.select(Worker).where(Worker.id != self._own_id)):
            if worker.host == host_name() and not is_alive(worker.pid, worker.started):
                dead.append(_Dead(worker.id, worker.lease_until, is_seen=True))
            elif worker.lease_until < now:
                one = overdue[worker.id] = self._look_at(worker)
                quiet_s, overdue_s = (
                    self._clock() - since for since in (one.still_since, one.since)
                )
                if quiet_s > CONFIRM_S or overdue_s > CROWDED_S:
                    dead.append(_Dead(worker.id, worker.lease_until, is_seen=False))
        self._overdue = overdue
        return dead

    def _stranded(self, session: Session) -> list[str]:
        if self._clock() < self._next_stranded:
            return []
        self._next_stranded = self._clock() + STRANDED_S
        return list(session.scalars(lines.find_stranded()))

    def _look_at(self, worker: Worker) -> _Overdue:
        """Say since when a worker is overdue, and whether it has done something meanwhile."""
        now = self._clock()
        before = self._overdue.get(worker.id, _Overdue(now, now))
        if worker.host != host_name():
            return before  # there only the lease tells
        work = work_done(worker.pid)
        goes_on = is_held_up(worker.pid) or (before.work != () and work != before.work)
        return _Overdue(before.since, now if goes_on else before.still_since, work)

    def _bury_worker(self, dead: _Dead) -> None:
        gone = sa.delete(Worker).where(Worker.id == dead.id)
        if not dead.is_seen:
            gone = gone.where(Worker.lease_until == dead.lease_until)
        with self._database.write() as session:
            if session.execute(gone.returning(Worker.id)).first() is None:
                return
            held = sa.select(Job.id).where(Job.worker_id == dead.id, Job.state.in_(CLAIMED))
            for job_id in session.scalars(held.order_by(Job.id)).all():
                _bury(session, job_id)
        _log.warning("worker died", worker=dead.id, seen=dead.is_seen)

    def _bury_orphan(self, job_id: str) -> None:
        with self._database.write() as session:
            if session.scalar(_orphans().where(Job.id == job_id)) is not None:
                _bury(session, job_id)

    def _resume(self, job_id: str) -> None:
        with self._database.write() as session:
            job = moves.lock(session, job_id)
            if job is not None:
                moves.resume_if_ready(session, job)

    def _give_up(self, job_id: str) -> None:
        with self._database.write() as session:
            job = moves.lock(session, job_id)
            if job is not None and job.state == "queued":
                said = "The command that was to run it has ended. Retry it, or start it again."
                job.reserved_for = None
                moves.finish(session, job, "lost", error=moves.error("lost", said))

    def _line_up(self, job_id: str) -> None:
        with self._database.write() as session:
            job = moves.lock(session, job_id)
            if job is not None:
                moves.line_up(session, job)


def _bury(session: Session, job_id: str) -> None:
    job = moves.lock(session, job_id)
    if job is not None and job.state in CLAIMED:
        moves.bury(session, job, _DIED)


# Each worker asks these every second, for as long as it lives: building them anew each time would
# cost more than the answers.
@cache
def _orphans() -> sa.Select[str]:
    """Find jobs held by workers that have no row any more."""
    known = sa.select(Worker.id)
    return sa.select(Job.id).where(Job.state.in_(CLAIMED), Job.worker_id.not_in(known))


@cache
def _ready() -> sa.Select[str]:
    """Find waiting jobs that nothing keeps waiting."""
    child = aliased(Job)
    unfinished = (
        sa.select(JobDependency.job_id)
        .join(child, child.id == JobDependency.needs_id)
        .where(JobDependency.job_id == Job.id, JobDependency.must_succeed.is_(False))
        .where(child.finished_at.is_(None))
    )
    return sa.select(Job.id).where(Job.state == "waiting", ~unfinished.exists())


@cache
def _deserted() -> sa.Select[str]:
    """Find jobs queued ``before`` a time for a worker that is gone, or never came."""
    alive = sa.select(Worker.reserved_for).where(Worker.reserved_for.is_not(None))
    return sa.select(Job.id).where(
        Job.state == "queued",
        Job.reserved_for.is_not(None),
        Job.reserved_for.not_in(alive),
        Job.created_at < sa.bindparam("before"),
    )
