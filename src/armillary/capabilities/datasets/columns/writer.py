"""How a stored table is written, whoever makes it: so that later queries find their rows fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_GROUP_CELLS = 2_000_000
# Small groups: a page of sorted rows is scattered, and each of its groups has to be read whole.
_GROUP_ROWS = 32_768


def open_writer(target: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Open a Parquet file for row groups of `rows_of_group` rows."""
    import pyarrow.parquet as pq

    return pq.ParquetWriter(target, schema, compression="lz4")


def rows_of_group(width: int) -> int:
    """Give how many rows of so many columns make a group, which memory has to hold."""
    return max(1, min(_GROUP_ROWS, _GROUP_CELLS // max(width, 1)))


def grouped(batches: Iterable[pa.RecordBatch], group_rows: int) -> Iterator[pa.Table]:
    """Gather batches into tables of so many rows; the last may have fewer."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        while rows + batch.num_rows >= group_rows:
            first = group_rows - rows
            yield pa.Table.from_batches([*held, batch.slice(0, first)])
            held, rows, batch = [], 0, batch.slice(first)
        if batch.num_rows:
            held.append(batch)
            rows += batch.num_rows
    if held:
        yield pa.Table.from_batches(held)
