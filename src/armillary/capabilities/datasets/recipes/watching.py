"""Telling how far long queries are, and ending them when nobody wants them any more."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import duckdb

_EVERY_S = 0.5
_AGAIN_S = 0.05
T = TypeVar("T")


class End:
    """What a watched iterator gives when it has ended: the value that it returned."""

    def __init__(self, value: Any) -> None:
        self.value = value


def watched(
    engine: duckdb.DuckDBPyConnection, work: Iterator[T]
) -> Generator[float, None, T | End]:
    """Do the next piece of some work, telling every half second which share of its query is done.

    Closed before, it interrupts the query and waits until the piece has ended.
    """
    with ThreadPoolExecutor(1) as thread:
        piece = thread.submit(_next, work)
        try:
            most = 0.0
            while not wait([piece], _EVERY_S).done:
                most = max(most, engine.query_progress() / 100)
                yield min(most, 1.0)
            return piece.result()
        finally:
            _end(engine, piece)


def _next(work: Iterator[T]) -> T | End:
    try:
        return next(work)
    except StopIteration as end:
        return End(end.value)


def _end(engine: duckdb.DuckDBPyConnection, piece: Future[Any]) -> None:
    # Again and again, since a piece has several queries and may stand between two of them.
    while not piece.done():
        engine.interrupt()
        wait([piece], _AGAIN_S)
