"""Writing what a recipe made as a stored table, and describing it as an import does."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.base.errors import Invalid
from armillary.capabilities.datasets.columns.kinds import Kind
from armillary.capabilities.datasets.columns.writer import grouped, open_writer, rows_of_group
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.importing import Imported
from armillary.capabilities.datasets.schema import ColumnEntry, describe
from armillary.capabilities.datasets.second_look import count_repeated, profile
from armillary.capabilities.datasets.words import counted
from armillary.jobs.contract import Progress
from armillary.learning.recipe.fields import Fields, arrow_schema

if TYPE_CHECKING:
    from armillary.learning.recipe.relation import Relation

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
    for found in profile(relation.engine, path, storages, rows):
        field = fields[len(columns)]
        columns.append(describe(field.name, Kind(field.storage, "{v}"), found, rows))
        share = len(columns) / len(fields)
        yield Progress(round(_WRITTEN + 0.35 * share, 3), message="Looking at the columns")
    duplicates = count_repeated(relation.engine, path, storages, rows)
    return Imported(path, rows, columns, memory_bytes, duplicates, [])


def write_rows(relation: Relation, path: Path) -> Iterator[tuple[int, int]]:
    """Write a Parquet file, giving the rows so far and their bytes in memory.

    Row groups are bounded in cells, so that memory is too.
    """
    schema = arrow_schema(relation.fields)
    rows = memory_bytes = 0
    with open_writer(path, schema) as writer:
        for group in grouped(relation.reader(), rows_of_group(len(schema))):
            writer.write_table(group)
            rows += group.num_rows
            memory_bytes += group.nbytes
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
