"""Excel: one sheet, written row by row."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from armillary.base.errors import BadRequest
from armillary.capabilities.datasets.export_source import Source
from armillary.capabilities.datasets.naming import Column
from armillary.capabilities.datasets.words import counted

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767
_OTHERS = "Choose csv, parquet or arrow, or filter the rows and choose columns"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a day that never was

Writer = Callable[[int, int, Any], object]


class Xlsx:
    """A header that stays in sight, then the rows with their types."""

    id = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def head(self, names: Sequence[str], *, is_safe: bool) -> bytes:
        """Nothing goes before what `write` writes."""
        return b""

    def write(self, source: Source, path: Path, *, is_safe: bool) -> None:
        """Write the sheet; raises `BadRequest` where Excel cannot hold it."""
        _check(source)
        # Nobody may read it before it is whole: the archive's parts get their sizes afterwards.
        part = path.with_name(f"{path.name}.part")
        try:
            self._write(source, part, is_safe=is_safe)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _write(self, source: Source, path: Path, *, is_safe: bool) -> None:
        from xlsxwriter import Workbook

        options = {"constant_memory": True, "tmpdir": str(path.parent)}
        with Workbook(str(path), options) as book:
            sheet = book.add_worksheet("Data")
            sheet.freeze_panes(1, 0)
            head = book.add_format({"bold": True, "quote_prefix": is_safe})
            for place, column in enumerate(source.columns):
                sheet.write_string(0, place, column.name[:MOST_CHARACTERS], head)
            writers = [_writer(book, sheet, column, is_safe) for column in source.columns]
            row = 1
            for batch in source.batches():
                for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    for place, cell in enumerate(cells):
                        if cell is not None:
                            writers[place](row, place, cell)
                    row += 1


export = Xlsx()


def _check(source: Source) -> None:
    if len(source.places) > MOST_COLUMNS:
        raise _too_large(counted(MOST_COLUMNS, "column"), counted(len(source.places), "column"))
    rows = source.count()
    if rows >= MOST_ROWS:
        raise _too_large(counted(MOST_ROWS, "row") + " with the header", counted(rows, "row"))


def _too_large(most: str, came: str) -> BadRequest:
    return BadRequest(f"An Excel sheet has at most {most}; got {came}. {_OTHERS}.", code="no_room")


def _writer(book: Any, sheet: Any, column: Column, is_safe: bool) -> Writer:
    """Give what writes the cells of a column."""
    if column.storage == "bool":
        return sheet.write_boolean  # type: ignore[no-any-return]
    if column.storage == "float64":
        return lambda row, place, value: _write_number(sheet, row, place, value)
    if column.storage == "int64" and not column.is_long:
        return sheet.write_number  # type: ignore[no-any-return]
    if column.storage in ("date", "datetime64[us]"):
        shape = "yyyy-mm-dd" if column.storage == "date" else "yyyy-mm-dd hh:mm:ss"
        shown = book.add_format({"num_format": shape})
        return lambda row, place, value: _write_moment(sheet, row, place, value, shown)
    # As an apostrophe typed in front: the text stays a text when somebody edits the cell.
    quoted = book.add_format({"quote_prefix": True}) if is_safe else None
    return lambda row, place, value: _write_text(sheet, row, place, str(value), quoted, column)


def _write_number(sheet: Any, row: int, place: int, value: float) -> None:
    if math.isfinite(value):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, str(value))


def _write_moment(sheet: Any, row: int, place: int, value: date, shown: Any) -> None:
    day = value.date() if isinstance(value, datetime) else value
    if day >= _FIRST_DAY:
        sheet.write_datetime(row, place, value, shown)
    else:
        sheet.write_string(row, place, value.isoformat())


def _write_text(sheet: Any, row: int, place: int, value: str, quoted: Any, column: Column) -> None:
    if len(value) > MOST_CHARACTERS:
        raise BadRequest(
            f"An Excel cell has at most {MOST_CHARACTERS:,} characters; column {column.name!r} "
            f"has one of {len(value):,} in row {row:,}. {_OTHERS}.",
            code="no_room",
        )
    sheet.write_string(row, place, value, quoted if value.startswith(_FORMULA) else None)
