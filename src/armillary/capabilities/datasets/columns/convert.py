"""Writing a text table as a table of values: typed columns under their real names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.columns.inference import TRIMMED, source
from armillary.capabilities.datasets.columns.kinds import Kind

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_GROUP_CELLS = 4_000_000
_GROUP_ROWS = 122_880


def write_values(
    engine: duckdb.DuckDBPyConnection,
    text: Path,
    target: Path,
    names: Sequence[str],
    kinds: Sequence[Kind],
) -> Iterator[tuple[int, int]]:
    """Write the typed Parquet file, giving the rows written so far and their bytes in memory.

    Rows keep their order. Row groups are bounded in cells, so that memory is too.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    width = len(names)
    group_rows = max(1, min(_GROUP_ROWS, _GROUP_CELLS // width))
    values = ", ".join(_value(place, kind) for place, kind in enumerate(kinds))
    query = f"select {values} from {source(text, width)}"
    reader = engine.sql(query).to_arrow_reader(min(group_rows, 16_384))
    schema = pa.schema(list(zip(names, reader.schema.types, strict=True)))
    rows = memory_bytes = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for group in _grouped(reader, group_rows):
            columns = [_with_nulls(column) for column in group.columns]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            rows += group.num_rows
            memory_bytes += group.nbytes
            yield rows, memory_bytes


def _value(place: int, kind: Kind) -> str:
    """Give the SQL of one column's values.

    It has no ``case``: planning many of them takes the square of their number. So what still has
    to become null is seen to afterwards.
    """
    name = f"c{place}"
    if kind.storage == "str":
        return name
    return f"{kind.sql.format(v=TRIMMED.format(name))} as {name}"


def _with_nulls(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Make null what is a blank text, or a word for missing that floats have too."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(column.type):
        is_missing = pc.equal(pc.utf8_trim(column, " \t\r\n"), "")
    elif pa.types.is_floating(column.type):
        is_missing = pc.is_nan(column)
    else:
        return column
    if not pc.any(is_missing).as_py():
        return column
    return pc.if_else(is_missing, pa.scalar(None, column.type), column)


def _grouped(reader: pa.RecordBatchReader, group_rows: int) -> Iterator[pa.Table]:
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in reader:
        held.append(batch)
        if sum(each.num_rows for each in held) >= group_rows:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)
