"""Waiting for what other processes do, with an end."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_LOOK_EVERY_S = 0.02


def until(look: Callable[[], T], seconds: float = 30.0, tell: Callable[[], str] = lambda: "") -> T:
    """Look again and again until there is something to see, and give it; fails after a time."""
    pause = threading.Event()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        pause.wait(_LOOK_EVERY_S)
    raise AssertionError(f"it never came within {seconds:g} s: {tell()}")
