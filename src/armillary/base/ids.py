"""Ids that sort by the time they were made and say what they name."""

import os
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BITS = 80
_ID_CHARACTERS = 26


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
    digits = [_ALPHABET[(number >> (5 * place)) & 31] for place in range(_ID_CHARACTERS)]
    return f"{prefix}_{''.join(reversed(digits))}"
