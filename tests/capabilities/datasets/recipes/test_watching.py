"""Long queries tell how far they are, and end when nobody wants them any more."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import duckdb
import pytest

from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.recipes.watching import End, watched_piece

LONG = "select sum(hash(range)) from range(1_000_000_000_000)"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_engine(
        [], tmp_path, threads=1, memory_bytes=256 << 20, tells_progress=True
    ) as opened:
        yield opened


def test_a_piece_and_the_end_are_given(engine: duckdb.DuckDBPyConnection) -> None:
    def work() -> Iterator[int]:
        yield 3
        return "done"  # what a generator returns is told too

    pieces = work()

    assert finish(watched_piece(engine, pieces)) == 3
    end = finish(watched_piece(engine, pieces))
    assert isinstance(end, End)
    assert end.value == "done"


def test_what_goes_wrong_is_raised(engine: duckdb.DuckDBPyConnection) -> None:
    def work() -> Iterator[None]:
        yield engine.execute("select nothing")

    with pytest.raises(duckdb.BinderException):
        finish(watched_piece(engine, work()))


def test_a_query_that_nobody_wants_is_interrupted(engine: duckdb.DuckDBPyConnection) -> None:
    ended = []

    def work() -> Iterator[None]:
        try:
            yield engine.execute(LONG)
        except duckdb.InterruptException as error:
            ended.append(error)
            raise

    told = watched_piece(engine, work())
    assert 0.0 <= next(told) <= 1.0

    begun = monotonic()
    told.close()

    assert len(ended) == 1
    assert monotonic() - begun < 10


def finish(told):
    """Give what a piece of work gives, however long it takes."""
    while True:
        try:
            next(told)
        except StopIteration as end:
            return end.value
