"""Waiting for what other processes do, with an end."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# Who looks costs whoever is looked at some of the processors, so what takes long is looked at less.
_SOONEST_S, _LATEST_S, _SHARE = 0.02, 0.1, 0.05


def until(look: Callable[[], T], seconds: float = 30.0, tell: Callable[[], str] = lambda: "") -> T:
    """Look again and again until there is something to see, and give it; fails after a time."""
    pause = threading.Event()
    begun = time.monotonic()
    while (waited := time.monotonic() - begun) < seconds:
        if found := look():
            return found
        pause.wait(min(max(waited * _SHARE, _SOONEST_S), _LATEST_S))
    raise AssertionError(f"it never came within {seconds:g} s: {tell()}")
