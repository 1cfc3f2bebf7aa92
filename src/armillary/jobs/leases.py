"""Named leases: duties of the whole installation, each done by one process at a time.

A process that dies keeps its lease until it runs out, so only what can wait is done under one.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.database import insert_for
from armillary.jobs.clock import database_now
from armillary.jobs.tables import Lease

LEASE_S = 60.0


def is_free(session: Session, name: str, holder: str) -> bool:
    """Whether there is something to do that nobody else does; a cheap look before `take`."""
    lease = session.get(Lease, name)
    return lease is None or _is_free(lease, holder, database_now(session))


def take(session: Session, name: str, holder: str) -> bool:
    """Take a duty for a minute, or keep it for another one; False where it is not ours."""
    now = database_now(session)
    fresh = insert_for(session.get_bind().dialect.name)(Lease).values(
        name=name, holder=holder, until=now, due_at=now
    )
    session.execute(fresh.on_conflict_do_nothing())
    locked = sa.select(Lease).where(Lease.name == name).with_for_update()
    lease = session.scalars(locked.execution_options(populate_existing=True)).one()
    if not _is_free(lease, holder, now):
        return False
    lease.holder, lease.until = holder, now + timedelta(seconds=LEASE_S)
    return True


def rest(session: Session, name: str, holder: str, seconds: float) -> None:
    """Say that a duty is done, and that nobody need look at it for some time."""
    now = database_now(session)
    done = sa.update(Lease).where(Lease.name == name, Lease.holder == holder)
    session.execute(done.values(until=now, due_at=now + timedelta(seconds=seconds)))


def _is_free(lease: Lease, holder: str, now: datetime) -> bool:
    return lease.due_at <= now and (lease.holder == holder or lease.until <= now)
