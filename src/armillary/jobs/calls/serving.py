"""What a host does: one event loop takes calls, a few threads answer them in batches.

It retires when nobody has asked for a while, or when every server is gone.
"""

import asyncio
import contextlib
import functools
import logging
import os
import signal
import socket
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from armillary.base.errors import AppError, DeadlineExceeded, Unavailable
from armillary.base.storage import Storage
from armillary.jobs.calls.batches import Batch, Batches, Call
from armillary.jobs.calls.contract import Cache, CallContext, CallKind
from armillary.jobs.calls.frames import FrameProtocol, encode
from armillary.settings import Settings

THREADS = {"tables": 4, "analyses": 3, "models": 2}
QUEUE_LIMIT = 256
ALONE_S = 5.0
STUCK_S = 30.0
LOADING_S, LONGEST_LOADING_S = 60.0, 600.0
_TICK_S = 0.5

_log = logging.getLogger(__name__)


class Host:
    """Answers the calls of every connection, until it retires."""

    def __init__(
        self,
        settings: Settings,
        storage: Storage,
        kinds: Mapping[str, CallKind],
        *,
        threads: int,
        idle_s: float,
        queue_limit: int = QUEUE_LIMIT,
        loading_s: float = LOADING_S,
    ) -> None:
        self._settings = settings
        self._storage = storage
        self._kinds = kinds
        self._threads = threads
        self._idle_s = idle_s
        self._loading_s = loading_s
        self._batches = Batches(queue_limit)
        self._cache = Cache()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="calls")
        self._connections: set[FrameProtocol] = set()
        self._calls: dict[tuple[FrameProtocol, int], Call] = {}
        self._running: dict[Batch, float | None] = {}
        self._is_starting = False
        self._retired = asyncio.Event()
        self._last_call = self._last_connection = time.monotonic()

    def connect(self) -> FrameProtocol:
        """Make the host's end of a new connection."""
        return FrameProtocol(self._on_message, self._on_lost, self._on_made)

    async def serve(self) -> None:
        """Look after the host until it retires."""
        while not self._retired.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._retired.wait(), _TICK_S)
            self._wait_for_what_loads()
            self._end_if_stuck()
            if self._is_done():
                self.retire()

    def retire(self) -> None:
        """Leave as soon as possible."""
        self._retired.set()

    def close(self) -> None:
        """Let the connections and the threads go."""
        for connection in list(self._connections):
            connection.close()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _on_made(self, connection: FrameProtocol) -> None:
        self._connections.add(connection)
        connection.send(["ready"])

    def _on_lost(self, connection: FrameProtocol) -> None:
        self._connections.discard(connection)
        self._last_connection = time.monotonic()
        for key in [key for key in self._calls if key[0] is connection]:
            self._give_up(key)

    def _on_message(self, connection: FrameProtocol, message: list[Any]) -> None:
        if message[0] == "cancel":
            self._give_up((connection, message[1]))
            return
        _, number, kind_id, timeout_s, owner, payload = message
        self._last_call = time.monotonic()
        try:
            call = Call(number, connection, self._kinds[kind_id], owner, payload, timeout_s)
            self._batches.add(call)
        except AppError as error:
            connection.send(["error", number, error.to_wire()])
            return
        except Exception:  # noqa: BLE001  # the edge of a process: logged, and answered
            # A payload that its own kind cannot read must not end the connection of the others.
            _log.exception("a call of kind %s cannot be read", kind_id)
            connection.send(["error", number, _crash(kind_id).to_wire()])
            return
        self._calls[connection, number] = call
        loop = asyncio.get_running_loop()
        call.deadline = loop.call_later(timeout_s, self._expire, call)
        if not self._is_starting:
            # Once all that has just arrived is read, so that it becomes one batch.
            self._is_starting = True
            loop.call_soon(self._start_batches)

    def _start_batches(self) -> None:
        self._is_starting = False
        while len(self._running) < self._threads and (batch := self._batches.take()):
            self._running[batch] = None
            task = asyncio.get_running_loop().run_in_executor(self._pool, self._answer, batch)
            task.add_done_callback(functools.partial(self._reply, batch))

    def _reply(self, batch: Batch, done: asyncio.Future[list[bytes]]) -> None:
        del self._running[batch]
        self._batches.finish(batch)
        frames: dict[FrameProtocol, list[bytes]] = {}
        for call, frame in zip(batch.calls, done.result(), strict=True):
            if not call.is_over:
                self._forget(call)
                frames.setdefault(call.connection, []).append(frame)
        for connection, answers in frames.items():
            connection.send_encoded(b"".join(answers))
        self._start_batches()

    def _wait_for_what_loads(self) -> None:
        """Let the time of calls begin anew while what they ask is being loaded, within bounds."""
        if any(batch.loading for batch in self._running):
            for call in list(self._calls.values()):
                if self._waits_for_loading(call) and self._may_wait(call):
                    self._begin_anew(call)

    def _waits_for_loading(self, call: Call) -> bool:
        """Tell whether a call is loading what it asks, or waits for one that does."""
        loading = [batch.group for batch in self._running if batch.loading]
        is_full = len(self._running) >= self._threads
        return call.group in loading or (call.batch is None and is_full and bool(loading))

    def _may_wait(self, call: Call) -> bool:
        return time.monotonic() - call.since < self._loading_s

    def _begin_anew(self, call: Call) -> None:
        if call.deadline is not None:
            call.deadline.cancel()
        loop = asyncio.get_running_loop()
        call.deadline = loop.call_later(call.timeout_s, self._expire, call)
        call.connection.send(["loading", call.number, call.timeout_s])

    def _expire(self, call: Call) -> None:
        if call.is_over:
            return
        is_loading = self._waits_for_loading(call)
        if is_loading and self._may_wait(call):
            self._begin_anew(call)
            return
        self._give_up((call.connection, call.number))
        error = _still_loading() if is_loading else _too_late(call)
        call.connection.send(["error", call.number, error.to_wire()])

    def _give_up(self, key: tuple[FrameProtocol, int]) -> None:
        call = self._calls.get(key)
        if call is None:
            return
        self._forget(call)
        if call.batch and all(other.is_over for other in call.batch.calls):
            self._running[call.batch] = time.monotonic()
            call.batch.cancellation.cancel()

    def _forget(self, call: Call) -> None:
        call.is_over = True
        if call.deadline is not None:
            call.deadline.cancel()
        self._calls.pop((call.connection, call.number), None)

    def _answer(self, batch: Batch) -> list[bytes]:
        """Answer a batch; runs in a thread, and writes the answers there as well."""
        context = CallContext(
            self._settings, self._storage, self._cache, batch.cancellation, batch.loading
        )
        try:
            results = list(batch.kind.run([call.payload for call in batch.calls], context))
        except AppError as error:
            results = [error] * len(batch.calls)
        except Exception:  # noqa: BLE001  # as above
            if not batch.cancellation.is_cancelled:
                _log.exception("a call of kind %s failed", batch.kind.id)
            results = [_crash(batch.kind.id)] * len(batch.calls)
        return [_frame(call, result) for call, result in zip(batch.calls, results, strict=True)]

    def _is_done(self) -> bool:
        now = time.monotonic()
        if not self._settings.data_dir.exists():
            return True
        if not self._connections and now - self._last_connection > ALONE_S:
            return True
        return not self._calls and not self._running and now - self._last_call > self._idle_s

    def _end_if_stuck(self) -> None:
        """End at once where a thread ignores its cancellation: the next call gets a new host."""
        now = time.monotonic()
        for batch, since in self._running.items():
            # Loading cannot be interrupted, and ends by itself, ready for the next who ask.
            patience_s = LONGEST_LOADING_S if batch.loading else STUCK_S
            if since is not None and now - since > patience_s:
                _log.error("a cancelled call does not end; ending the process")
                os._exit(os.EX_SOFTWARE)


def _too_late(call: Call) -> AppError:
    return DeadlineExceeded(f"No answer within {call.timeout_s:g} s; ask for less, or try again.")


def _still_loading() -> AppError:
    return Unavailable(
        "What was asked is still being loaded; ask again in a few seconds.",
        code="still_loading",
        headers={"Retry-After": "5"},
    )


def _frame(call: Call, result: Any) -> bytes:
    if isinstance(result, AppError):
        return encode(["error", call.number, result.to_wire()])
    try:
        return encode(["ok", call.number, result])
    except TypeError:
        _log.exception("a call of kind %s gave what JSON cannot hold", call.kind.id)
        return encode(["error", call.number, _crash(call.kind.id).to_wire()])


def _crash(kind_id: str) -> AppError:
    return AppError(f"Answering a {kind_id} call failed; the log of the server says why.")


async def run(host: Host, listening: socket.socket) -> None:
    """Serve a listening socket until the host retires or is told to end."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, host.retire)
    server = await loop.create_unix_server(host.connect, sock=listening)
    try:
        await host.serve()
    finally:
        server.close()
        host.close()
