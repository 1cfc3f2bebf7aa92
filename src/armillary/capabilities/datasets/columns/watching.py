"""Running a long query while others look on: how far it is, and that it can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import duckdb

_LOOK_S = 0.1
T = TypeVar("T")


def watched(engine: duckdb.DuckDBPyConnection, act: Callable[[], T]) -> Generator[float, None, T]:
    """Do something with an engine that tells its progress, giving the share that is done.

    Closed before its end, it interrupts what the engine does and waits until ``act`` has ended.
    """
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(act)
        most = 0.0
        try:
            while wait([running], _LOOK_S).not_done:
                most = max(most, engine.query_progress() / 100)
                yield min(most, 1.0)
        finally:
            # Again and again, since it may have several queries and stand between two of them.
            while not running.done():
                engine.interrupt()
                wait([running], _LOOK_S)
        return running.result()
