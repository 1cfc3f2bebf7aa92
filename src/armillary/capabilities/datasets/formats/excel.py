"""Sheets: Excel in its four kinds, and OpenDocument."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import (
    Part,
    Reading,
    ReadLimits,
    ReadOptions,
    TypedTable,
)
from armillary.capabilities.datasets.sheets.book import (
    OLD_OFFICE,
    open_book,
    refuse_size,
    sheets_of,
)
from armillary.capabilities.datasets.sheets.extent import Extent, excel_sheets, measure
from armillary.capabilities.datasets.sheets.layout import Layout, filled_rows, lay_out
from armillary.capabilities.datasets.sheets.memory import bounded_memory
from armillary.capabilities.datasets.text.header import Header, made_up_names
from armillary.capabilities.datasets.typed.columns import Batch, remarks, see, write
from armillary.capabilities.datasets.typed.names import clean_names
from armillary.capabilities.datasets.typed.values import Seen
from armillary.capabilities.datasets.typed.writing import batch_rows, refuse_columns
from armillary.capabilities.datasets.words import counted, listed

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ZIP = b"PK\x03\x04"
_OTHER_OFFICE = (".doc", ".ppt", ".msg", ".msi", ".mdb")
_BYTES_OF_CELL = 64
_MEMORY_BYTES = 1 << 30


class ExcelFormat:
    """Reads one sheet: the one that is named, else the first that holds values."""

    id = "excel"
    name = "Excel/OpenDocument"
    suffixes = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".ods")

    def recognises(self, filename: str, head: bytes) -> bool:
        """Take what begins as an Office file does: archives of other files are unpacked before."""
        if head.startswith(OLD_OFFICE):
            return not filename.lower().endswith(_OTHER_OFFICE)
        return head.startswith(_ZIP)

    def parts(self, source: Path) -> list[Part]:
        """List the sheets; charts and macros are none."""
        sheets = excel_sheets(source)
        if sheets is None:
            with open_book(source, ReadLimits(rows=0, columns=0)) as book:
                sheets = sheets_of(book)
        return [
            Part(name, "sheet", None if is_visible else "hidden") for name, is_visible in sheets
        ]

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, TypedTable]:
        """Copy a sheet's values; cells with an error are missing."""
        total = source.stat().st_size
        with bounded_memory(_room(limits)), open_book(source, limits) as book:
            sheets = sheets_of(book)
            name, sheet, extent = _choose(book, source, sheets, limits, options)
            yield Reading(0, total, 0)
            refuse_columns(sheet.width, limits)
            layout = lay_out(sheet.iter_rows(), sheet.width, options)
            seen = [Seen(with_whole_floats=True, with_date_texts=True) for _ in range(sheet.width)]

            def batches(kept: list[int] | None = None) -> Iterator[Batch]:
                return _batches(sheet, layout, kept, total)

            yield from see(batches(), seen, limits, total)
            kept = _kept(layout, seen)
            header = _name(layout, kept)
            decisions = [seen[place].decide() for place in kept]
            target = work / "typed.parquet"
            rows = yield from write(batches(kept), decisions, target, limits, total)
            warnings = (
                *_tell_others(name, sheets),
                *layout.warnings,
                *header.warnings,
                *_tell_cells(sheet, layout, extent),
                *remarks(header.names, decisions),
            )
        return TypedTable(target, header.names, rows, warnings, {"sheet": name})


format = ExcelFormat()  # noqa: A001  # the word by which formats are found


def _choose(
    book: CalamineWorkbook,
    source: Path,
    sheets: list[tuple[str, bool]],
    limits: ReadLimits,
    options: ReadOptions,
) -> tuple[str, CalamineSheet, Extent | None]:
    names = [name for name, _ in sheets]
    if options.part is not None and options.part not in names:
        raise Unreadable(
            f"There is no sheet {options.part!r}; the sheets are {listed([*map(repr, names)])}."
        )
    in_order = [name for name, _ in sorted(sheets, key=lambda sheet: not sheet[1])]
    found = None
    for name in in_order if options.part is None else [options.part]:
        extent = measure(source, name)
        refuse_size(name, extent, limits)
        sheet = book.get_sheet_by_name(name)
        rows = len(list(islice(filled_rows(sheet.iter_rows(), 0), 2)))
        if rows > 1:
            return name, sheet, extent
        if rows and found is None:
            found = name, sheet, extent
    if found is None:
        which = "The sheet holds" if len(names) == 1 or options.part else "No sheet holds"
        raise Unreadable(f"{which} no values. Choose a file with a table in it.")
    return found


def _room(limits: ReadLimits) -> int:
    return _MEMORY_BYTES + _BYTES_OF_CELL * limits.sheet_cells


def _batches(
    sheet: CalamineSheet, layout: Layout, kept: list[int] | None, total: int
) -> Iterator[Batch]:
    rows = filled_rows(sheet.iter_rows(), layout.first_row)
    size = batch_rows(sheet.width)
    done, most = 0, max(sheet.total_height, 1)
    while batch := list(islice(rows, size)):
        done += len(batch)
        columns = list(zip(*batch, strict=True))
        chosen = columns if kept is None else [columns[place] for place in kept]
        filled: list[Sequence[Any]] = [
            [None if cell == "" else cell for cell in column] for column in chosen
        ]
        yield filled, min(total * done // most, total)


def _kept(layout: Layout, seen: list[Seen]) -> list[int]:
    """Give the places of the columns that have a name or a value."""
    names = layout.header or ("",) * len(seen)
    return [
        place
        for place, (name, each) in enumerate(zip(names, seen, strict=True))
        if name.strip() or set(each.types) - {type(None)}
    ]


def _name(layout: Layout, kept: list[int]) -> Header:
    if layout.header is None:
        return made_up_names(len(kept))
    return clean_names([layout.header[place] for place in kept])


def _tell_others(name: str, sheets: list[tuple[str, bool]]) -> tuple[str, ...]:
    others = [repr(other) for other, _ in sheets if other != name]
    if not others:
        return ()
    return (f"The sheet {name!r} was read; the file also has {listed(others)}.",)


def _tell_cells(sheet: CalamineSheet, layout: Layout, extent: Extent | None) -> tuple[str, ...]:
    told = []
    merged = [
        area
        for area in sheet.merged_cell_ranges or ()
        if area[1][0] >= layout.first_row and area[0] != area[1]
    ]
    if merged:
        told.append(
            f"{counted(len(merged), 'merged area')}: only the first cell of each has the value."
        )
    if extent is not None and extent.errors:
        told.append(
            f"{counted(extent.errors, 'cell')} with an error such as #N/A: read as missing."
        )
    return tuple(told)
