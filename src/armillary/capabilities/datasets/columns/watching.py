"""Running one long statement while others look on: how far it is, and that it can be stopped."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_LOOK_S = 0.1


def watched(engine: duckdb.DuckDBPyConnection, sql: str) -> Generator[float, None, None]:
    """Execute a statement in a thread, giving the share that is done; closing stops it."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(engine.execute, sql)
        try:
            while wait([running], _LOOK_S).not_done:
                yield min(max(engine.query_progress() / 100, 0.0), 1.0)
        finally:
            while not running.done():
                engine.interrupt()
                wait([running], _LOOK_S)
        running.result()
