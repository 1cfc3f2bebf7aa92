"""One listener and the topics it listens to."""

from collections.abc import Iterable, Mapping
from typing import Protocol, Self

from armillary.base.access import Actor
from armillary.realtime.backlog import Backlog
from armillary.realtime.messages import TopicMessage


class Home(Protocol):
    """What a subscription needs of its hub."""

    async def open_topics(
        self, subscription: "Subscription", topics: Mapping[str, int | None]
    ) -> None:
        """Let a subscription listen to topics, or deny them."""

    def leave_topics(self, subscription: "Subscription", topics: Iterable[str]) -> None:
        """Let a subscription listen to topics no longer."""

    def close(self, subscription: "Subscription") -> None:
        """Forget a subscription."""


class Subscription:
    """The messages of some topics for one listener, by ``async for``; made by a hub.

    ``actor`` is None for the server's own use. The topics are opened when the first message is
    asked for. Close it in the end, or use it by ``async with``.
    """

    def __init__(self, home: Home, actor: Actor | None, topics: Mapping[str, int | None]) -> None:
        self.actor = actor
        self.backlog = Backlog()
        self.is_withdrawn = False
        self.ends_at_exit = False
        """Whether the process, told to stop, closes this before it waits for responses to end."""
        self._home = home
        self._unopened = dict(topics)

    async def __aenter__(self) -> Self:
        """Open the topics."""
        await self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the subscription."""
        self.close()

    async def end(self) -> None:
        """Close the subscription, for those that await what lets go of things."""
        self.close()

    def __aiter__(self) -> Self:
        """Iterate over what comes, until the subscription is closed."""
        return self

    async def __anext__(self) -> TopicMessage:
        """Wait for the next message."""
        await self._open()
        message = await self.backlog.next()
        if message is None:
            raise StopAsyncIteration
        return message

    async def add(self, topics: Mapping[str, int | None]) -> None:
        """Listen to more topics; those that are heard already begin anew.

        Waits where the listener has much to take yet.
        """
        await self.backlog.room()
        await self._home.open_topics(self, topics)

    def remove(self, topics: Iterable[str]) -> None:
        """Listen to these topics no longer; what waits of them is dropped."""
        self._home.leave_topics(self, topics)

    def close(self) -> None:
        """Listen to nothing any more."""
        self._home.close(self)
        self.backlog.close()

    def withdraw(self) -> None:
        """Close because the listener has no access to anything any more."""
        self.is_withdrawn = True
        self.close()

    async def _open(self) -> None:
        if self._unopened:
            await self.add(self._unopened)
            self._unopened = {}
