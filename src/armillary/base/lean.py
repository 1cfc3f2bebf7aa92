"""Keeping processes small."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def missing(package: str) -> Iterator[None]:
    """Have importing a package fail for a while, unless it is there already.

    For libraries that would load another one, of megabytes, only to colour texts that a server
    never colours, and that go without where it is not installed.
    """
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[package]
