"""Hearing that the process is told to stop, before its server waits for open connections to end."""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class ExitSignals:
    """Calls a function when the process is told to stop, then whatever handled that before.

    A server stops its application only once every response has ended; a stream that never ends by
    itself would keep it waiting. ``call`` runs inside a signal handler: let it only leave a note.
    """

    def __init__(self, call: Callable[[], object]) -> None:
        self._call = call
        self._before: dict[signal.Signals, Callable[[int, FrameType | None], Any]] = {}

    def install(self) -> None:
        """Begin; does nothing outside of the main thread, where no signal can be heard."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in _SIGNALS:
            before = signal.getsignal(number)
            if callable(before):
                self._before[number] = before
                signal.signal(number, self._handle)

    def restore(self) -> None:
        """Put back what was there before."""
        for number, before in self._before.items():
            if signal.getsignal(number) == self._handle:
                signal.signal(number, before)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._call()
        self._before[signal.Signals(number)](number, frame)
