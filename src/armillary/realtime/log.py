"""The event log: facts, appended in the transaction that makes them true.

A topic's numbers rise by one in the order of commits. So they are given out last in a transaction,
under the lock of the topic's row, and always in the order of the topics' names, so that no two
transactions wait for each other. Plain sequences would commit out of order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from armillary.base.database import after_commit, before_commit, insert_for
from armillary.base.errors import TooLarge
from armillary.base.values import from_json, to_json, utc_now
from armillary.realtime.messages import Event
from armillary.realtime.tables import TOPIC_LENGTH, LatestValue, StoredEvent, Topic
from armillary.realtime.waking import LATEST, WAKE, publish_now, topic_payloads

MAX_EVENT_BYTES = 16 * 1024
_KEY = "realtime"


def append(
    session: Session, topic: str, event_type: str, data: dict[str, Any], *, workspace_id: str
) -> None:
    """Append a fact to a topic; it gets its number when the unit of work commits.

    The first fact of a topic makes it, in that workspace. Raises `TooLarge` where the data exceeds
    16 kB of JSON: put such things into storage and send their key.
    """
    body = _to_body(topic, event_type, data)
    written = _written(session, topic, workspace_id)
    written.events.append((event_type, body, utc_now()))


def set_latest(session: Session, topic: str, key: str, value: Any, *, workspace_id: str) -> None:
    """Replace the newest value of a key; of several in one unit of work only the last counts.

    Raises `TooLarge` as `append` does.
    """
    body = _to_body(topic, key, value)
    _written(session, topic, workspace_id).latest[key] = (body, utc_now())


def read_events(
    session: Session,
    topic: str,
    after: int = 0,
    limit: int = 500,
    *,
    until: int | None = None,
    types: Sequence[str] | None = None,
) -> list[Event]:
    """Give the facts of a topic after a number (and up to ``until``), oldest first."""
    chosen = [StoredEvent.topic == topic, StoredEvent.number > after]
    if until is not None:
        chosen.append(StoredEvent.number <= until)
    if types is not None:
        chosen.append(StoredEvent.type.in_(types))
    columns = (
        StoredEvent.topic,
        StoredEvent.number,
        StoredEvent.workspace_id,
        StoredEvent.type,
        StoredEvent.data,
        StoredEvent.time,
    )
    found = sa.select(*columns).where(*chosen).order_by(StoredEvent.number).limit(limit)
    return [Event(*row) for row in session.execute(found)]


def last_number(session: Session, topic: str) -> int:
    """Give the number of the newest fact of a topic, 0 where there is none.

    What is read in the same session after this is at least as new as that fact.
    """
    found = sa.select(Topic.last_number).where(Topic.name == topic)
    return session.scalar(found) or 0


def find_latest(session: Session, topic: str, key: str) -> tuple[int, Any] | None:
    """Give the version and the newest value of a key of a topic; None where there is none."""
    found = sa.select(LatestValue.version, LatestValue.value)
    row = session.execute(found.where(LatestValue.topic == topic, LatestValue.key == key)).first()
    return None if row is None else (row.version, from_json(row.value))


@dataclass
class _Written:
    """What one unit of work says on one topic."""

    workspace_id: str
    events: list[tuple[str, str, datetime]] = field(default_factory=list)
    latest: dict[str, tuple[str, datetime]] = field(default_factory=dict)


def _to_body(topic: str, name: str, data: Any) -> str:
    body = to_json(data)
    if len(body) > MAX_EVENT_BYTES:
        raise TooLarge(
            f"{name!r} on {topic!r} may have {MAX_EVENT_BYTES} bytes of JSON; got {len(body)}. "
            "Put it into storage and send its key."
        )
    return body.decode()


def _written(session: Session, topic: str, workspace_id: str) -> _Written:
    if not 0 < len(topic) <= TOPIC_LENGTH:
        raise ValueError(f"a topic's name has 1 to {TOPIC_LENGTH} characters; got {topic!r}")
    by_topic: dict[str, _Written] = session.info.setdefault(_KEY, {})
    before_commit(session, _KEY, _write_all)
    written = by_topic.setdefault(topic, _Written(workspace_id))
    _check_workspace(topic, written.workspace_id, workspace_id)
    return written


def _check_workspace(topic: str, held: str, given: str) -> None:
    if held != given:
        raise ValueError(f"topic {topic!r} belongs to workspace {held!r}, not to {given!r}")


def _write_all(session: Session) -> None:
    by_topic: dict[str, _Written] = session.info.pop(_KEY, {})
    # The rows of the facts go first: the locks of the topics are held as briefly as can be.
    session.flush()
    connection = session.connection()
    for topic, written in sorted(by_topic.items()):
        _write_topic(connection, topic, written)
    with_events = topic_payloads([topic for topic, one in by_topic.items() if one.events])
    with_latest = topic_payloads([topic for topic, one in by_topic.items() if one.latest])
    after_commit(session, lambda done: publish_now(done, WAKE, with_events))
    after_commit(session, lambda done: publish_now(done, LATEST, with_latest))


def _write_topic(connection: Connection, topic: str, written: _Written) -> None:
    statements = _statements(connection.dialect.name)
    new = {
        "name": topic,
        "workspace_id": written.workspace_id,
        "last_number": len(written.events),
        "last_version": len(written.latest),
    }
    row = connection.execute(statements.number, new).one()
    _check_workspace(topic, row.workspace_id, written.workspace_id)
    if written.events:
        first = row.last_number - len(written.events) + 1
        connection.execute(_INSERT, list(_event_rows(topic, written, first)))
    if written.latest:
        first = row.last_version - len(written.latest) + 1
        connection.execute(statements.latest, list(_latest_rows(topic, written, first)))


def _event_rows(topic: str, written: _Written, first: int) -> Iterator[dict[str, Any]]:
    for number, (kind, body, time) in enumerate(written.events, first):
        yield {
            "topic": topic,
            "number": number,
            "workspace_id": written.workspace_id,
            "type": kind,
            "data": body,
            "time": time,
        }


def _latest_rows(topic: str, written: _Written, first: int) -> Iterator[dict[str, Any]]:
    for version, (key, (body, time)) in enumerate(written.latest.items(), first):
        yield {
            "topic": topic,
            "key": key,
            "workspace_id": written.workspace_id,
            "value": body,
            "version": version,
            "time": time,
        }


class _Statements:
    """The two upserts, built once per dialect: building them costs more than running them."""

    def __init__(self, insert: Any) -> None:
        fresh = insert(Topic)
        self.number = fresh.on_conflict_do_update(
            index_elements=["name"],
            set_={
                "last_number": Topic.last_number + fresh.excluded.last_number,
                "last_version": Topic.last_version + fresh.excluded.last_version,
            },
        ).returning(Topic.workspace_id, Topic.last_number, Topic.last_version)
        value = insert(LatestValue)
        self.latest = value.on_conflict_do_update(
            index_elements=["topic", "key"],
            set_={name: value.excluded[name] for name in ("value", "version", "time")},
        )


_INSERT = sa.insert(StoredEvent)


@cache
def _statements(dialect: str) -> _Statements:
    return _Statements(insert_for(dialect))
