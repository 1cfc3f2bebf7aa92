"""How long a job still needs, from how fast it went lately."""

import math

# The pace of the last half minute counts most: steps may become slower or faster on the way.
_MEMORY_S = 30.0


class Pace:
    """Watches the done fraction of one run over time."""

    def __init__(self) -> None:
        self._seen: tuple[float, float] | None = None
        self._rate: float | None = None

    def note(self, fraction: float, now: float) -> None:
        """Take the fraction done at a time in seconds."""
        if self._seen is None:
            self._seen = fraction, now
            return
        before, then = self._seen
        elapsed = now - then
        if fraction <= before or elapsed <= 0:
            return
        rate = (fraction - before) / elapsed
        weight = 1 - math.exp(-elapsed / _MEMORY_S)
        self._rate = rate if self._rate is None else self._rate + weight * (rate - self._rate)
        self._seen = fraction, now

    def eta_s(self) -> float | None:
        """Give the seconds still needed, or None where it is too early to say."""
        if self._seen is None or not self._rate:
            return None
        return round((1 - self._seen[0]) / self._rate, 1)
