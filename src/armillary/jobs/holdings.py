"""What one worker holds, as the database sees it: its row, its lease and its claims."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.database import Database
from armillary.jobs import moves
from armillary.jobs.claims import Claim
from armillary.jobs.clock import database_now
from armillary.jobs.machine import host_name, is_alive, process_started
from armillary.jobs.runner import TIME_LIMIT
from armillary.jobs.states import CLAIMED, JobState
from armillary.jobs.tables import Job, JobControl, Worker
from armillary.settings import Settings

LEASE_S = 15.0
RENEW_S = 4.0

_KILLED = {
    "time_limit": TIME_LIMIT,
    "memory_limit": moves.error("memory_limit", "It took more memory than its limit allows."),
}

# Asked every second: building them anew each time would cost more than the answers.
_EMBEDDED = (
    sa.select(Worker)
    .where(Worker.is_embedded, Worker.host == sa.bindparam("host"))
    .order_by(Worker.id)
)
_HELD = sa.select(Job.id, Job.state, Job.claim_number).where(
    Job.worker_id == sa.bindparam("worker"), Job.state.in_(CLAIMED)
)
_TOLD = ("running", "pausing")
_CONTROLS = (
    sa.select(JobControl.id, JobControl.job_id, JobControl.control)
    .join(Job, Job.id == JobControl.job_id)
    .where(Job.worker_id == sa.bindparam("worker"), Job.state.in_(_TOLD))
    .order_by(JobControl.id)
)


@dataclass(frozen=True)
class Held:
    """A job that the database says a worker holds."""

    state: JobState
    claim_number: int


@dataclass(frozen=True)
class Told:
    """A control that waits to be handed to a running job."""

    id: str
    job_id: str
    control: Mapping[str, Any]


def register(
    session: Session,
    worker_id: str,
    pid: int,
    *,
    slots: int,
    is_embedded: bool,
    reserved_for: str | None,
) -> None:
    """Make, or make anew, the row of a worker process."""
    now = database_now(session)
    session.merge(
        Worker(
            id=worker_id,
            host=host_name(),
            pid=pid,
            started=process_started(pid) or "",
            is_embedded=is_embedded,
            reserved_for=reserved_for,
            slots=slots,
            registered_at=now,
            lease_until=now + timedelta(seconds=LEASE_S),
        )
    )


def register_embedded(
    session: Session, settings: Settings, worker_id: str, pid: int | None = None
) -> None:
    """Make the row of a worker beside a server, for this process or another one."""
    register(
        session,
        worker_id,
        os.getpid() if pid is None else pid,
        slots=settings.worker_slots,
        is_embedded=True,
        reserved_for=None,
    )


def living_embedded(database: Database) -> list[Worker]:
    """Give the embedded workers of this machine that live."""
    with database.read() as session:
        workers = session.scalars(_EMBEDDED, {"host": host_name()}).all()
    return [worker for worker in workers if is_alive(worker.pid, worker.started)]


def unregister(session: Session, worker_id: str) -> None:
    """Remove the row of a worker that holds nothing any more."""
    session.execute(sa.delete(Worker).where(Worker.id == worker_id))


def renew(session: Session, worker_id: str) -> bool:
    """Renew the lease; False where the worker was taken for dead meanwhile."""
    until = database_now(session) + timedelta(seconds=LEASE_S)
    statement = sa.update(Worker).where(Worker.id == worker_id).values(lease_until=until)
    renewed = session.execute(statement.returning(Worker.id))
    return renewed.first() is not None


def is_fresh(session: Session, worker_id: str) -> bool:
    """Whether a worker has renewed its lease as it should."""
    worker = session.get(Worker, worker_id)
    overdue = database_now(session) + timedelta(seconds=LEASE_S - 2 * RENEW_S)
    return worker is not None and worker.lease_until > overdue


def held_by(session: Session, worker_id: str) -> dict[str, Held]:
    """Give the jobs that a worker holds, by id."""
    rows = session.execute(_HELD, {"worker": worker_id})
    return {job_id: Held(state, number) for job_id, state, number in rows}


def held_claims(session: Session, job_ids: Collection[str]) -> dict[str, int]:
    """Give the claim numbers of those of some jobs that a worker holds now."""
    held = sa.select(Job.id, Job.claim_number).where(Job.state.in_(CLAIMED))
    return dict(session.execute(held.where(Job.id.in_(job_ids))).all())


def controls_for(session: Session, worker_id: str) -> list[Told]:
    """Give what the jobs of a worker are to be told, oldest first."""
    return [Told(*row) for row in session.execute(_CONTROLS, {"worker": worker_id})]


def forget_controls(session: Session, told: list[Told]) -> None:
    """Remove controls that were handed on."""
    ids = [one.id for one in told]
    session.execute(sa.delete(JobControl).where(JobControl.id.in_(ids)))


def settle(
    session: Session,
    worker_id: str,
    claim: Claim,
    *,
    cause: str,
    killed_because: str | None,
    was_stopping: bool,
) -> None:
    """Do what follows from the end of a process for those of its jobs that it did not end."""
    for job_id, number in sorted(claim.numbers.items()):
        job = moves.lock(session, job_id)
        if job is None or job.worker_id != worker_id or job.claim_number != number:
            continue
        if job.state not in CLAIMED:
            continue
        if job.state == "cancelling":
            moves.finish(session, job, "cancelled")
        elif killed_because is not None:
            moves.finish(session, job, "failed", error=_KILLED[killed_because])
        elif was_stopping:
            moves.requeue(session, job)
        else:
            moves.bury(session, job, cause)
