"""The bus of machines that share a PostgreSQL: LISTEN and NOTIFY."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from armillary.realtime.buses.contract import Heard, Listener
from armillary.realtime.buses.remote import RemoteListener, Sender
from armillary.settings import Settings

_PREFIX = "armillary_"
_POLL_S = 0.5


class PostgresBus:
    """Sends hints as notifications of the database, over connections of its own."""

    def __init__(self, settings: Settings) -> None:
        self._address = settings.database_address.replace("+psycopg", "", 1)
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

    @contextmanager
    def _connect(self) -> Iterator[Callable[[Heard], None]]:
        import psycopg

        with psycopg.connect(self._address, autocommit=True) as connection:

            def send(hint: Heard) -> None:
                values = (_PREFIX + hint.channel, hint.payload.decode())
                connection.execute("select pg_notify(%s, %s)", values)

            yield send

    def _receive(self, channels: tuple[str, ...]) -> Iterator[Heard | None]:
        import psycopg
        from psycopg import sql

        with psycopg.connect(self._address, autocommit=True) as connection:
            for channel in channels:
                name = sql.Identifier(_PREFIX + channel)
                connection.execute(sql.SQL("listen {}").format(name))
            while True:
                yield None
                for notice in connection.notifies(timeout=_POLL_S):
                    channel = notice.channel.removeprefix(_PREFIX)
                    yield Heard(channel, notice.payload.encode())
