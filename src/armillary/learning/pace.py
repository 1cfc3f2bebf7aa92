"""How much to do between two looks, so that people see something about twice a second."""

from collections.abc import Callable

_LOOK_S = 0.5


class Pace:
    """Chooses chunk sizes from how long the last chunk took; numbers never depend on it.

    Sizes are whole multiples of ``unit``, so that no thread waits for the others.
    """

    def __init__(self, clock: Callable[[], float], *, unit: int, most: int) -> None:
        self._clock = clock
        self._unit = unit
        self._most = -(-most // unit) * unit
        self._size = unit
        self._took_s: float | None = None
        self._started = clock()

    def next_size(self) -> int:
        """Give the size of the next chunk, which begins now."""
        if self._took_s is not None:
            fitting = round(self._size * _LOOK_S / self._took_s / self._unit) * self._unit
            self._size = min(max(self._unit, fitting), self._size * 4, self._most)
        self._started = self._clock()
        return self._size

    def done(self) -> None:
        """Say that the chunk is done; what comes before the next one is not its time."""
        self._took_s = max(self._clock() - self._started, 1e-6)


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
