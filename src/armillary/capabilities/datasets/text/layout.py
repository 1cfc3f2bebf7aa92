"""Where the table of a text begins, how its cells are cut and what its columns are called."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.text.cells import CELL_CHARACTERS, Body
from armillary.capabilities.datasets.text.dialect import (
    SAMPLE_CHARACTERS,
    Dialect,
    modal_width,
    sniff,
)
from armillary.capabilities.datasets.text.encoding import Utf8Text
from armillary.capabilities.datasets.text.fixed_width import looks_fixed
from armillary.capabilities.datasets.text.header import (
    Header,
    count_preamble,
    has_header,
    made_up_names,
    read_names,
)
from armillary.capabilities.datasets.text.records import Records
from armillary.capabilities.datasets.words import counted

_HEAD_RECORDS = 300
_SHOWN_RECORDS = 1000
_SHOWN_LINES = 10
_LOOKED_LINES = 50
_LINE_CHARACTERS = 500


@dataclass(frozen=True)
class Given:
    """What a person says of a text; what is None is found out."""

    delimiter: str | None = None
    quote: str | None = None
    has_header: bool | None = None
    skip_rows: int | None = None


@dataclass(frozen=True)
class Layout:
    """What the beginning of a text says of the whole."""

    body: Body
    header: Header
    head: tuple[tuple[str, ...], ...]
    """The cells of the first rows."""
    first_lines: tuple[str, ...]
    skipped_lines: int
    """The lines above the header, or above the first row where there is none."""
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Record:
    """One record of the beginning; the next one begins at ``next_line`` and character ``end``."""

    cells: list[str]
    line: int
    next_line: int
    end: int


def lay_out(text: Utf8Text, most_columns: int, given: Given) -> Layout:
    """Find where the table begins, its dialect and its header; raises `Unreadable`."""
    sample = _read_sample(text)
    skipped_characters = _skip_lines(sample, given.skip_rows or 0)
    below = sample[skipped_characters:]
    dialect = sniff(below, given.delimiter, given.quote)
    records = list(_records(below, dialect, (given.skip_rows or 0) + 1))
    if not records:
        raise Unreadable("The file holds nothing but blank lines. Choose one that holds a table.")
    above = 0 if given.skip_rows is not None else _count_above(records[:_HEAD_RECORDS])
    cells = [record.cells for record in records[above:]]
    first = len(cells[0])
    width = max(modal_width(cells[1:_HEAD_RECORDS], preferred=first), first)
    _refuse_width(width, most_columns)
    header, named_by = _read_header(cells[:_HEAD_RECORDS], width, given.has_header)
    before = records[above + named_by - 1] if above + named_by else None
    end = skipped_characters + (before.end if before else 0)
    start_byte = text.start_byte + len(sample[:end].encode())
    start_line = before.next_line if before else (given.skip_rows or 0) + 1
    return Layout(
        Body(text.path, dialect, width, start_byte, start_line),
        header,
        tuple(_fitted(row, width) for row in cells[named_by:]),
        tuple(_cut(line) for line in _lines(sample, _SHOWN_LINES)),
        records[above].line - 1,
        _warn_of_preamble(above) + _warn_of_one_column(width, list(_lines(below, _LOOKED_LINES))),
    )


def _read_sample(text: Utf8Text) -> str:
    with text.path.open("rb") as raw:
        raw.seek(text.start_byte)
        with io.TextIOWrapper(raw, encoding="utf-8", newline="") as file:
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


def _skip_lines(sample: str, count: int) -> int:
    """Give the character at which the line behind so many lines begins."""
    lines = io.StringIO(sample, newline="")
    skipped = sum(len(line) for line in islice(lines, count))
    if count and skipped >= len(sample):
        raise Unreadable(
            f"Nothing is left of the file when {counted(count, 'line')} of it are skipped. "
            "Skip fewer lines."
        )
    return skipped


def _lines(sample: str, most: int) -> Iterator[str]:
    for line in islice(io.StringIO(sample, newline=""), most):
        yield line.rstrip("\r\n")


def _cut(line: str) -> str:
    return line if len(line) <= _LINE_CHARACTERS else f"{line[: _LINE_CHARACTERS - 1]}…"


def _records(sample: str, dialect: Dialect, first_line: int) -> Iterator[_Record]:
    records = Records(io.StringIO(sample, newline=""), dialect, first_line)
    for line, record in islice(records, _SHOWN_RECORDS):
        yield _Record(record, line, records.next_line, records.characters)


def _count_above(records: list[_Record]) -> int:
    """Count the records above the table: comments, titles and notes."""
    cells = [record.cells for record in records]
    above = _count_comments(cells)
    return above + count_preamble(cells[above:], modal_width(cells[above:]))


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


def _read_header(records: list[list[str]], width: int, is_said: bool | None) -> tuple[Header, int]:
    """Give the header and the number of records it takes: one, or none."""
    first = records[0]
    if not (has_header(records) if is_said is None else is_said):
        return made_up_names(width, is_said=is_said is not None), 0
    is_one_short = len(first) == width - 1 and all(len(each) == width for each in records[1:])
    if is_one_short and any(record[-1].strip() for record in records[1:]):
        # R writes row names without a name for their column.
        first = ["", *first]
    return read_names(first, width), 1


def _fitted(cells: list[str], width: int) -> tuple[str, ...]:
    return tuple(cells[:width]) + ("",) * (width - len(cells))


def _refuse_width(width: int, most: int) -> None:
    if width > most:
        raise Unreadable(
            f"The table has {width:,} columns; at most {most:,} are accepted "
            "(ARMILLARY_MAX_COLUMNS). Leave out what is not needed, or transpose it."
        )


def _warn_of_preamble(above: int) -> tuple[str, ...]:
    if not above:
        return ()
    return (f"{counted(above, 'line')} of text above the table: left out.",)


def _warn_of_one_column(width: int, lines: Sequence[str]) -> tuple[str, ...]:
    if width > 1:
        return ()
    if looks_fixed(lines):
        return (
            "Only one column was found, but the lines look like columns of a fixed width, which "
            "are not cut apart. Put a delimiter between them: most spreadsheets open such a text "
            "and save it as CSV.",
        )
    return (
        "Only one column was found: no comma, semicolon, tab or pipe cuts the lines into equally "
        "many cells.",
    )
