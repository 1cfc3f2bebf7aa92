"""Reading rows of tables with thousands of columns.

An engine's plan over so many columns takes seconds and hundreds of megabytes; here the few row
groups that hold the rows are read as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

MANY_COLUMNS = 1000


def read_columns(path: Path, numbers: Sequence[int]) -> list[list[Any]]:
    """Give the cells of the rows of these numbers, in this order, column by column."""
    import pyarrow as pa

    found = list(_groups(path, numbers))
    order = [number for held, _ in found for number in held]
    table = pa.concat_tables([group for _, group in found])
    if order != list(numbers):
        places = {number: place for place, number in enumerate(order)}
        table = table.take([places[number] for number in numbers])
    return [column.to_pylist() for column in table.columns]


def _groups(path: Path, numbers: Sequence[int]) -> Iterator[tuple[list[int], pa.Table]]:
    """Give, of each row group that holds some of the rows, their numbers and these rows."""
    import pyarrow.parquet as pq

    wanted = sorted(set(numbers))
    with pq.ParquetFile(path) as file:
        start = 0
        for group in range(file.num_row_groups):
            end = start + file.metadata.row_group(group).num_rows
            held = [number for number in wanted if start <= number < end]
            if held:
                yield held, _pick(file.read_row_group(group), [number - start for number in held])
            start = end


def _pick(table: pa.Table, places: Sequence[int]) -> pa.Table:
    # A slice costs nothing, and pages are mostly that.
    if places[-1] - places[0] + 1 == len(places):
        return table.slice(places[0], len(places))
    return table.take(places)
