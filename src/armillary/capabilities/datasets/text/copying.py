"""Copying the cells of a text to a Parquet file of text, whatever state its lines are in."""

import csv
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import (
    DelimitedText,
    Reading,
    ReadLimits,
    TextTable,
)
from armillary.capabilities.datasets.text.cells import (
    CELL_CHARACTERS,
    Body,
    Found,
    NeedsCare,
    column_names,
    read_carefully,
    read_fast,
)
from armillary.capabilities.datasets.text.dialect import Dialect
from armillary.capabilities.datasets.typed.writing import refuse_long_cells
from armillary.capabilities.datasets.words import counted

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_LONG_ROWS = 0.1
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space"}


def copy_cells(
    text: DelimitedText, work: Path, limits: ReadLimits
) -> Generator[Reading, None, TextTable]:
    """Copy the cells, forgiving ragged rows and stray quotes with a warning; or `Unreadable`."""
    csv.field_size_limit(CELL_CHARACTERS)
    body, target = text.body, work / "text.parquet"
    found = Found()
    try:
        rows = yield from _copy(read_fast(body), target, body, limits)
    except NeedsCare:
        rows = yield from _copy(read_carefully(body, found), target, body, limits)
    if rows == 0 and not found.long.count:
        raise no_rows(text)
    _refuse_misread(found, body)
    warnings = (*text.warnings, *_explain(found, body))
    return TextTable(target, text.names, rows, warnings, text.facts, text.beginning)


def no_rows(text: DelimitedText) -> Unreadable:
    """Give what is said of a header with nothing below it."""
    return Unreadable(
        f"The file has a header with {counted(len(text.names), 'column')} but no rows below it. "
        "Choose one that holds data.",
        *text.warnings,
    )


def too_many_rows(limits: ReadLimits) -> Unreadable:
    """Give what is said of a table that is too long."""
    return Unreadable(
        f"The table has more than {limits.rows:,} rows, the most that are accepted "
        "(ARMILLARY_MAX_ROWS)."
    )


def name_of(dialect: Dialect) -> str:
    """Name a dialect's delimiter for people."""
    return _DELIMITER_NAMES.get(dialect.delimiter, repr(dialect.delimiter))


def _copy(
    batches: "Iterator[tuple[pa.RecordBatch, int]]", target: Path, body: Body, limits: ReadLimits
) -> Generator[Reading, None, int]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    total = body.path.stat().st_size
    schema = pa.schema([(name, pa.string()) for name in column_names(body.width)])
    rows = 0
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:
        for batch, place in batches:
            rows += batch.num_rows
            if rows > limits.rows:
                raise too_many_rows(limits)
            for column in batch.columns:
                refuse_long_cells(column, limits)
            writer.write_batch(batch)
            yield Reading(min(place, total), total, rows)
    return rows


def _refuse_misread(found: Found, body: Body) -> None:
    """Refuse where so many rows do not fit that the table was probably misunderstood."""
    total = found.rows + found.long.count
    if found.long.count > max(1, _MOST_LONG_ROWS * total) or found.rows == 0 < found.long.count:
        raise Unreadable(
            f"{found.long.count:,} of {total:,} rows have more cells than the {body.width:,} "
            f"columns ({found.long}; up to {found.longest:,} cells). Check that one delimiter is "
            f"used throughout ({name_of(body.dialect)} was found) and that cells which contain "
            "it are quoted."
        )


def _explain(found: Found, body: Body) -> tuple[str, ...]:
    width = body.width
    warnings = []
    if found.short.count:
        warnings.append(
            f"{counted(found.short.count, 'row')} with fewer cells than the {width:,} columns "
            f"({found.short}): what is missing was left empty."
        )
    if found.long.count:
        warnings.append(
            f"{counted(found.long.count, 'row')} with more cells than the {width:,} columns "
            f"({found.long}): left out. Quote the cells that contain the delimiter "
            f"({name_of(body.dialect)})."
        )
    if found.misquoted.count:
        warnings.append(
            f"{counted(found.misquoted.count, 'line')} with a quote that does not open and close a "
            f"cell ({found.misquoted}): it was read as plain text."
        )
    return tuple(warnings)
