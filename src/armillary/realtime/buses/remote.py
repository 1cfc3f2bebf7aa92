"""What buses over the network share: threads that send and receive, and come back by themselves.

Nobody who publishes waits for the network, and nobody who listens notices that it was away, save by
hints that did not come.
"""

import contextlib
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator

from armillary.base.logging import get_logger
from armillary.realtime.buses.contract import Heard, Listener, pack

_RETRY_S = 0.5
_MOST_WAITING = 10_000
_FLUSH_S = 1.0
_READY_S = 2.0
_log = get_logger(__name__)


class _Outage:
    """Tells the log when the bus goes away and when it is back, and not each time in between."""

    def __init__(self) -> None:
        self._is_known = False

    def begin(self, error: Exception) -> None:
        """Note that the bus cannot be used."""
        if not self._is_known:
            _log.warning("the bus is away; events come later meanwhile", reason=str(error))
        self._is_known = True

    def end(self) -> None:
        """Note that it can."""
        if self._is_known:
            _log.info("the bus is back")
        self._is_known = False


class Sender:
    """Sends hints one after another in a thread of its own, begun with the first hint.

    ``connect`` opens the connection and gives what sends one hint over it. When more hints wait
    than are worth it, the oldest are dropped.
    """

    def __init__(
        self, connect: Callable[[], contextlib.AbstractContextManager[Callable[[Heard], None]]]
    ) -> None:
        self._connect = connect
        self._waiting: deque[Heard] = deque(maxlen=_MOST_WAITING)
        self._changed = threading.Condition()
        self._is_closed = False
        self._outage = _Outage()
        self._thread: threading.Thread | None = None

    def put(self, hint: Heard) -> None:
        """Have a hint sent soon."""
        pack(hint.channel, hint.payload)
        with self._changed:
            self._waiting.append(hint)
            if self._thread is None and not self._is_closed:
                self._thread = threading.Thread(target=self._run, name="bus-sender", daemon=True)
                self._thread.start()
            self._changed.notify()

    def close(self) -> None:
        """Stop, once what waits has been sent, or after a second."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_FLUSH_S)

    def _run(self) -> None:
        while True:
            try:
                with self._connect() as send:
                    while (hint := self._next()) is not None:
                        send(hint)
                        self._outage.end()
                    return
            except Exception as error:  # noqa: BLE001  # whatever the network does
                self._outage.begin(error)
            with self._changed:
                # What waited is of no use any more: those who listen have looked by themselves.
                self._waiting.clear()
                if self._is_closed or self._changed.wait_for(lambda: self._is_closed, _RETRY_S):
                    return

    def _next(self) -> Heard | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_closed)
            return self._waiting.popleft() if self._waiting else None


class RemoteListener(Listener):
    """A listener whose mailbox is filled by a thread that listens on the network.

    ``receive`` yields once it listens and then after at most a second each: a hint, or None.
    """

    def __init__(self, receive: Callable[[], Iterator[Heard | None]]) -> None:
        ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        super().__init__(ours)
        self._theirs.setblocking(False)
        self._receive = receive
        self._outage = _Outage()
        self._is_closed = threading.Event()
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bus-listener", daemon=True)
        self._thread.start()
        # Not longer: a server starts without its bus, and hears it once it is there.
        self._is_ready.wait(_READY_S)

    def close(self) -> None:
        """Stop listening."""
        self._is_closed.set()
        self._thread.join()
        self._theirs.close()
        super().close()

    def _run(self) -> None:
        while not self._is_closed.is_set():
            try:
                for heard in self._receive():
                    self._is_ready.set()
                    self._outage.end()
                    if self._is_closed.is_set():
                        return
                    self._deliver(heard)
            except Exception as error:  # noqa: BLE001  # whatever the network does
                self._outage.begin(error)
                self._is_closed.wait(_RETRY_S)

    def _deliver(self, heard: Heard | None) -> None:
        # Full: whoever reads the mailbox will look at everything.
        with contextlib.suppress(BlockingIOError):
            if heard is not None:
                self._theirs.send(pack(heard.channel, heard.payload))
