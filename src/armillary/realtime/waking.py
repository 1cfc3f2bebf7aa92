"""Telling other processes to look again, once what they shall see is committed.

What goes over the bus is never a fact, only a hint: losing it costs time, nothing else.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from armillary.base.database import Database, after_commit
from armillary.base.values import from_json, to_json
from armillary.realtime.buses.contract import MAX_PAYLOAD_BYTES, Bus

WAKE = "wake"
"""Carries the names of topics that have new events."""

LATEST = "latest"
"""Carries the names of topics of which a latest value has changed."""

ACCESS = "access"
"""Says that somebody's rights have changed."""

_KEY = "bus"


def attach(database: Database, bus: Bus) -> None:
    """Let what is committed to this database wake others over the bus; once per process."""
    database.info[_KEY] = bus


def wake(session: Session, channel: str, payload: bytes = b"") -> None:
    """Publish on a channel once the unit of work is durable."""
    after_commit(session, lambda done: publish_now(done, channel, [payload]))


def access_changed(session: Session) -> None:
    """Have every server look again, after the commit, whether listeners may still listen."""
    wake(session, ACCESS)


def publish_now(session: Session, channel: str, payloads: Sequence[bytes]) -> None:
    """Publish over the bus of the session's database, if it has one."""
    bus: Bus | None = session.info.get(_KEY)
    if bus is None:
        return
    for payload in payloads:
        bus.publish(channel, payload)


def topic_payloads(topics: Sequence[str]) -> list[bytes]:
    """Write topic names as payloads, in as few as fit."""
    return list(_payloads(topics))


def topics_in(payload: bytes) -> list[str]:
    """Read the topic names of a payload."""
    names = from_json(payload)
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _payloads(topics: Sequence[str]) -> Iterator[bytes]:
    if not topics:
        return
    payload = to_json(list(topics))
    if len(payload) <= MAX_PAYLOAD_BYTES or len(topics) == 1:
        yield payload
        return
    middle = len(topics) // 2
    yield from _payloads(topics[:middle])
    yield from _payloads(topics[middle:])
