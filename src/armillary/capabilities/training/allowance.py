"""How much time what is done beside the learning may take."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Half a hundredth of the time goes to it, and so much more at once: short trainings miss nothing.
_SHARE = 200
_AT_ONCE_S = 0.02
# What is done first may take longer than ever after, since libraries are loaded for it.
_FIRST_S = 0.5


class Allowance:
    """Half a hundredth of the time that goes by, and a fiftieth of a second at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: float | None = None
        self._spent_s = 0.0

    def is_left(self) -> bool:
        """Say whether more may be done now."""
        if self._began is None:
            return True
        return self._spent_s <= _AT_ONCE_S + (self._clock() - self._began) / _SHARE

    @contextmanager
    def spend(self) -> Iterator[None]:
        """Count the time that is spent within."""
        begin = self._clock()
        yield
        took_s = self._clock() - begin
        is_loading = self._began is None and took_s <= _FIRST_S
        self._began = begin if self._began is None else self._began
        self._spent_s += 0.0 if is_loading else took_s
