"""Ids that sort by the time they were made and say what they name."""

import os
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BITS = 80
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
# 13 pairs of characters, 10 bits each, hold the 128 bits.
_SHIFTS = tuple(range(120, -1, -10))


class _Clock:
    """Gives 128-bit numbers that rise within a process, even inside one millisecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        milliseconds = time.time_ns() // 1_000_000
        fresh = (milliseconds << _RANDOM_BITS) | int.from_bytes(os.urandom(10), "big")
        with self._lock:
            self._last = max(fresh, self._last + 1)
            return self._last


_clock = _Clock()


def new_id(prefix: str) -> str:
    """Make an id such as ``job_01k9…``: the prefix and 26 characters of Crockford's base 32.

    Later ids sort after earlier ones of the same process (the ULID layout: 48 bits of time in
    milliseconds, 80 random bits).
    """
    number = _clock.next()
    return f"{prefix}_{''.join([_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS])}"
