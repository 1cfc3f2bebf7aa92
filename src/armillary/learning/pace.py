"""How much to do between two looks, so that people see something about twice a second."""

from collections.abc import Callable

_LOOK_S = 0.5


class Pace:
    """Chooses chunk sizes from how long the last chunk took; numbers never depend on it."""

    def __init__(self, clock: Callable[[], float], *, first: int, most: int) -> None:
        self._clock = clock
        self._most = max(1, most)
        self._size = min(max(1, first), self._most)
        self._started: float | None = None

    def next_size(self) -> int:
        """Give the size of the next chunk: what takes about half a second, up to the most."""
        now = self._clock()
        if self._started is not None:
            took = max(now - self._started, 1e-6)
            fitting = round(self._size * _LOOK_S / took)
            self._size = min(max(1, fitting), self._size * 4, self._most)
        self._started = now
        return self._size

    def restart(self) -> None:
        """Leave out of account the time in which nobody asked for more."""
        self._started = None if self._started is None else self._clock()


class Pulse:
    """Tells when it is time for a sign of life."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = clock()

    def is_due(self) -> bool:
        """Tell whether half a second has gone since `beat`."""
        return self._clock() - self._last >= _LOOK_S

    def beat(self) -> None:
        """Start to wait anew."""
        self._last = self._clock()
