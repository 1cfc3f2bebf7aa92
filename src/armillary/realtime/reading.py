"""What the hub reads from the database: what is new of a topic, and where a listener begins."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.realtime.log import read_events
from armillary.realtime.messages import Denied, Event, Latest
from armillary.realtime.tables import LatestValue, Topic

REPLAY_LIMIT = 500
"""The most events that one subscribe replays; who missed more fetches afresh."""

_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Position:
    """How far a topic has come."""

    topic: str
    workspace_id: str
    number: int
    version: int
    compacted_to: int


@dataclass(frozen=True)
class Opening:
    """What a listener who subscribes to a topic is given first.

    ``begin`` is the number after which delivery begins; ``events`` lead from there to the position.
    """

    position: Position
    begin: int
    is_refetch: bool
    events: Sequence[Event]
    latest: Sequence[Latest]


def read_positions(session: Session, topics: Sequence[str]) -> list[Position]:
    """Give how far these topics have come; those that do not exist are left out."""
    found: list[Position] = []
    columns = (
        Topic.name,
        Topic.workspace_id,
        Topic.last_number,
        Topic.last_version,
        Topic.compacted_to,
    )
    for names in _chunks(topics):
        rows = session.execute(sa.select(*columns).where(Topic.name.in_(names)))
        found.extend(Position(*row) for row in rows)
    return found


def read_latest(session: Session, topic: str, after_version: int = 0) -> list[Latest]:
    """Give the latest values of a topic that have changed since a version."""
    columns = (LatestValue.topic, LatestValue.key, LatestValue.version, LatestValue.value)
    chosen = (LatestValue.topic == topic, LatestValue.version > after_version)
    found = sa.select(*columns).where(*chosen).order_by(LatestValue.version)
    return [Latest(*row) for row in session.execute(found)]


def read_openings(
    session: Session,
    wanted: Mapping[str, int | None],
    is_visible: Callable[[Session, str], bool],
) -> list[Opening | Denied]:
    """Give where a listener begins in each wanted topic, or why not.

    ``wanted`` holds the number up to which a topic was heard, or None for from now on.
    """
    positions = {position.topic: position for position in read_positions(session, list(wanted))}
    workspaces = {position.workspace_id for position in positions.values()}
    visible = {workspace for workspace in workspaces if is_visible(session, workspace)}
    budget = REPLAY_LIMIT
    openings: list[Opening | Denied] = []
    for topic, after in wanted.items():
        position = positions.get(topic)
        if position is None or position.workspace_id not in visible:
            openings.append(not_here(topic))
            continue
        opening = _open(session, position, after, budget)
        budget -= len(opening.events)
        openings.append(opening)
    return openings


def not_here(topic: str) -> Denied:
    """Deny a topic in the same words whether it does not exist or belongs to others."""
    return Denied(topic, f"There is no topic {topic!r}, or it is in a workspace you cannot see.")


def _open(session: Session, position: Position, after: int | None, budget: int) -> Opening:
    latest = read_latest(session, position.topic) if position.version else []
    if after is None or after == position.number:
        return Opening(position, position.number, False, [], latest)
    is_known = position.compacted_to <= after < position.number
    if not is_known or position.number - after > budget:
        return Opening(position, position.number, True, [], latest)
    events = read_events(session, position.topic, after, budget, until=position.number)
    return Opening(position, after, False, events, latest)


def _chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _ROWS_AT_ONCE):
        yield names[start : start + _ROWS_AT_ONCE]
