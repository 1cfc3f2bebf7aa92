"""One server's line to one host: starts it on demand, asks it, notices its death."""

import asyncio
import itertools
import os
import signal
import subprocess
import time
from typing import Any

from armillary.base.errors import AppError, DeadlineExceeded, Invalid, Unavailable
from armillary.jobs.calls.contract import HostName
from armillary.jobs.calls.frames import FrameProtocol, encode
from armillary.jobs.calls.launch import socket_path, start
from armillary.settings import Settings

START_S = 30.0
SILENT_S = 10.0
MAX_IN_FLIGHT = 1024
_RETRY_S = 0.02
# The host answers that time is over; the line waits this much longer before it says so itself.
_GRACE_S = 0.5
# What JSON cannot hold though Python can, as its writer says it; all else is a mistake of ours.
_ODD_VALUES = ("Integer exceeds", "str is not valid UTF-8", "Recursion limit")


class HostLost(ConnectionError):
    """The host ended before it answered."""


class Link:
    """The connection to one host, made again whenever it is needed and gone."""

    def __init__(self, settings: Settings, name: HostName, package: str, idle_s: float) -> None:
        self._settings = settings
        self._name = name
        self._package = package
        self._idle_s = idle_s
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._deadlines: dict[int, asyncio.TimerHandle] = {}
        self._connection: FrameProtocol | None = None
        self._ready: asyncio.Future[None] | None = None
        self._turn = asyncio.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._host_pid = 0
        self._last_heard = 0.0
        self._is_closed = False

    async def ask(self, kind_id: str, payload: Any, *, timeout_s: float, owner: str) -> Any:
        """Ask once; raises `HostLost` where the host ends before it answers."""
        if len(self._waiting) >= MAX_IN_FLIGHT:
            raise Unavailable(
                f"{MAX_IN_FLIGHT} questions are open already; try again in a second.",
                code="too_busy",
                headers={"Retry-After": "1"},
            )
        number = next(self._numbers)
        frame = _written(["call", number, kind_id, timeout_s, owner, payload])
        connection = self._connection
        if connection is None or not connection.is_open or self._is_closed:
            connection = await self._connect()
        loop = asyncio.get_running_loop()
        if not self._waiting:
            self._last_heard = time.monotonic()
        answer = self._waiting[number] = loop.create_future()
        self._set_deadline(number, timeout_s)
        connection.send_encoded(frame)
        try:
            return await answer
        finally:
            self._deadlines.pop(number).cancel()
            del self._waiting[number]
            if answer.cancelled():
                connection.send(["cancel", number])

    async def close(self) -> None:
        """Hang up; the host retires by itself when nobody else holds a line to it."""
        self._is_closed = True
        if self._connection is not None and self._connection.is_open:
            self._connection.close()
            await self._connection.wait_closed()

    async def _connect(self) -> FrameProtocol:
        async with self._turn:
            if self._is_closed:
                raise Unavailable("The server is stopping; ask the next one.")
            if self._connection is None or not self._connection.is_open:
                try:
                    async with asyncio.timeout(START_S):
                        self._connection = await self._open()
                except TimeoutError:
                    raise Unavailable(
                        f"The process that answers about {self._name} did not start within "
                        f"{START_S:g} s; its log in the data folder says why.",
                        headers={"Retry-After": "5"},
                    ) from None
            return self._connection

    async def _open(self) -> FrameProtocol:
        """Reach the host, starting one where none listens, and wait until it is warm."""
        path = str(socket_path(self._settings, self._name))
        loop = asyncio.get_running_loop()
        while True:
            self._ready = loop.create_future()
            try:
                _, connection = await loop.create_unix_connection(self._make, path)
                await self._ready
            except OSError:
                await self._ensure_process()
                await asyncio.sleep(_RETRY_S)
            else:
                return connection

    def _make(self) -> FrameProtocol:
        return FrameProtocol(self._on_message, self._on_lost, self._on_made)

    async def _ensure_process(self) -> None:
        if self._process is None or self._process.poll() is not None:
            self._process = await asyncio.to_thread(
                start,
                self._settings,
                self._name,
                package=self._package,
                idle_s=self._idle_s,
            )

    def _on_made(self, connection: FrameProtocol) -> None:
        self._host_pid = connection.peer_pid

    def _on_message(self, connection: FrameProtocol, message: list[Any]) -> None:
        self._last_heard = time.monotonic()
        if message[0] == "ready":
            if self._ready is not None and not self._ready.done():
                self._ready.set_result(None)
            return
        word, number, value = message
        answer = self._waiting.get(number)
        if answer is None or answer.done():
            return
        if word == "loading":
            self._set_deadline(number, value)
        elif word == "ok":
            answer.set_result(value)
        else:
            answer.set_exception(AppError.from_wire(value))

    def _on_lost(self, connection: FrameProtocol) -> None:
        lost = HostLost(f"the {self._name} host ended")
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(lost)
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(lost)

    def _set_deadline(self, number: int, timeout_s: float) -> None:
        """Have a call end after so long from now, whatever was said of it before."""
        if number in self._deadlines:
            self._deadlines[number].cancel()
        loop = asyncio.get_running_loop()
        late = timeout_s + _GRACE_S
        self._deadlines[number] = loop.call_later(late, self._expire, number, timeout_s)

    def _expire(self, number: int, timeout_s: float) -> None:
        answer = self._waiting[number]
        if answer.done():
            return
        answer.set_exception(DeadlineExceeded(f"No answer within {timeout_s:g} s; try again."))
        if self._connection is not None:
            self._connection.send(["cancel", number])
        self._end_silent_host()

    def _end_silent_host(self) -> None:
        """Kill a host that has said nothing for long: it cannot even say that time is over."""
        silent = time.monotonic() - self._last_heard > SILENT_S
        if silent and self._connection is not None and self._connection.is_open:
            os.kill(self._host_pid, signal.SIGKILL)


def _written(message: list[Any]) -> bytes:
    """Write a message; raises `Invalid` where somebody gave a value that no JSON can hold."""
    try:
        return encode(message)
    except TypeError as error:
        if not str(error).startswith(_ODD_VALUES):
            raise
        raise Invalid(f"A value that was given cannot be taken: {error}.") from None
