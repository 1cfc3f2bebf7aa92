"""Being asked to stop by a signal, without losing what is being done at that moment."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def wakened_by_signals(stop: threading.Event) -> Iterator[socket.socket]:
    """Set ``stop`` at SIGTERM and SIGINT, and give a socket that becomes readable then."""
    reading, writing = socket.socketpair()
    for end in (reading, writing):
        end.setblocking(False)
    with reading, writing:
        if threading.current_thread() is not threading.main_thread():
            # Signals are the main thread's; whoever runs us in another has `stop`.
            yield reading
            return

        def on_signal(_number: int, _frame: object) -> None:
            stop.set()
            with suppress(BlockingIOError):
                writing.send(b"s")

        before = {one: signal.signal(one, on_signal) for one in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield reading
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
