"""Many clients that ask a server the same at once, at little cost to the machine they share.

Each client is one connection that sends a request written beforehand and looks of the answer at
no more than its state and its length, so that what is measured is the server.
"""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import psutil
import uvloop

from benchmarks.measure import Server

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True)
class Load:
    """What a server did under load, and what it cost."""

    times_ms: list[float]
    seconds: float
    server_s: float
    """Processor time of all of the server's processes."""
    client_s: float
    """Processor time of those who asked."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times_ms) / self.seconds

    @property
    def server_ms(self) -> float:
        """Processor time of the server for one answer."""
        return 1000 * self.server_s / len(self.times_ms)

    @property
    def client_ms(self) -> float:
        """Processor time of a client for one answer."""
        return 1000 * self.client_s / len(self.times_ms)


def together(loads: list[Load]) -> Load:
    """Give several rounds as one."""
    return Load(
        [time_ms for load in loads for time_ms in load.times_ms],
        sum(load.seconds for load in loads),
        sum(load.server_s for load in loads),
        sum(load.client_s for load in loads),
    )


def load(server: Server, path: str, body: bytes, *, clients: int, seconds: float) -> Load:
    """Ask with so many clients at once until time is over."""
    before, own = _processor_s(server), time.process_time()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        times, took = runner.run(_ask_all(server.url, path, body, clients, seconds))
    own = time.process_time() - own
    return Load(times, took, _between(before, _processor_s(server)), own)


def _processor_s(server: Server) -> dict[int, float]:
    """Give the processor time that a server and all its processes have used so far, by process."""
    root = psutil.Process(server.process.pid)
    used: dict[int, float] = {}
    for one in [root, *root.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            used[one.pid] = times.user + times.system
    return used


def _between(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """Give the seconds used in between; a process that has ended meanwhile had nothing to do."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


async def _ask_all(
    url: str, path: str, body: bytes, clients: int, seconds: float
) -> tuple[list[float], float]:
    """Give the milliseconds of every answer, and the seconds of all together."""
    parts = urlsplit(url)
    head = f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
    request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    times: list[float] = []
    loop = asyncio.get_running_loop()
    begin = time.perf_counter()
    asking = [
        _Client(request, begin + seconds, times, loop.create_future()) for _ in range(clients)
    ]
    host, port = parts.hostname or "", parts.port or 80
    for client in asking:
        await loop.create_connection(partial(_itself, client), host, port)
    await asyncio.gather(*(client.ended for client in asking))
    return times, time.perf_counter() - begin


def _itself(client: "_Client") -> "_Client":
    return client


class _Client(asyncio.Protocol):
    """Asks again and again on one connection, until time is over."""

    def __init__(
        self, request: bytes, end: float, times: list[float], ended: asyncio.Future[None]
    ) -> None:
        self._request = request
        self._end = end
        self._times = times
        self.ended = ended
        self._got = bytearray()
        self._whole = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._got += data
        if not self._whole:
            self._whole = self._read_length()
        if not self._whole or len(self._got) < self._whole:
            return
        now = time.perf_counter()
        self._times.append(1000 * (now - self._begin))
        if now < self._end:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if time.perf_counter() < self._end and not self.ended.done():
            self.ended.set_exception(error or ConnectionError("the server hung up"))
        if not self.ended.done():
            self.ended.set_result(None)

    def _ask(self) -> None:
        self._got.clear()
        self._whole = 0
        self._begin = time.perf_counter()
        self._transport.write(self._request)

    def _read_length(self) -> int:
        """Give the bytes of the whole answer; 0 where its head has not come yet."""
        end = self._got.find(_END_OF_HEAD)
        if end < 0:
            return 0
        head = bytes(self._got[:end]).lower()
        if not head.startswith(b"http/1.1 200"):
            self.ended.set_exception(RuntimeError(f"answered {head[:60]!r}"))
            self._transport.abort()
        start = head.find(_LENGTH) + len(_LENGTH)
        if start < len(_LENGTH):
            self.ended.set_exception(RuntimeError(f"an answer without a length: {head!r}"))
            self._transport.abort()
        return end + len(_END_OF_HEAD) + int(head[start:].split(b"\r\n", 1)[0])
