"""The clock of a search: it goes while one of its trials has a place, or its best is made.

It stands while the search is paused, and while it waits for a place. Every function runs in a unit
of work of its caller.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.values import utc_now
from armillary.capabilities.search import board, events
from armillary.capabilities.search.tables import Search
from armillary.jobs import CLAIMED, Job

# A place is found within that where nobody else waits for one.
_USUAL_S = 2.0
# Whoever works on a search says so every second; who has not for as long was not there any more.
_SILENT_S = 5.0


def begin_anew(session: Session, search_id: str) -> None:
    """Give a search that has ended its whole time again; what was tried stays."""
    search = board.lock(session, search_id)
    search.started_at = search.deadline = search.touched_at = search.paused_at = None
    search.paused_s = 0.0
    search.is_stopping = False
    search.outcome = None


def come_back(session: Session, search_id: str) -> Search:
    """Have a job take part: from now on the clock goes, for the first time or again."""
    search = board.lock(session, search_id)
    now = utc_now()
    if search.started_at is None:
        search.started_at = now
        events.told_clock(session, search)
    if search.seconds is not None and search.deadline is None:
        search.deadline = now + timedelta(seconds=search.seconds)
    if search.paused_at is not None:
        _go(session, search, now)
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
    if search.outcome is None and _is_tried_for(session, search_id):
        return
    _stand(session, search, utc_now())


def stop_if_without_place(session: Session, search_id: str) -> None:
    """Stop the clock of a search whose trials wait for a place, all of them."""
    if session.get(Search, search_id) is None:
        return
    search = board.lock(session, search_id)
    if search.started_at is None or search.paused_at is not None or search.outcome is not None:
        return
    if _is_tried_for(session, search_id):
        return
    now, touched_at = utc_now(), search.touched_at
    is_late = touched_at is not None and (now - touched_at).total_seconds() > _SILENT_S
    _stand(session, search, touched_at if is_late and touched_at is not None else now)


def go(session: Session, search_id: str) -> None:
    """Let the clock of a search go on, if it stands; of one that is gone there is none."""
    if session.get(Search, search_id) is not None:
        _lock_going(session, search_id)


def catch_up(session: Session, search_id: str) -> None:
    """Let the clock go on where the search itself does.

    Between its trials and what comes after them it may have waited for a place as well.
    """
    search = _lock_going(session, search_id)
    if search.touched_at is None or search.outcome is not None:
        return
    now = utc_now()
    waited_s = (now - search.touched_at).total_seconds() - _USUAL_S
    if waited_s > 0.0 and not _is_tried_for(session, search_id):
        _add(search, timedelta(seconds=waited_s))
    search.touched_at = now


def _lock_going(session: Session, search_id: str) -> Search:
    search = board.lock(session, search_id)
    if search.paused_at is not None:
        _go(session, search, utc_now())
    return search


def _stand(session: Session, search: Search, since: datetime) -> None:
    search.paused_at = since
    events.told_clock(session, search)


def _go(session: Session, search: Search, now: datetime) -> None:
    assert search.paused_at is not None
    _add(search, now - search.paused_at)
    search.paused_at = None
    search.touched_at = now
    events.told_clock(session, search)


def _add(search: Search, stood: timedelta) -> None:
    if search.deadline is not None:
        search.deadline += stood
    search.paused_s += stood.total_seconds()


def _is_tried_for(session: Session, search_id: str) -> bool:
    """Whether a worker holds one of the jobs that a search has begun."""
    held = sa.select(Job.id).where(Job.parent_id == search_id, Job.state.in_(CLAIMED)).limit(1)
    return session.scalar(held) is not None
