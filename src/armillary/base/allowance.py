"""How much time may be taken by what is done beside the main work."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an allowance grants; times are in seconds."""

    share: float
    """The part of the time that goes by, in (0, 1)."""
    at_once_s: float = 0.0
    """So much more may be spent at any time, so that what is short misses nothing."""
    at_once_from_s: float = 0.0
    """At this age that much more is granted."""
    pause_s: float = 0.0
    """At least so long goes by before anything is due, at first and after each spending."""
    loading_s: float = 0.0
    """What is done first may take so long for nothing, since libraries are loaded for it."""
    is_saved_up: bool = True
    """Whether what was not used counts later; else each spending opens the account anew."""


class Allowance:
    """An account of time: it fills with the time that goes by, and each spending empties it."""

    def __init__(self, terms: Terms, clock: Callable[[], float] = time.monotonic) -> None:
        self._terms, self._clock = terms, clock
        self._began = clock()
        self._spent_s = 0.0
        self._is_first = True
        self._rested = self._began + terms.pause_s

    @property
    def is_due(self) -> bool:
        """Whether the pause is over and something is left."""
        return self._clock() >= self._rested and self.is_left()

    def is_left(self, cost_s: float = 0.0) -> bool:
        """Say whether something that will take so long may be done now."""
        age_s = self._clock() - self._began
        granted_s = self._terms.share * age_s
        if age_s >= self._terms.at_once_from_s:
            granted_s += self._terms.at_once_s
        return self._spent_s + cost_s <= granted_s

    @contextmanager
    def spend(self) -> Iterator[None]:
        """Count the time that is spent within, however it ends."""
        begin = self._clock()
        try:
            yield
        finally:
            self.spent(self._clock() - begin)

    def spent(self, cost_s: float) -> None:
        """Count what has just been spent."""
        now = self._clock()
        if not self._terms.is_saved_up:
            self._began, self._spent_s = now, 0.0
        is_loading = self._is_first and cost_s <= self._terms.loading_s
        self._spent_s += 0.0 if is_loading else cost_s
        self._is_first = False
        self._rested = now + self._terms.pause_s
