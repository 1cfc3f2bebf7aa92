"""How calls cross the socket: a length, then a JSON array whose first word says what it is.

server → host: ["call", number, kind, timeout_s, owner, payload] · ["cancel", number]
host → server: ["ready"] · ["ok", number, result] · ["error", number, error]
               ["loading", number, timeout_s]: the time of this call begins anew
"""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any, cast

from armillary.base.values import from_json, to_json

_LENGTH = struct.Struct("!I")
_CREDENTIALS = struct.Struct("3i")
MAX_FRAME_BYTES = 256 * 1024 * 1024


def encode(message: list[Any]) -> bytes:
    """Write one message."""
    body = to_json(message)
    return _LENGTH.pack(len(body)) + body


class FrameProtocol(asyncio.Protocol):
    """One end of a connection: gives every whole message to ``on_message``."""

    def __init__(
        self,
        on_message: Callable[["FrameProtocol", list[Any]], None],
        on_lost: Callable[["FrameProtocol"], None],
        on_made: Callable[["FrameProtocol"], None] = lambda _: None,
    ) -> None:
        self._on_message = on_message
        self._on_lost = on_lost
        self._on_made = on_made
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._closed = asyncio.Event()

    @property
    def peer_pid(self) -> int:
        """The process at the other end."""
        assert self._transport is not None
        raw = self._transport.get_extra_info("socket").getsockopt(
            socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size
        )
        return int(_CREDENTIALS.unpack(raw)[0])

    @property
    def is_open(self) -> bool:
        """Whether a message sent now can arrive."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        # No isinstance: uvloop's transports are none of asyncio's classes.
        self._transport = cast(asyncio.Transport, transport)
        self._on_made(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Say that the other end is gone."""
        self._transport = None
        self._closed.set()
        self._on_lost(self)

    def data_received(self, data: bytes) -> None:
        """Cut what arrives into messages."""
        self._buffer += data
        start = 0
        while (body := start + _LENGTH.size) <= len(self._buffer):
            (length,) = _LENGTH.unpack_from(self._buffer, start)
            if length > MAX_FRAME_BYTES:
                self.close()
                return
            if body + length > len(self._buffer):
                break
            self._on_message(self, from_json(bytes(self._buffer[body : body + length])))
            start = body + length
        del self._buffer[:start]

    def send(self, message: list[Any]) -> None:
        """Send a message; one to a lost connection is dropped, since nobody waits for it."""
        self.send_encoded(encode(message))

    def send_encoded(self, frame: bytes) -> None:
        """Send a message that is written already."""
        if self._transport is not None:
            self._transport.write(frame)

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.abort()

    async def wait_closed(self) -> None:
        """Wait until the connection has ended."""
        await self._closed.wait()
