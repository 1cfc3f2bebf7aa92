"""Counting cells that a query comes by, in however many threads it runs.

The engine runs a query with a sequence of its own in a single thread, and so counts with none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_FUNCTION = "noted"


class Notes:
    """How many cells were noted under each number, from 0 on."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._lock = Lock()

    def __getitem__(self, number: int) -> int:
        return self._counts[number]

    @contextmanager
    def taken_by(self, engine: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Have an engine count here, in the queries that it runs meanwhile."""
        from duckdb.func import ARROW, SPECIAL

        engine.create_function(
            _FUNCTION,
            # The engine evaluates annotations, which here name what is imported in functions.
            lambda cells, numbers: self._take(cells, numbers),
            ["VARCHAR", "INTEGER"],
            "BOOLEAN",
            type=ARROW,
            null_handling=SPECIAL,
            side_effects=True,
        )
        try:
            yield
        finally:
            engine.remove_function(_FUNCTION)

    def _take(self, cells: pa.ChunkedArray, numbers: pa.ChunkedArray) -> pa.Array:
        import pyarrow as pa

        count = len(cells)
        with self._lock:
            self._counts[numbers[0].as_py()] += count
        return pa.repeat(True, count)


def noted(number: int, cell: str, value: str) -> str:
    """Give the SQL of a value that is noted under a number each time it is made of a cell.

    The cell must be SQL of a text that is not the same in every row, however it is looked at: the
    engine makes a value of what never changes only once.
    """
    return f"if({_FUNCTION}({cell}, {number}), {value}, null)"
