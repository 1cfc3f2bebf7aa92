"""The clock of a search: it goes while somebody works on its trials, and stands while it is paused.

Every function runs in a unit of work of its caller.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.values import utc_now
from armillary.capabilities.search import board, events
from armillary.capabilities.search.tables import Search
from armillary.jobs import CLAIMED, Job


def begin(session: Session, search_id: str) -> Search:
    """Set the clock of a search going, unless it goes already."""
    search = board.lock(session, search_id)
    now = utc_now()
    search.started_at = search.started_at or now
    if search.seconds is not None and search.deadline is None:
        search.deadline = now + timedelta(seconds=search.seconds)
    search.touched_at = now
    return search


def begin_anew(session: Session, search_id: str) -> None:
    """Give a search that has ended its whole time again; what was tried stays."""
    search = board.lock(session, search_id)
    search.started_at = search.deadline = search.paused_at = None
    search.paused_s = 0.0
    search.is_stopping = False
    search.outcome = None


def come_back(session: Session, search_id: str, job_id: str) -> Search:
    """Have a job take part; time in which nobody worked on the search is not counted."""
    search = board.lock(session, search_id)
    now = utc_now()
    if search.paused_at is not None:
        _go(search, now)
    elif (
        search.deadline is not None
        and search.touched_at is not None
        and not _is_worked_on(session, search_id, but=job_id)
    ):
        search.deadline += now - search.touched_at
    search.touched_at = now
    return search


def stop_if_paused(session: Session, search_id: str) -> None:
    """Stop the clock of a search that is paused, once the last of its trials has let go."""
    job = session.get(Job, search_id)
    if job is None or job.state != "paused" or session.get(Search, search_id) is None:
        return
    # Two jobs that let go at once do so one after the other.
    search = board.lock(session, search_id)
    if search.started_at is None or search.paused_at is not None:
        return
    # Once the trials are over there is nothing that goes on by itself for long.
    if search.outcome is None and _is_worked_on(session, search_id):
        return
    search.paused_at = utc_now()
    events.told_pause(session, search)


def go(session: Session, search_id: str) -> None:
    """Let the clock of a search go on, if it stands; of one that is gone there is none."""
    if session.get(Search, search_id) is None:
        return
    search = board.lock(session, search_id)
    if search.paused_at is not None:
        _go(search, utc_now())


def _go(search: Search, now: datetime) -> None:
    assert search.paused_at is not None
    stood = now - search.paused_at
    if search.deadline is not None:
        search.deadline += stood
    search.paused_s += stood.total_seconds()
    search.paused_at = None


def _is_worked_on(session: Session, search_id: str, but: str | None = None) -> bool:
    """Whether a worker holds one of the jobs that a search has begun, one aside."""
    held = sa.select(Job.id).where(Job.parent_id == search_id, Job.state.in_(CLAIMED))
    return any(job_id != but for job_id in session.scalars(held))
