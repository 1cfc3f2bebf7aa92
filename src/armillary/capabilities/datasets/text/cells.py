"""The cells of delimited text as batches of text columns, by a fast and by a forgiving reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.text.dialect import Dialect
from armillary.capabilities.datasets.text.quoting import is_regular
from armillary.capabilities.datasets.text.records import Lines, Records

if TYPE_CHECKING:
    import pyarrow as pa

_BLOCK_BYTES = 2 << 20
_BATCH_CELLS = 500_000
_BATCH_ROWS = 50_000
CELL_CHARACTERS = 16_000_000


class NeedsCare(Exception):
    """The fast reader met something that only the forgiving one reads well."""


@dataclass(frozen=True)
class Body:
    """Where in a text the rows are, and how they are cut."""

    path: Path
    dialect: Dialect
    width: int
    start_byte: int
    start_line: int


@dataclass
class Found:
    """What the forgiving reader had to forgive."""

    rows: int = 0
    short: Lines = field(default_factory=Lines)
    long: Lines = field(default_factory=Lines)
    longest: int = 0
    misquoted: Lines = field(default_factory=Lines)


def column_names(width: int) -> list[str]:
    """Name text columns by their places, ``c0`` and on: no header can confuse a query then."""
    return [f"c{place}" for place in range(width)]


def read_fast(body: Body) -> Iterator[tuple[pa.RecordBatch, int]]:
    """Give batches of text with the bytes read so far; blank cells are null.

    Raises `NeedsCare` where quotes are irregular, rows are ragged or cells are huge.
    """
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    dialect = body.dialect
    if dialect.escape or (
        dialect.quote
        and not is_regular(body.path, dialect.delimiter, dialect.quote, body.start_byte)
    ):
        raise NeedsCare
    if body.start_byte >= body.path.stat().st_size:
        return
    names = column_names(body.width)
    with pa.OSFile(str(body.path)) as file:
        file.seek(body.start_byte)
        try:
            reader = arrow_csv.open_csv(
                file,
                arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
                arrow_csv.ParseOptions(
                    delimiter=dialect.delimiter,
                    quote_char=dialect.quote or False,
                    newlines_in_values=dialect.quote is not None,
                ),
                arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=True,
                    null_values=[""],
                ),
            )
            for batch in reader:
                yield _without_leading_space(batch, dialect), file.tell()
        except pa.ArrowInvalid as error:
            raise NeedsCare from error


def read_carefully(body: Body, found: Found) -> Iterator[tuple[pa.RecordBatch, int]]:
    """Give batches of text from any lines, and count in ``found`` what had to be forgiven.

    Cells that a row lacks are null. A row with more cells than the table has columns is left out,
    since nobody can tell which of them are its values; blank cells too many do not count.
    """
    most = max(1, min(_BATCH_ROWS, _BATCH_CELLS // body.width))
    rows: list[list[str]] = []
    with body.path.open("rb") as raw:
        for _, row in read_rows(raw, body, found):
            rows.append(row)
            if len(rows) >= most:
                yield _batch(rows, body.width), raw.tell()
                rows = []
        if rows:
            yield _batch(rows, body.width), raw.tell()


def read_rows(
    raw: BinaryIO, body: Body, found: Found
) -> Generator[tuple[int, list[str]], None, None]:
    """Give the rows of an open text as the forgiving reader sees them, each with its line."""
    csv.field_size_limit(CELL_CHARACTERS)
    raw.seek(body.start_byte)
    lines = io.TextIOWrapper(raw, encoding="utf-8", newline="")
    records = Records(lines, body.dialect, body.start_line)
    found.misquoted = records.misquoted
    try:
        for line, cells in _checked(records):
            row = _fitted(cells, line, body.width, found)
            if row is not None:
                yield line, row
    finally:
        lines.detach()  # whoever opened the file closes it


def _checked(records: Records) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from records
    except csv.Error as error:
        raise Unreadable(
            f"A cell has more than {CELL_CHARACTERS:,} characters, the most a cell may have. "
            "Is this a table? If so, check its quotes."
        ) from error


def _fitted(cells: list[str], line: int, width: int, found: Found) -> list[str] | None:
    count = len(cells)
    if count < width:
        if not any(cell.strip() for cell in cells):
            return None  # a line of nothing but blanks
        found.short.add(line)
        cells = cells + [""] * (width - count)
    elif count > width:
        found.longest = max(found.longest, count)
        if any(cell.strip() for cell in cells[width:]):
            found.long.add(line)
            return None
        cells = cells[:width]
    found.rows += 1
    return cells


def _batch(rows: list[list[str]], width: int) -> pa.RecordBatch:
    import pyarrow as pa

    columns = [
        pa.array([cell or None for cell in column], pa.string())
        for column in zip(*rows, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, names=column_names(width))


def _without_leading_space(batch: pa.RecordBatch, dialect: Dialect) -> pa.RecordBatch:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not dialect.skip_space:
        return batch
    columns = []
    for column in batch.columns:
        text = pc.utf8_ltrim(column, " ")
        columns.append(pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text))
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
