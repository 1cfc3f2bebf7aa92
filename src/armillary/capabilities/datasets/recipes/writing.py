"""Writing what a recipe made as a stored table, and describing it as an import does."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.base.errors import Invalid
from armillary.capabilities.datasets.columns.kinds import Kind
from armillary.capabilities.datasets.columns.profile import count_duplicates, profile_columns
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.importing import Imported
from armillary.capabilities.datasets.schema import ColumnEntry, describe
from armillary.capabilities.datasets.words import counted
from armillary.jobs.contract import Progress
from armillary.learning.recipe.fields import Fields, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

    from armillary.learning.recipe.relation import Relation

_GROUP_CELLS = 2_000_000
_GROUP_ROWS = 122_880
_WRITTEN = 0.6
Writing = Generator[Progress, None, Imported]


def write(relation: Relation, path: Path, limits: ReadLimits, expected_rows: int) -> Writing:
    """Write a relation's rows in order and profile them; raises `Invalid` over a limit."""
    fields = relation.fields
    require_columns(fields, limits)
    rows = memory_bytes = 0
    for written in write_rows(relation, path):
        rows, memory_bytes = written
        _require_rows(rows, limits)
        share = rows / max(expected_rows, rows)
        yield Progress(round(_WRITTEN * share, 3), message="Writing values")
    if not rows:
        raise Invalid(
            "No row is left, and a dataset needs one. Loosen the step that leaves rows out.",
            code="no_rows",
        )
    columns: list[ColumnEntry] = []
    storages = [field.storage for field in fields]
    for profiles in profile_columns(relation.engine, path, storages, rows):
        for profile in profiles:
            field = fields[len(columns)]
            columns.append(describe(field.name, Kind(field.storage, "{v}"), profile, rows))
        share = len(columns) / len(fields)
        yield Progress(round(_WRITTEN + 0.35 * share, 3), message="Looking at the columns")
    duplicates = count_duplicates(relation.engine, path, len(fields))
    return Imported(path, rows, columns, memory_bytes, duplicates, [])


def write_rows(relation: Relation, path: Path) -> Iterator[tuple[int, int]]:
    """Write a Parquet file, giving the rows so far and their bytes in memory.

    Row groups are bounded in cells, so that memory is too.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(relation.fields)
    most = max(1, min(_GROUP_ROWS, _GROUP_CELLS // max(len(schema), 1)))
    rows = memory_bytes = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(relation.reader(), most):
            table = pa.Table.from_batches(group, schema)
            writer.write_table(table)
            rows += table.num_rows
            memory_bytes += table.nbytes
            yield rows, memory_bytes


def require_columns(fields: Fields, limits: ReadLimits) -> None:
    """Raise `Invalid` where there are more columns than a dataset may have."""
    if len(fields) > limits.columns:
        raise Invalid(
            f"The recipe makes {counted(len(fields), 'column')}, where a dataset may have "
            f"{limits.columns:,} (ARMILLARY_MAX_COLUMNS).",
            code="too_many_columns",
        )


def _require_rows(rows: int, limits: ReadLimits) -> None:
    if rows > limits.rows:
        raise Invalid(
            f"The recipe makes more than {limits.rows:,} rows, the most a dataset may have "
            "(ARMILLARY_MAX_ROWS). Filter or sample before.",
            code="too_many_rows",
        )


def _groups(reader: pa.RecordBatchReader, most: int) -> Iterator[list[pa.RecordBatch]]:
    held: list[pa.RecordBatch] = []
    for batch in reader:
        held.append(batch)
        if sum(each.num_rows for each in held) >= most:
            yield held
            held = []
    if held:
        yield held
