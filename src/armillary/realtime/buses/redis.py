"""The bus of machines that share a Redis: its publish and subscribe."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from armillary.realtime.buses.contract import Heard, Listener
from armillary.realtime.buses.remote import RemoteListener, Sender
from armillary.settings import Settings

if TYPE_CHECKING:
    from redis import Redis

_POLL_S = 0.5
_TIMEOUT_S = 5.0


class RedisBus:
    """Sends hints over Redis; losing it loses speed, never facts.

    Channels are named after the database, since one Redis may serve several servers, and its own
    numbered databases do not keep channels apart.
    """

    def __init__(self, settings: Settings) -> None:
        self._address = settings.redis_url
        database = make_url(settings.database_address).database or ""
        self._prefix = f"armillary:{hashlib.sha256(database.encode()).hexdigest()[:12]}:"
        self._sender = Sender(self._connect)

    def publish(self, channel: str, payload: bytes = b"") -> None:
        """Send a hint soon."""
        self._sender.put(Heard(channel, payload))

    def listen(self, *channels: str) -> Listener:
        """Begin to receive what is published on these channels from now on."""
        return RemoteListener(lambda: self._receive(channels))

    def close(self) -> None:
        """Stop sending."""
        self._sender.close()

    def _client(self) -> "Redis":
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # Whoever holds the connection tries again; two who do so wait much longer.
        return Redis.from_url(
            self._address, socket_timeout=_TIMEOUT_S, retry=Retry(NoBackoff(), retries=0)
        )

    @contextmanager
    def _connect(self) -> Iterator[Callable[[Heard], None]]:
        with self._client() as client:
            yield lambda hint: client.publish(self._prefix + hint.channel, hint.payload)

    def _receive(self, channels: tuple[str, ...]) -> Iterator[Heard | None]:
        with self._client() as client, client.pubsub() as listening:
            listening.subscribe(*(self._prefix + channel for channel in channels))
            while True:
                message = listening.get_message(timeout=_POLL_S)
                if message is None:
                    yield None
                elif message["type"] == "message":
                    channel = message["channel"].decode().removeprefix(self._prefix)
                    yield Heard(channel, message["data"])
