"""Clients in the same process, such as tests: two ends joined by queues."""

import asyncio
from typing import Any

from armillary.base.values import from_json, to_json
from armillary.realtime.transports.contract import Gone


class MemoryTransport:
    """Carries texts to a client in this process; the client calls `say`, `hear` and `leave`.

    ``room`` is how many texts may wait for the client before the server has to.
    """

    def __init__(self, room: int = 16) -> None:
        self._to_client: asyncio.Queue[str] = asyncio.Queue(room)
        self._to_server: asyncio.Queue[str | None] = asyncio.Queue()
        self._is_gone = False
        self.closed_with: tuple[int, str] | None = None

    async def send(self, text: str) -> None:
        """Send a text; raises `Gone`."""
        await self._to_client.put(text)
        if self._is_gone:
            raise Gone

    async def receive(self) -> str:
        """Wait for the client's next text; raises `Gone`."""
        text = None if self._is_gone else await self._to_server.get()
        if text is None:
            raise Gone
        return text

    async def close(self, code: int, reason: str) -> None:
        """End the connection."""
        if not self._is_gone:
            self.closed_with = (code, reason)
        self.leave()

    def say(self, message: Any) -> None:
        """Speak as the client: plain data is sent as JSON, a string as it is."""
        self._to_server.put_nowait(
            message if isinstance(message, str) else to_json(message).decode()
        )

    @property
    def unread(self) -> int:
        """How many of the client's texts the server has not taken yet."""
        return self._to_server.qsize()

    async def hear(self) -> Any:
        """Take what comes next, as the client."""
        return from_json(await self._to_client.get())

    def leave(self) -> None:
        """Go away, as the client."""
        self._is_gone = True
        self._to_server.put_nowait(None)
        # Whoever waits for room finds it, and that nobody is there.
        while not self._to_client.empty():
            self._to_client.get_nowait()
