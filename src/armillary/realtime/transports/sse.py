"""Clients that listen to server-sent events: plain HTTP, one way only.

Each message is what a web socket would carry. Its id says how far every topic was heard
(``4,17``, in the order of the request), so that a browser that comes back misses nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping

from armillary.realtime.messages import Event, Refetch, Subscribed, TopicMessage
from armillary.realtime.subscription import Subscription

KEEP_ALIVE_S = 15.0
_RETRY_MS = 1000


async def stream(
    subscription: Subscription, topics: Mapping[str, int | None]
) -> AsyncIterator[bytes]:
    """Give the frames of a subscription to these topics until it is closed."""
    subscription.ends_at_exit = True
    numbers = dict(topics)
    yield f"retry: {_RETRY_MS}\n\n".encode()
    async with subscription:
        while True:
            try:
                async with asyncio.timeout(KEEP_ALIVE_S):
                    message = await anext(subscription)
            except TimeoutError:
                # A comment: it tells whoever is between that the line is in use.
                yield b": still here\n\n"
            except StopAsyncIteration:
                return
            else:
                yield _frame(message, numbers)


def read_id(text: str, topics: list[str]) -> dict[str, int | None] | None:
    """Read how far each topic was heard from a ``Last-Event-ID``; None where it is not ours."""
    parts = text.split(",")
    if len(parts) != len(topics) or not all(part.isdecimal() or not part for part in parts):
        return None
    return {topic: int(part) if part else None for topic, part in zip(topics, parts, strict=True)}


def _frame(message: TopicMessage, numbers: dict[str, int | None]) -> bytes:
    if isinstance(message, Event | Subscribed | Refetch):
        numbers[message.topic] = message.number
    heard = ",".join("" if number is None else str(number) for number in numbers.values())
    return f"id: {heard}\ndata: {message.text}\n\n".encode()
