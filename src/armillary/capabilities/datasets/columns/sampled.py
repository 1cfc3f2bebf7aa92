"""What the columns of a large table are like in a sample of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.columns.inference import BLANKS, TRIMMED
from armillary.capabilities.datasets.text.cells import column_names

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_ROWS_OF_PLACE = 4000


@dataclass(frozen=True)
class Sampled:
    """What a column is like in a sample; cells of nothing but blanks do not count."""

    filled: int
    distinct: int
    mean_length: float | None
    """Of the cells as text."""


def read_text_sample(path: Path) -> list[Sampled]:
    """Look at a sample of which the cells are text."""
    import pyarrow.parquet as pq

    # Not by `read_table`, which imports much more.
    with pq.ParquetFile(path) as file:
        return [_look_at(column) for column in file.read(use_threads=False).columns]


def read_typed_sample(engine: duckdb.DuckDBPyConnection, path: Path, width: int) -> list[Sampled]:
    """Look at some rows from the beginning, the middle and the end of a typed Parquet file."""
    engine.register("sampled", _read_some_rows(path, width))
    cells = ", ".join(
        f"nullif({TRIMMED.format(f'{name}::varchar')}, '') as {name}"
        for name in column_names(width)
    )
    asked = ", ".join(
        f"count({name}), count(distinct {name}), avg(length({name}))"
        for name in column_names(width)
    )
    (row,) = engine.execute(f"select {asked} from (select {cells} from sampled)").fetchall()
    return [Sampled(*row[start : start + 3]) for start in range(0, len(row), 3)]


def _look_at(column: pa.ChunkedArray) -> Sampled:
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim(column, BLANKS)
    lengths = pc.utf8_length(trimmed)
    # Without comparing to a "", which would be looked at by pandas: it takes long to import.
    texts = trimmed.filter(lengths.cast(pa.bool_()))
    mean_length = pc.sum(lengths).as_py() / len(texts) if len(texts) else None
    return Sampled(len(texts), pc.count_distinct(texts).as_py(), mean_length)


def _read_some_rows(path: Path, width: int) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        last = file.num_row_groups - 1
        rows = [
            # No more of a group than these, since a whole one is large.
            next(file.iter_batches(_ROWS_OF_PLACE, row_groups=[group], use_threads=False))
            for group in sorted({0, last // 2, last})
        ]
    return pa.Table.from_batches(rows).rename_columns(column_names(width))
