"""Watching work that comes in pieces, each of which is a query."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from armillary.capabilities.datasets.columns.watching import watched

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")


class End:
    """What a watched iterator gives when it has ended: the value that it returned."""

    def __init__(self, value: Any) -> None:
        self.value = value


def watched_piece(
    engine: duckdb.DuckDBPyConnection, work: Iterator[T]
) -> Generator[float, None, T | End]:
    """Do the next piece of some work, telling which share of its query is done."""
    return (yield from watched(engine, partial(_next, work)))


def _next(work: Iterator[T]) -> T | End:
    try:
        return next(work)
    except StopIteration as end:
        return End(end.value)
