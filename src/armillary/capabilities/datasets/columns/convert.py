"""Writing a text table as a table of values: typed columns under their real names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.columns.inference import IS_MISSING_WORD, TRIMMED, source
from armillary.capabilities.datasets.columns.kinds import Kind, Storage

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_GROUP_CELLS = 4_000_000
_GROUP_ROWS = 122_880

SQL_TYPES: dict[Storage, str] = {
    "bool": "boolean",
    "int64": "bigint",
    "float64": "double",
    "date": "date",
    "datetime64[us]": "timestamp",
    "str": "varchar",
}


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
            writer.write_table(group.rename_columns(list(names)))
            rows += group.num_rows
            memory_bytes += group.nbytes
            yield rows, memory_bytes


def _value(place: int, kind: Kind) -> str:
    """Give the SQL of one column's values; SQL of a kind speaks of ``v``, the trimmed cell."""
    name = f"c{place}"
    trimmed = TRIMMED.format(name)
    if kind.storage == "str":
        return f"case when {trimmed} = '' then null else {name} end as {name}"
    # A lambda names the trimmed cell once, however often the SQL speaks of it.
    read = f"case when {IS_MISSING_WORD} then null else {kind.sql} end"
    filled = f"list_transform([nullif({trimmed}, '')], lambda v: {read})[1]"
    return f"cast({filled} as {SQL_TYPES[kind.storage]}) as {name}"


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
