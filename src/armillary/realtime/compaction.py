"""Forgetting the events of what is long over."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.realtime.tables import LatestValue, StoredEvent, Topic

MOST_AT_ONCE = 1000
"""How many events one unit of work deletes, so that no other writer waits long."""


def compact(session: Session, topic: str, keep_after: int) -> int:
    """Delete the oldest events of a topic up to a number and give how many were deleted.

    At most 1,000 go at once: call it in units of work of its own until it gives 0. Whoever has
    heard the topic less far is told to fetch afresh.
    """
    row = session.get(Topic, topic, with_for_update=True)
    if row is None:
        return 0
    row.compacted_to, before = (
        max(row.compacted_to, min(keep_after, row.last_number, row.compacted_to + MOST_AT_ONCE)),
        row.compacted_to,
    )
    session.execute(
        sa.delete(StoredEvent).where(
            StoredEvent.topic == topic, StoredEvent.number <= row.compacted_to
        )
    )
    # Numbers have no gaps.
    return row.compacted_to - before


def forget_latest(session: Session, topic: str) -> None:
    """Delete the latest values of a topic that is over; whoever opens it hears of none."""
    session.execute(sa.delete(LatestValue).where(LatestValue.topic == topic))


def compacted_to(session: Session, topic: str) -> int:
    """Give the number up to which the events of a topic are gone."""
    return session.scalar(sa.select(Topic.compacted_to).where(Topic.name == topic)) or 0


def holds_events(topic: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Say in a query whether a topic still holds events."""
    held = sa.select(Topic.name).where(Topic.name == topic)
    return held.where(Topic.compacted_to < Topic.last_number).exists()


def topics_told_before(moment: datetime) -> sa.Select[str]:
    """Select the topics whose oldest event was told before a moment."""
    oldest = sa.and_(StoredEvent.topic == Topic.name, StoredEvent.number == Topic.compacted_to + 1)
    return sa.select(Topic.name).join(StoredEvent, oldest).where(StoredEvent.time < moment)


def told_before(session: Session, topic: str, moment: datetime, at_most: int) -> int | None:
    """Give the number of the last of some oldest events that were told before a moment."""
    reach = compacted_to(session, topic) + at_most
    told = sa.select(sa.func.max(StoredEvent.number)).where(
        StoredEvent.topic == topic, StoredEvent.number <= reach, StoredEvent.time < moment
    )
    return session.scalar(told)
