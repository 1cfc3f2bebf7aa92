"""What waits for one listener: bounded, so that whoever is slow loses events and is told so."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from armillary.realtime.messages import (
    Denied,
    Ephemeral,
    Event,
    Latest,
    Refetch,
    Subscribed,
    TopicMessage,
)
from armillary.realtime.reading import REPLAY_LIMIT, Opening

QUEUE_LIMIT = 1000


@dataclass
class _Place:
    """How far one topic was passed on to the listener.

    ``number`` is None until the topic has been opened; what arrives until then is ``held``.
    """

    number: int | None = None
    version: int = 0
    held: list[Event | Latest] = field(default_factory=list)
    is_lost: bool = False


class Backlog:
    """The messages that wait for one listener, in order; used in one event loop.

    When more events wait than ``limit`` they are dropped, and one `Refetch` per topic takes their
    place, numbered when the listener takes it.
    """

    def __init__(self, limit: int = QUEUE_LIMIT) -> None:
        self._limit = limit
        self._places: dict[str, _Place] = {}
        # A pair stands for the newest value of that topic's key.
        self._queue: deque[TopicMessage | tuple[str, str]] = deque()
        self._latest: dict[tuple[str, str], Latest] = {}
        self._lost: dict[str, None] = {}
        self._ready = asyncio.Event()
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._is_closed = False

    @property
    def topics(self) -> list[str]:
        """The topics that are heard or being opened."""
        return list(self._places)

    def __len__(self) -> int:
        """Give how many messages wait."""
        return len(self._queue)

    async def next(self) -> TopicMessage | None:
        """Wait for the next message; None once the backlog is closed."""
        while not self._is_closed:
            if (message := self._take()) is not None:
                return message
            self._ready.clear()
            await self._ready.wait()
        return None

    async def room(self) -> None:
        """Wait until the listener has taken enough that a topic more can be opened."""
        await self._has_room.wait()

    def expect(self, topics: Iterable[str]) -> None:
        """Hold what arrives of these topics until each is opened; those open begin anew."""
        for topic in topics:
            self.remove(topic)
            self._places[topic] = _Place()

    def begin(self, opening: Opening) -> None:
        """Open a topic: replay what was missed, then what arrived in the meantime."""
        position = opening.position
        place = self._places.get(position.topic)
        if place is None:
            return  # given up while it was being opened
        place.number, held, place.held = opening.begin, place.held, []
        begun = Refetch if opening.is_refetch else Subscribed
        self._put(begun(position.topic, opening.begin))
        for message in [*opening.events, *opening.latest, *held]:
            self.offer(message)

    def offer(self, message: Event | Latest | Ephemeral) -> None:
        """Queue a message of a topic, unless the listener has it or does not want it."""
        place = self._places.get(message.topic)
        if place is None:
            return
        if isinstance(message, Ephemeral):
            self._offer_ephemeral(message)
        elif place.number is None:
            place.held.append(message)
        elif isinstance(message, Latest):
            self._offer_latest(place, message)
        else:
            self._offer_event(place, place.number, message)

    def deny(self, denied: Denied) -> None:
        """End a topic and say why."""
        self.remove(denied.topic)
        self._put(denied)

    def remove(self, topic: str) -> None:
        """End a topic without a word; what waits of it is dropped."""
        if self._places.pop(topic, None) is None:
            return
        self._lost.pop(topic, None)
        self._queue = deque(item for item in self._queue if _topic_of(item) != topic)
        self._latest = {key: value for key, value in self._latest.items() if key[0] != topic}
        self._note_room()

    def close(self) -> None:
        """Drop what waits and let nobody wait any longer."""
        self._is_closed = True
        self._ready.set()
        self._has_room.set()

    def _offer_ephemeral(self, message: Ephemeral) -> None:
        if len(self._queue) < self._limit:
            self._put(message)

    def _offer_latest(self, place: _Place, message: Latest) -> None:
        if message.version <= place.version:
            return
        place.version = message.version
        key = (message.topic, message.key)
        if key not in self._latest:
            self._put(key)
        self._latest[key] = message

    def _offer_event(self, place: _Place, number: int, event: Event) -> None:
        if event.number <= number:
            return
        place.number = event.number
        if event.number > number + 1:
            # What lay between was compacted before it could be read.
            self._lose(event.topic)
        elif not place.is_lost:
            self._queue_event(event)

    def _queue_event(self, event: Event) -> None:
        if len(self._queue) < self._limit:
            self._put(event)
            return
        waiting = {item.topic for item in self._queue if isinstance(item, Event)}
        self._queue = deque(item for item in self._queue if not isinstance(item, Event))
        for topic in {*waiting, event.topic}:
            self._lose(topic)
        self._note_room()

    def _lose(self, topic: str) -> None:
        self._places[topic].is_lost = True
        self._lost[topic] = None
        self._ready.set()

    def _put(self, item: TopicMessage | tuple[str, str]) -> None:
        self._queue.append(item)
        self._ready.set()
        if len(self._queue) > self._limit - REPLAY_LIMIT:
            self._has_room.clear()

    def _take(self) -> TopicMessage | None:
        if self._queue:
            item = self._queue.popleft()
            self._note_room()
            return self._latest.pop(item) if isinstance(item, tuple) else item
        if self._lost:
            topic = next(iter(self._lost))
            del self._lost[topic]
            place = self._places[topic]
            place.is_lost = False
            return Refetch(topic, place.number or 0)
        return None

    def _note_room(self) -> None:
        if len(self._queue) <= self._limit - REPLAY_LIMIT:
            self._has_room.set()


def _topic_of(item: TopicMessage | tuple[str, str]) -> str:
    return item[0] if isinstance(item, tuple) else item.topic
