"""Where in a sheet the table is: titles above it, the row that names its columns, its width."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadOptions
from armillary.capabilities.datasets.text.dialect import modal_width
from armillary.capabilities.datasets.text.header import count_preamble, has_header
from armillary.capabilities.datasets.typed.values import sheet_text
from armillary.capabilities.datasets.words import counted

_HEAD = 300

Row = Sequence[Any]


@dataclass(frozen=True)
class Layout:
    """What the first rows of a sheet say of the whole."""

    first_row: int
    """The place of the first row of values."""
    header: tuple[str, ...] | None
    """The names as they stand in the sheet, "" where there is none; None without a header."""
    header_row: int | None
    warnings: tuple[str, ...]


def lay_out(rows: Iterable[Row], width: int, options: ReadOptions) -> Layout:
    """Find the table in the first rows of a sheet; raises `Unreadable` where there is none."""
    below = islice(enumerate(rows), options.skip_rows or 0, None)
    filled = list(islice(((place, texts) for place, row in below if (texts := _texts(row))), _HEAD))
    if not filled:
        raise Unreadable("The sheet holds no values below the rows to skip.")
    records = [texts for _, texts in filled]
    above = 0 if options.skip_rows else count_preamble(records, modal_width(records))
    records = records[above:]
    place, _ = filled[above]
    told = f"{counted(above, 'row')} of text above the table: left out."
    warnings = (told,) if above else ()
    padded = [[*texts, *[""] * (width - len(texts))] for texts in records]
    is_named = options.has_header if options.has_header is not None else has_header(padded)
    if not is_named:
        return Layout(place, None, None, warnings)
    return Layout(place + 1, tuple(padded[0]), place, warnings)


def filled_rows(rows: Iterable[Row], first: int) -> Iterator[Row]:
    """Give the rows from a place on that are not blank."""
    for row in islice(rows, first, None):
        if any(cell != "" for cell in row):
            yield row


def _texts(row: Row) -> list[str]:
    """Give a row as text without the blank cells at its end."""
    texts = [sheet_text(cell) for cell in row]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts
