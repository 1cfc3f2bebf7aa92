"""Opening a file of sheets."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.damage import ZIP_ERRORS
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.sheets.extent import Extent, measure_open_document

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAID_CHARACTERS = 300


@contextmanager
def open_book(source: Path, limits: ReadLimits) -> Iterator[CalamineWorkbook]:
    """Open a file of sheets; raises `Unreadable` where it is none, is locked or is damaged."""
    import python_calamine

    suffix = _suffix_of(source)
    if suffix == ".ods":
        # All its sheets are loaded when it is opened.
        for name, extent in measure_open_document(source):
            refuse_size(name, extent, limits)
    with TemporaryDirectory() as folder:
        # Under a name without a suffix the reader tries every kind, and only says that none fits.
        named = Path(folder) / f"book{suffix}"
        named.symlink_to(source.resolve())
        try:
            with _no_panic(), python_calamine.CalamineWorkbook.from_path(named) as book:
                yield book
        except python_calamine.PasswordError as error:
            raise Unreadable(
                "The file is protected by a password. Save it without one, or as CSV."
            ) from error
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise Unreadable(
                f"The file cannot be read as a sheet: {said.rstrip('.')[:_SAID_CHARACTERS]}. It "
                "may be damaged; save it again, or as CSV."
            ) from error


def _suffix_of(source: Path) -> str:
    """Tell the kind of a file by what is in it; raises `Unreadable` for other documents."""
    with source.open("rb") as file:
        # Such a file may carry an archive at its end.
        if file.read(len(OLD_OFFICE)) == OLD_OFFICE:
            return ".xls"
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
    except ZIP_ERRORS as error:
        raise Unreadable(
            f"The file is a damaged ZIP archive ({error}). Save it again, or as CSV."
        ) from error
    for folder, kind in (("word/", "a Word document"), ("ppt/", "a PowerPoint document")):
        if any(name.startswith(folder) for name in names):
            raise Unreadable(f"The file is {kind}, not a table. Save the table as CSV.")
    if "content.xml" in names:
        return ".ods"
    return ".xlsb" if "xl/workbook.bin" in names else ".xlsx"


@contextmanager
def _no_panic() -> Iterator[None]:
    """Turn the failures that the library did not foresee into ordinary errors."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"the reader gave up ({error})") from error


def sheets_of(book: CalamineWorkbook) -> list[tuple[str, bool]]:
    """Give the sheets of cells, and whether each is visible."""
    import python_calamine

    return [
        (sheet.name, sheet.visible == python_calamine.SheetVisibleEnum.Visible)
        for sheet in book.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]


def refuse_size(name: str, extent: Extent | None, limits: ReadLimits) -> None:
    """Raise `Unreadable` where a sheet reaches too far to be loaded."""
    if extent is not None and extent.cells > limits.sheet_cells:
        raise Unreadable(
            f"The sheet {name!r} reaches over {extent.rows:,} rows and {extent.columns:,} columns: "
            f"more than {limits.sheet_cells:,} cells (ARMILLARY_MAX_SHEET_CELLS). Remove what "
            "stands far off the table, or save it as CSV."
        )
