"""Delimited text: CSV, TSV and their kin, in any encoding and dialect."""

import csv
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import Reading, ReadLimits, ReadOptions, TextTable
from armillary.capabilities.datasets.text.cells import (
    CELL_CHARACTERS,
    Body,
    Found,
    NeedsCare,
    column_names,
    read_carefully,
    read_fast,
)
from armillary.capabilities.datasets.text.contents import name_of_content
from armillary.capabilities.datasets.text.dialect import (
    SAMPLE_CHARACTERS,
    Dialect,
    modal_width,
    sniff,
)
from armillary.capabilities.datasets.text.encoding import Utf8Text, to_utf8
from armillary.capabilities.datasets.text.header import (
    Header,
    count_preamble,
    has_header,
    made_up_names,
    read_names,
)
from armillary.capabilities.datasets.text.records import Records
from armillary.capabilities.datasets.words import counted

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD_RECORDS = 300
_MOST_LONG_ROWS = 0.1
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space"}


@dataclass(frozen=True)
class _Layout:
    """What the first records of a text say of the whole."""

    body: Body
    header: Header
    warnings: tuple[str, ...]


class CsvFormat:
    """Reads delimited text; the format of last resort, since anything may be a column of text."""

    id = "csv"
    name = "CSV"
    suffixes = (".csv", ".tsv", ".tab", ".txt", ".dat", ".data")

    def recognises(self, filename: str, head: bytes) -> bool:
        """Take every file that is not known to be something else."""
        return name_of_content(head) is None

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, TextTable]:
        """Find encoding, dialect and header, then copy the cells to a Parquet file of text."""
        csv.field_size_limit(CELL_CHARACTERS)
        text = to_utf8(source, work)
        layout = _lay_out(text, limits)
        found = Found()
        target = work / "text.parquet"
        try:
            rows = yield from _copy(read_fast(layout.body), target, layout.body, limits)
        except NeedsCare:
            batches = read_carefully(layout.body, found)
            rows = yield from _copy(batches, target, layout.body, limits)
        if rows == 0 and not found.long.count:
            raise Unreadable(
                f"The file has a header with {counted(len(layout.header.names), 'column')} but no "
                "rows below it. Choose one that holds data."
            )
        _refuse_misread(found, layout.body)
        return TextTable(
            target,
            layout.header.names,
            rows,
            (*text.warnings, *layout.warnings, *layout.header.warnings, *_explain(found, layout)),
            {"encoding": text.encoding, "delimiter": layout.body.dialect.delimiter},
        )


format = CsvFormat()  # noqa: A001  # the word by which formats are found


def _lay_out(text: Utf8Text, limits: ReadLimits) -> _Layout:
    sample = _read_sample(text.path)
    dialect = sniff(sample)
    head = list(_head(sample, dialect))
    if not head:
        raise Unreadable("The file holds nothing but blank lines. Choose one that holds a table.")
    records = [record for record, _, _ in head]
    above = _count_comments(records)
    above += count_preamble(records[above:], modal_width(records[above:]))
    records = records[above:]
    first = len(records[0])
    width = max(modal_width(records[1:], preferred=first), first)
    _refuse_width(width, limits)
    header, named_by = _read_header(records, width)
    before = above + named_by
    _, line, character = head[before - 1] if before else ([], 1, 0)
    body = Body(text.path, dialect, width, len(sample[:character].encode()), line)
    return _Layout(body, header, _warn_of_preamble(above) + _warn_of_one_column(width))


def _read_sample(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS)
        # A very wide table may have more in its first lines; a whole line is needed at least.
        while len(sample) < CELL_CHARACTERS and sample.count("\n") + sample.count("\r") < 3:
            more = file.read(SAMPLE_CHARACTERS)
            if not more:
                return sample
            sample += more
        rest = file.read(1)
    end = max(sample.rfind("\n"), sample.rfind("\r"))
    return sample[: end + 1] if rest and end > 0 else sample


def _head(sample: str, dialect: Dialect) -> Iterator[tuple[list[str], int, int]]:
    """Give the first records, each with the line and the character at which the next begins."""
    records = Records(io.StringIO(sample, newline=""), dialect)
    for _, record in islice(records, _HEAD_RECORDS):
        yield record, records.next_line, records.characters


def _count_comments(records: list[list[str]]) -> int:
    """Count leading lines that begin with ``#``; a single one may be the header itself."""
    count = 0
    while count < len(records) and records[count][0].lstrip().startswith("#"):
        count += 1
    if count == len(records):
        return 0
    if count == 1 and len(records[0]) == len(records[1]) > 1:
        records[0][0] = records[0][0].lstrip().removeprefix("#").lstrip()
        return 0
    return count


def _read_header(records: list[list[str]], width: int) -> tuple[Header, int]:
    """Give the header and the number of records it takes: one, or none."""
    first = records[0]
    if not has_header(records):
        return made_up_names(width), 0
    is_one_short = len(first) == width - 1 and all(len(each) == width for each in records[1:])
    if is_one_short and any(record[-1].strip() for record in records[1:]):
        # R writes row names without a name for their column.
        first = ["", *first]
    return read_names(first, width), 1


def _refuse_width(width: int, limits: ReadLimits) -> None:
    if width > limits.columns:
        raise Unreadable(
            f"The table has {width:,} columns; at most {limits.columns:,} are accepted "
            "(ARMILLARY_MAX_COLUMNS). Leave out what is not needed, or transpose it."
        )


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
                raise Unreadable(
                    f"The table has more than {limits.rows:,} rows, the most that are accepted "
                    "(ARMILLARY_MAX_ROWS)."
                )
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
            f"used throughout ({_name_of(body.dialect)} was found) and that cells which contain "
            "it are quoted."
        )


def _explain(found: Found, layout: _Layout) -> tuple[str, ...]:
    width = layout.body.width
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
            f"({_name_of(layout.body.dialect)})."
        )
    if found.misquoted.count:
        warnings.append(
            f"{counted(found.misquoted.count, 'line')} with a quote that does not open and close a "
            f"cell ({found.misquoted}): it was read as plain text."
        )
    return tuple(warnings)


def _warn_of_preamble(above: int) -> tuple[str, ...]:
    if not above:
        return ()
    return (f"{counted(above, 'line')} of text above the table: left out.",)


def _warn_of_one_column(width: int) -> tuple[str, ...]:
    if width > 1:
        return ()
    return (
        "Only one column was found: no comma, semicolon, tab or pipe cuts the lines into equally "
        "many cells.",
    )


def _name_of(dialect: Dialect) -> str:
    return _DELIMITER_NAMES.get(dialect.delimiter, repr(dialect.delimiter))
