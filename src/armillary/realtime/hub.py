"""The hub of one server process: reads what is new once and gives it to all who listen."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from anyio import CapacityLimiter
from sqlalchemy.orm import Session

from armillary.base.access import Actor, Identifier
from armillary.base.database import Database
from armillary.base.errors import TooLarge
from armillary.base.executors import in_thread
from armillary.base.values import from_json, to_json
from armillary.realtime.buses import Bus, Heard
from armillary.realtime.exits import ExitSignals
from armillary.realtime.messages import Denied, Ephemeral, Event, Latest
from armillary.realtime.reading import Opening, not_here, read_openings
from armillary.realtime.rights import Claim, Rechecks, find_withdrawn, may_see
from armillary.realtime.subscription import Subscription
from armillary.realtime.waking import ACCESS, attach
from armillary.realtime.watching import Watcher

MAX_EPHEMERAL_BYTES = 4096
_EPHEMERAL = "ephemeral"
_ANSWER = "answer"
_SIBLINGS = "siblings"
# Those who listen wait behind no route: the hub has connections of its own.
_CONNECTIONS = 3


@dataclass
class _Room:
    """One topic and those who listen to it here."""

    workspace_id: str | None = None
    listeners: set[Subscription] = field(default_factory=set)


class Hub:
    """Fans events, latest values and ephemeral messages out to the listeners of this process.

    Use it in one event loop, between `start` and `stop`. What this process commits to ``database``
    wakes other processes over ``bus`` from the moment the hub is made.
    """

    def __init__(self, database: Database, bus: Bus, identifier: Identifier) -> None:
        attach(database, bus)
        self._database = Database(
            database.url.render_as_string(hide_password=False), pool_size=_CONNECTIONS
        )
        self._bus = bus
        self._identifier = identifier
        self._threads = CapacityLimiter(_CONNECTIONS - 1)
        self._rooms: dict[str, _Room] = {}
        self._subscriptions: set[Subscription] = set()
        self._id = secrets.token_hex(8)
        self._answers: dict[str, asyncio.Future[None]] = {}
        self._of_siblings: dict[str, Callable[[Any], None]] = {}
        self._rechecks = Rechecks(self._end_withdrawn)
        self._exits = ExitSignals(lambda: self._loop.call_soon_threadsafe(self._end_streams))
        self._watcher = Watcher(
            self._database,
            bus,
            (_EPHEMERAL, ACCESS, _ANSWER, _SIBLINGS),
            found=self._from_thread(self._fan_out),
            heard=self._from_thread(self._follow),
        )

    async def start(self) -> None:
        """Begin to listen on the bus."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._watcher.start)
        self._rechecks.start()
        self._exits.install()

    async def stop(self) -> None:
        """End every subscription and what the hub runs."""
        for subscription in list(self._subscriptions):
            subscription.close()
        self._rechecks.stop()
        self._exits.restore()
        await asyncio.to_thread(self._watcher.stop)
        self._database.dispose()

    def subscribe(self, topics: Mapping[str, int | None], actor: Actor) -> Subscription:
        """Listen to topics, each after the number up to which it was heard, or from now on (None).

        Topics that the actor may not see are denied in the subscription itself.
        """
        return self._keep(Subscription(self, actor, topics))

    def follow(self, topics: Mapping[str, int | None]) -> Subscription:
        """Listen as the server itself, with nobody's rights asked."""
        return self._keep(Subscription(self, None, topics))

    async def open_topics(
        self, subscription: Subscription, topics: Mapping[str, int | None]
    ) -> None:
        """Let a subscription listen to topics; those that are heard already begin anew."""
        subscription.backlog.expect(topics)
        for topic in topics:
            self._rooms.setdefault(topic, _Room()).listeners.add(subscription)
            self._watcher.expect(topic)
        try:
            openings = await in_thread(self._threads, self._read, subscription.actor, topics)
        except BaseException:
            self.leave_topics(subscription, topics)
            raise
        for opening in openings:
            self._begin(subscription, opening)

    def leave_topics(self, subscription: Subscription, topics: Iterable[str]) -> None:
        """Let a subscription listen to these topics no longer."""
        for topic in topics:
            subscription.backlog.remove(topic)
            self._leave(topic, subscription)

    def close(self, subscription: Subscription) -> None:
        """Forget a subscription."""
        self.leave_topics(subscription, subscription.backlog.topics)
        self._subscriptions.discard(subscription)

    def send_ephemeral(self, topic: str, data: Mapping[str, Any]) -> None:
        """Tell those who listen to a topic now, here and in sibling processes; store nothing.

        Raises `TooLarge` over 4 kB of JSON.
        """
        body = _body(data)
        self._fan_out([Ephemeral(topic, body)])
        self._bus.publish(_EPHEMERAL, to_json({"from": self._id, "topic": topic, "body": body}))

    def send_to_siblings(self, subject: str, data: Mapping[str, Any]) -> None:
        """Tell the other server processes something that matters only now; it may get lost.

        Raises `TooLarge` over 4 kB of JSON.
        """
        said = {"from": self._id, "subject": subject, "body": _body(data)}
        self._bus.publish(_SIBLINGS, to_json(said))

    def hear_siblings(self, subject: str, hear: Callable[[Any], None]) -> None:
        """Have what other server processes tell of a subject handed on, in the hub's loop."""
        self._of_siblings[subject] = hear

    def count_topics(self) -> int:
        """Give how many topics are listened to."""
        return len(self._rooms)

    async def answer(self, timeout_s: float) -> None:
        """Prove that hints go round: over the bus, through the watcher, back into this loop.

        Raises ``TimeoutError``.
        """
        name = secrets.token_hex(8)
        answered = self._answers[name] = asyncio.get_running_loop().create_future()
        try:
            self._bus.publish(_ANSWER, name.encode())
            await asyncio.wait_for(answered, timeout_s)
        finally:
            del self._answers[name]

    def _keep(self, subscription: Subscription) -> Subscription:
        self._subscriptions.add(subscription)
        return subscription

    def _leave(self, topic: str, subscription: Subscription) -> None:
        room = self._rooms.get(topic)
        if room is None:
            return
        room.listeners.discard(subscription)
        if not room.listeners:
            del self._rooms[topic]
            self._watcher.forget(topic)

    def _begin(self, subscription: Subscription, opening: Opening | Denied) -> None:
        if isinstance(opening, Denied):
            self._leave(opening.topic, subscription)
            subscription.backlog.deny(opening)
            return
        position = opening.position
        room = self._rooms.get(position.topic)
        if room is not None and subscription in room.listeners:
            room.workspace_id = position.workspace_id
            self._watcher.watch(position)
            subscription.backlog.begin(opening)

    def _read(
        self, actor: Actor | None, topics: Mapping[str, int | None]
    ) -> list[Opening | Denied]:
        def is_visible(session: Session, workspace_id: str) -> bool:
            return actor is None or may_see(self._identifier, session, actor, workspace_id)

        with self._database.read() as session:
            return read_openings(session, topics, is_visible)

    def _from_thread(self, function: Callable[[Any], None]) -> Callable[[Any], None]:
        def call(argument: Any) -> None:
            self._loop.call_soon_threadsafe(function, argument)

        return call

    def _fan_out(self, messages: Iterable[Event | Latest | Ephemeral]) -> None:
        for message in messages:
            room = self._rooms.get(message.topic)
            for subscription in room.listeners if room is not None else ():
                subscription.backlog.offer(message)

    def _follow(self, heard: Heard) -> None:
        if heard.channel == ACCESS:
            self._rechecks.hurry()
        elif heard.channel == _EPHEMERAL:
            said = from_json(heard.payload)
            if said["from"] != self._id:
                self._fan_out([Ephemeral(said["topic"], said["body"])])
        elif heard.channel == _SIBLINGS:
            said = from_json(heard.payload)
            hear = self._of_siblings.get(said["subject"])
            if said["from"] != self._id and hear is not None:
                hear(from_json(said["body"]))
        elif (answer := self._answers.get(heard.payload.decode())) and not answer.done():
            answer.set_result(None)

    def _end_streams(self) -> None:
        for subscription in list(self._subscriptions):
            if subscription.ends_at_exit:
                subscription.close()

    def _claims(self) -> Iterator[tuple[str, Subscription, Claim]]:
        for topic, room in self._rooms.items():
            for subscription in room.listeners:
                if subscription.actor is not None and room.workspace_id is not None:
                    yield topic, subscription, Claim(subscription.actor, room.workspace_id)

    async def _end_withdrawn(self) -> None:
        """End what somebody listens to without the right to it."""
        claims = {claim for _, _, claim in self._claims()}
        actors = {one.actor for one in self._subscriptions if one.actor is not None}
        withdrawn = await in_thread(
            self._threads, find_withdrawn, self._database, self._identifier, claims, actors
        )
        for topic, subscription, claim in list(self._claims()):
            if claim in withdrawn.claims:
                self._leave(topic, subscription)
                subscription.backlog.deny(not_here(topic))
        for subscription in list(self._subscriptions):
            if subscription.actor in withdrawn.actors:
                subscription.withdraw()


def _body(data: Mapping[str, Any]) -> str:
    body = to_json(data)
    if len(body) > MAX_EPHEMERAL_BYTES:
        raise TooLarge(
            f"An ephemeral message may have {MAX_EPHEMERAL_BYTES} bytes; got {len(body)}."
        )
    return body.decode()
