"""Serving one client that listens to topics, whatever transport it came by."""

import asyncio
from collections.abc import Mapping
from typing import Any

from armillary.base.access import Actor, SocketMessages
from armillary.base.errors import AppError, BadRequest
from armillary.base.tasks import end_tasks
from armillary.base.values import from_json
from armillary.realtime.hub import Hub
from armillary.realtime.messages import Pong, Problem, ServerMessage
from armillary.realtime.subscription import Subscription
from armillary.realtime.tables import TOPIC_LENGTH
from armillary.realtime.transports.contract import Gone, Transport

MAX_TOPICS = 500
MAX_MESSAGE_CHARACTERS = 256 * 1024
MAX_PROBLEMS = 50
_POLICY_VIOLATION = 1008
_SERVICE_RESTART = 1012


class _Abuse(Exception):
    """The client does nothing but wrong."""


async def serve(transport: Transport, hub: Hub, actor: Actor, messages: SocketMessages) -> None:
    """Do what a client asks for and tell it what it listens to, until it goes away."""
    async with hub.subscribe({}, actor) as subscription:
        client = _Client(transport, subscription, messages)
        hearing = asyncio.create_task(client.hear())
        telling = asyncio.create_task(client.tell())
        try:
            await asyncio.wait({hearing, telling}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # That the client has left, or misbehaved, is no failure of ours.
            await end_tasks(hearing, telling, expected=(Gone, _Abuse))
    if hearing.done() and not hearing.cancelled() and isinstance(hearing.exception(), _Abuse):
        await transport.close(_POLICY_VIOLATION, "Too many messages that cannot be understood.")
    elif subscription.is_withdrawn:
        await transport.close(_POLICY_VIOLATION, "Your access has been withdrawn.")
    else:
        await transport.close(_SERVICE_RESTART, "The server is stopping; come back.")


class _Client:
    """One client, with what it listens to."""

    def __init__(
        self, transport: Transport, subscription: Subscription, messages: SocketMessages
    ) -> None:
        self._transport = transport
        self._subscription = subscription
        self._messages = messages
        self._problems = 0
        # Two tasks speak to the client; each says one whole message at a time.
        self._speaking = asyncio.Lock()

    async def tell(self) -> None:
        """Tell what comes of the client's topics; returns when the server ends it."""
        async for message in self._subscription:
            await self._say(message)

    async def hear(self) -> None:
        """Do what the client asks for; raises `Gone` when it has left."""
        while True:
            text = await self._transport.receive()
            try:
                await self._obey(_read(text))
            except AppError as error:
                await self._complain(error.message)

    async def _obey(self, message: dict[str, Any]) -> None:
        kind = message.get("type")
        assert self._subscription.actor is not None
        self._messages.check(self._subscription.actor, kind)
        if kind == "subscribe":
            await self._subscribe(_wanted_topics(message.get("topics")))
        elif kind == "unsubscribe":
            self._subscription.remove(_topic_names(message.get("topics")))
        else:
            await self._say(Pong())

    async def _subscribe(self, topics: Mapping[str, int | None]) -> None:
        heard = {*self._subscription.backlog.topics, *topics}
        if len(heard) > MAX_TOPICS:
            raise BadRequest(
                f"One connection may listen to {MAX_TOPICS} topics; this would make {len(heard)}. "
                "Unsubscribe from some first."
            )
        await self._subscription.add(topics)

    async def _complain(self, problem: str) -> None:
        self._problems += 1
        if self._problems > MAX_PROBLEMS:
            raise _Abuse
        await self._say(Problem(problem))

    async def _say(self, message: ServerMessage) -> None:
        async with self._speaking:
            await self._transport.send(message.text)


def _read(text: str) -> dict[str, Any]:
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise BadRequest(
            f"A message may have {MAX_MESSAGE_CHARACTERS} characters; got {len(text)}."
        )
    try:
        message = from_json(text)
    except ValueError:
        message = None
    if not isinstance(message, dict):
        raise BadRequest('A message must be a JSON object such as {"type": "ping"}.')
    return message


def _wanted_topics(given: Any) -> dict[str, int | None]:
    if not isinstance(given, list):
        raise BadRequest('`topics` must be a list such as [{"topic": "job:…", "after": 0}].')
    return dict(_wanted_topic(one) for one in given)


def _wanted_topic(given: Any) -> tuple[str, int | None]:
    if not isinstance(given, dict):
        raise BadRequest(
            f'A topic must be given as {{"topic": name, "after": number}}; got {_shown(given)}.'
        )
    after = given.get("after")
    is_number = isinstance(after, int) and not isinstance(after, bool) and after >= 0
    if after is not None and not is_number:
        raise BadRequest(
            f"`after` must be a whole number from 0 on, or left out; got {_shown(after)}."
        )
    return read_topic_name(given.get("topic")), after


def _topic_names(given: Any) -> list[str]:
    if not isinstance(given, list):
        raise BadRequest('`topics` must be a list of names such as ["job:…"].')
    return [read_topic_name(name) for name in given]


def read_topic_name(given: object) -> str:
    """Check a topic's name as it came from outside; raises `BadRequest`."""
    if isinstance(given, str) and 0 < len(given) <= TOPIC_LENGTH and given.isprintable():
        return given
    raise BadRequest(
        f"A topic's name must be 1 to {TOPIC_LENGTH} printable characters; got {_shown(given)}."
    )


def _shown(given: object) -> str:
    return repr(given)[:100]
