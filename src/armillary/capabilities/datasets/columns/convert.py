"""Writing a text table as a table of values: typed columns under their real names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from armillary.capabilities.datasets.columns.inference import TRIMMED, source
from armillary.capabilities.datasets.columns.kinds import Kind
from armillary.capabilities.datasets.columns.writer import grouped, open_writer, rows_of_group
from armillary.capabilities.datasets.text.cells import column_names
from armillary.learning.storage import Storage, arrow_type

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_READ_ROWS = 16_384
_COLUMNS_AT_ONCE = 2500


def write_values(
    engine: duckdb.DuckDBPyConnection,
    text: Path,
    target: Path,
    names: Sequence[str],
    kinds: Sequence[Kind],
    rows: int,
) -> Iterator[tuple[int, int]]:
    """Write the typed Parquet file, giving the rows written so far and their bytes in memory.

    Rows keep their order. Row groups are bounded in cells, so that memory is too.
    """
    import pyarrow as pa

    schema = pa.schema(
        [(name, arrow_type(kind.storage)) for name, kind in zip(names, kinds, strict=True)]
    )
    group_rows = rows_of_group(len(names))
    written = memory_bytes = 0
    with open_writer(target, schema) as writer:
        for columns in _groups(engine, text, kinds, rows, group_rows):
            group = pa.Table.from_arrays([_with_nulls(each) for each in columns], schema=schema)
            writer.write_table(group)
            written += group.num_rows
            memory_bytes += group.nbytes
            yield written, memory_bytes


def copy_values(typed: Path, target: Path, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Write a Parquet file of columns ``c0`` and on again under their real names, values as is.

    Gives what `write_values` does.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(typed) as file:
        storages = _storages_of(file.schema_arrow, len(names))
        schema = pa.schema(
            [(name, arrow_type(storage)) for name, storage in zip(names, storages, strict=True)]
        )
        written = memory_bytes = 0
        with open_writer(target, schema) as writer:
            group_rows = rows_of_group(len(names))
            batches = file.iter_batches(
                min(_READ_ROWS, group_rows), columns=column_names(len(names))
            )
            for group in grouped(batches, group_rows):
                writer.write_table(group.rename_columns(names))
                written += group.num_rows
                memory_bytes += group.nbytes
                yield written, memory_bytes


def read_storages(typed: Path, width: int) -> list[Storage]:
    """Tell how the columns of a typed Parquet file are stored; raises `TypeError` for others."""
    import pyarrow.parquet as pq

    return _storages_of(pq.read_schema(typed), width)


def _storages_of(schema: pa.Schema, width: int) -> list[Storage]:
    known = {arrow_type(storage): storage for storage in get_args(Storage)}
    storages = []
    for name in column_names(width):
        found = schema.field(name).type
        if found not in known:
            raise TypeError(f"a typed table has columns of {list(known)}; got {found} in {name}")
        storages.append(known[found])
    return storages


def _groups(
    engine: duckdb.DuckDBPyConnection,
    text: Path,
    kinds: Sequence[Kind],
    rows: int,
    group_rows: int,
) -> Iterator[list[pa.ChunkedArray]]:
    """Give the columns of one row group after the other.

    Of a wide table some columns at a time: the plan of one long query takes more memory than
    the values.
    """
    values = [_value(place, kind) for place, kind in enumerate(kinds)]
    table = source(text, len(kinds))
    if len(values) <= _COLUMNS_AT_ONCE:
        reader = engine.sql(f"select {', '.join(values)} from {table}").to_arrow_reader(_READ_ROWS)
        for group in grouped(reader, group_rows):
            yield group.columns
        return
    for start in range(0, rows, group_rows):
        where = f"file_row_number >= {start} and file_row_number < {start + group_rows}"
        columns: list[pa.ChunkedArray] = []
        for first in range(0, len(values), _COLUMNS_AT_ONCE):
            chosen = ", ".join(values[first : first + _COLUMNS_AT_ONCE])
            query = engine.sql(f"select {chosen} from {table} where {where}")
            columns += query.to_arrow_reader(group_rows).read_all().columns
        yield columns


def _value(place: int, kind: Kind) -> str:
    """Give the SQL of one column's values.

    It has no ``case`` where nobody named a type: planning many of them takes the square of their
    number. So what still has to become null is seen to afterwards.
    """
    name = f"c{place}"
    if kind.storage == "str":
        return name
    cell = TRIMMED.format(name)
    value = kind.sql.format(v=cell)
    if kind.is_said:
        value = f"if({kind.reads.format(v=cell, x=value)}, {value}, null)"
    return f"{value} as {name}"


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
