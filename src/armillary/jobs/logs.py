"""The log of a job: read from its events, and from what was kept of those that are compacted."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.values import from_json, to_json
from armillary.jobs.tables import Job, JobLogPart

LOG = "job.log"

Entry = tuple[int, list[Any]]
"""The number of an event and the lines that it told."""


def read_lines(session: Session, job: Job, after: int, limit: int) -> tuple[list[Any], int]:
    """Give lines after an event's number, oldest first, and the number to ask for more after.

    The lines of one event stay together, so there may be more of them than ``limit`` once.
    """
    newest = realtime.last_number(session, job.topic)
    entries = _read_entries(session, job, after, limit)
    lines: list[Any] = []
    last = after
    for number, told in entries:
        if lines and len(lines) + len(told) > limit:
            break
        lines += told
        last = number
    else:
        # All there is was given, so what else the topic holds need not be looked at again.
        last = max(last, newest) if len(entries) < limit else last
    return lines, last


def keep(session: Session, job: Job, entries: Sequence[Entry]) -> None:
    """Keep lines whose events are about to be compacted, in the transaction that does it."""
    session.add(
        JobLogPart(
            workspace_id=job.workspace_id,
            job_id=job.id,
            last_number=entries[-1][0],
            entries=to_json(entries).decode(),
        )
    )


def told_by(events: Sequence[realtime.Event]) -> list[Entry]:
    """Give the lines of log events."""
    return [(event.number, event.data["lines"]) for event in events]


def _read_entries(session: Session, job: Job, after: int, limit: int) -> list[Entry]:
    entries: list[Entry] = []
    while len(entries) < limit and (kept := _next_part(session, job, after)):
        entries += kept
        after = entries[-1][0]
    left = limit - len(entries)
    if left <= 0:
        return entries[:limit]
    return entries + told_by(realtime.read_events(session, job.topic, after, left, types=(LOG,)))


def _next_part(session: Session, job: Job, after: int) -> list[Entry]:
    """Give what the next part holds after a number; empty where there is no further part."""
    parts = (
        sa.select(JobLogPart.entries)
        .where(JobLogPart.job_id == job.id, JobLogPart.last_number > after)
        .order_by(JobLogPart.last_number)
    )
    part = session.scalar(parts.limit(1))
    held = [] if part is None else from_json(part)
    return [(number, lines) for number, lines in held if number > after]
