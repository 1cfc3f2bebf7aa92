"""A thread that looks at the database when a hint comes, and each second whatever comes.

One look serves all listeners of a process: what it finds is handed to the hub's event loop once.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from armillary.base.database import Database
from armillary.base.logging import get_logger
from armillary.realtime.buses import Bus, Heard, Listener
from armillary.realtime.log import read_events
from armillary.realtime.messages import Event, Latest
from armillary.realtime.reading import Position, read_latest, read_positions
from armillary.realtime.waking import LATEST, WAKE, topic_payloads, topics_in

REPAIR_EVERY_S = 1.0
_EVENTS_AT_ONCE = 500
# The system's mailbox may be as small as ten: with this many in it, others may have been dropped.
_MANY_HINTS = 8
_MOST_HINTS = 1000
_log = get_logger(__name__)


@dataclass
class _Watched:
    """How far a topic was read; None while its first listener is being served."""

    number: int | None = None
    version: int = 0
    is_hinted: bool = False


@dataclass
class _Hints:
    """What a handful of hints says."""

    events: set[str] = field(default_factory=set)
    latest: set[str] = field(default_factory=set)
    others: list[Heard] = field(default_factory=list)
    count: int = 0

    def add(self, heard: Heard) -> None:
        """Note one hint."""
        self.count += 1
        if heard.channel == WAKE:
            self.events.update(topics_in(heard.payload))
        elif heard.channel == LATEST:
            self.latest.update(topics_in(heard.payload))
        else:
            self.others.append(heard)


class Watcher:
    """Finds what is new of the watched topics.

    ``found`` and ``heard`` are called in the watcher's thread: with new messages in the order of
    their numbers, and with hints on channels that are not about topics.
    """

    def __init__(
        self,
        database: Database,
        bus: Bus,
        channels: Iterable[str],
        found: Callable[[list[Event | Latest]], None],
        heard: Callable[[Heard], None],
    ) -> None:
        self._database = database
        self._bus = bus
        self._channels = (WAKE, LATEST, *channels)
        self._found = found
        self._heard = heard
        self._lock = threading.Lock()
        self._watched: dict[str, _Watched] = {}
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="realtime-watcher", daemon=True)
        self._listener: Listener | None = None

    def start(self) -> None:
        """Begin to listen and look."""
        self._listener = self._bus.listen(*self._channels)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; takes at most as long as one look."""
        if self._listener is None:
            return
        self._is_stopping.set()
        # Any hint ends its wait.
        self._bus.publish(WAKE, b"[]")
        self._thread.join()

    def expect(self, topic: str) -> None:
        """Note hints about a topic whose position is being read, so that none is lost."""
        with self._lock:
            self._watched.setdefault(topic, _Watched())

    def watch(self, position: Position) -> None:
        """Look for what is new of a topic from this position on, unless it is watched already."""
        with self._lock:
            watched = self._watched.setdefault(position.topic, _Watched())
            if watched.number is not None:
                return
            watched.number, watched.version = position.number, position.version
            is_hinted, watched.is_hinted = watched.is_hinted, False
        if is_hinted:
            [payload] = topic_payloads([position.topic])
            for channel in (WAKE, LATEST):
                self._bus.publish(channel, payload)

    def forget(self, topic: str) -> None:
        """Stop to look at a topic."""
        with self._lock:
            self._watched.pop(topic, None)

    def _run(self) -> None:
        assert self._listener is not None
        try:
            self._warm_up()
            while not self._is_stopping.is_set():
                self._watch_for_a_while(self._listener)
        finally:
            self._listener.close()

    def _warm_up(self) -> None:
        """Connect, and have the statements compiled, before the first hint waits for that."""
        with contextlib.suppress(SQLAlchemyError), self._database.read() as session:
            read_positions(session, [""])
            read_events(session, "", 0, _EVENTS_AT_ONCE)
            read_latest(session, "")

    def _watch_for_a_while(self, listener: Listener) -> None:
        try:
            self._repair()
            until = time.monotonic() + REPAIR_EVERY_S
            while (left := until - time.monotonic()) > 0 and not self._is_stopping.is_set():
                self._follow(_gather(listener, left))
        except Exception:  # noqa: BLE001  # the database or the bus is away: the hub outlives that
            _log.warning("cannot look for new events; trying again", exc_info=True)
            self._is_stopping.wait(REPAIR_EVERY_S)

    def _follow(self, hints: _Hints) -> None:
        for heard in hints.others:
            self._heard(heard)
        with self._lock:
            events = self._known(hints.events)
            latest = self._known(hints.latest)
        if events or latest:
            with self._database.read() as session:
                for topic, watched in events.items():
                    self._read_events(session, topic, watched)
                for topic, watched in latest.items():
                    self._read_latest(session, topic, watched)
        if hints.count >= _MANY_HINTS:
            self._repair()

    def _repair(self) -> None:
        """Look at all topics at once and read those that have gone further than was read."""
        with self._lock:
            watched = {name: one for name, one in self._watched.items() if one.number is not None}
        if not watched:
            return
        with self._database.read() as session:
            for position in read_positions(session, list(watched)):
                one = watched[position.topic]
                if position.number > (one.number or 0):
                    self._read_events(session, position.topic, one)
                if position.version > one.version:
                    self._read_latest(session, position.topic, one)

    def _known(self, topics: Iterable[str]) -> dict[str, _Watched]:
        known = {topic: self._watched[topic] for topic in topics if topic in self._watched}
        for watched in known.values():
            watched.is_hinted = watched.number is None
        return {topic: watched for topic, watched in known.items() if watched.number is not None}

    def _read_events(self, session: Session, topic: str, watched: _Watched) -> None:
        while events := read_events(session, topic, watched.number or 0, _EVENTS_AT_ONCE):
            watched.number = events[-1].number
            self._found(list(events))
            if len(events) < _EVENTS_AT_ONCE:
                return

    def _read_latest(self, session: Session, topic: str, watched: _Watched) -> None:
        latest = read_latest(session, topic, watched.version)
        if latest:
            watched.version = latest[-1].version
            self._found(list(latest))


def _gather(listener: Listener, timeout_s: float) -> _Hints:
    """Wait for a hint and take all that came with it."""
    hints = _Hints()
    heard = listener.receive(timeout_s)
    while heard is not None:
        hints.add(heard)
        if hints.count == _MOST_HINTS:
            break
        heard = listener.receive(0)
    return hints
