"""How far a sheet reaches, measured in a stream before it is loaded whole.

A reader that loads a sheet makes room for every cell of the rectangle around the filled ones: two
cells in opposite corners would take half a terabyte.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from armillary.capabilities.datasets.damage import ZIP_ERRORS
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.sheets.binary import read_cells, read_sheets

_CHUNK_BYTES = 1 << 20
_CELL = re.compile(rb"\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_TAG = re.compile(
    rb"<(/?)(?:[\w-]+:)?(table|table-row|table-cell|covered-table-cell)((?:\s[^>]*)?)>"
)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated=[\"'](\d{1,10})[\"']")
_NAME = re.compile(rb"table:name=[\"']([^\"']*)[\"']")
_WORKBOOK_BYTES = 16 << 20
_BINARY_BOOK, _BINARY_LINKS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@dataclass
class Extent:
    """The rectangle around the filled cells, and how many of them hold an error."""

    rows: int = 0
    columns: int = 0
    errors: int = 0

    @property
    def cells(self) -> int:
        """The cells in the rectangle."""
        return self.rows * self.columns


def measure(source: Path, sheet: str) -> Extent | None:
    """Measure a sheet of an .xlsx or .xlsb; None for other kinds."""
    if not zipfile.is_zipfile(source):
        return None
    with _opened(source) as archive:
        if _BINARY_BOOK in archive.namelist():
            return _measure_binary(archive, sheet)
        path = _path_of(archive, set(archive.namelist()), sheet)
        return None if path is None else _measure_excel(archive, path)


def measure_open_document(source: Path) -> Iterator[tuple[str, Extent]]:
    """Measure all sheets of an OpenDocument file, which are loaded together."""
    with _opened(source) as archive:
        yield from _measure_open_document(archive)


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (*ZIP_ERRORS, ElementTree.ParseError) as error:
        said = str(error).rstrip(".") or type(error).__name__
        raise Unreadable(f"The file is damaged ({said}). Save it again, or as CSV.") from error


def excel_sheets(source: Path) -> list[tuple[str, bool]] | None:
    """Give the names of an .xlsx file's sheets, and whether each is visible, without loading it."""
    if not zipfile.is_zipfile(source):
        return None
    with _opened(source) as archive:
        names = set(archive.namelist())
        if not {_BOOK, _LINKS} <= names:
            return None
        paths = _paths(archive, _LINKS)
        return [
            (str(element.get("name")), element.get("state", "visible") == "visible")
            for element in _elements(archive, _BOOK, "sheet")
            if paths.get(_link_of(element), "") in names
        ]


def _path_of(archive: zipfile.ZipFile, names: set[str], sheet: str) -> str | None:
    """Find the file in which a sheet of an .xlsx lies."""
    if not {_BOOK, _LINKS} <= names:
        return None
    paths = _paths(archive, _LINKS)
    for element in _elements(archive, _BOOK, "sheet"):
        path = paths.get(_link_of(element), "")
        if element.get("name") == sheet and path in names:
            return path
    return None


def _paths(archive: zipfile.ZipFile, links: str) -> dict[str, str]:
    """Give the paths of the sheets of cells by the names of the links to them."""
    found = {}
    for element in _elements(archive, links, "Relationship"):
        if str(element.get("Type")).endswith("/worksheet"):
            target = str(element.get("Target"))
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            found[str(element.get("Id"))] = path
    return found


def _link_of(sheet: ElementTree.Element) -> str:
    return next((value for key, value in sheet.items() if key.endswith("}id")), "")


def _elements(archive: zipfile.ZipFile, path: str, name: str) -> list[ElementTree.Element]:
    if archive.getinfo(path).file_size > _WORKBOOK_BYTES:
        return []
    root = ElementTree.fromstring(archive.read(path))
    return [element for element in root.iter() if element.tag.rsplit("}", 1)[-1] == name]


def _measure_excel(archive: zipfile.ZipFile, path: str) -> Extent:
    columns: set[bytes] = set()
    extent = Extent()
    for text in _tags(archive, path):
        found = _CELL.findall(text)
        if found:
            columns.update(column for column, _ in found)
            extent.rows = max(extent.rows, max(int(row) for row in {row for _, row in found}))
        extent.errors += text.count(b't="e"')
    extent.columns = max((_number(letters) for letters in columns), default=0)
    return extent


def _measure_binary(archive: zipfile.ZipFile, sheet: str) -> Extent | None:
    with archive.open(_BINARY_BOOK) as workbook:
        link = next((one.link for one in read_sheets(workbook) if one.name == sheet), None)
    path = None if link is None else _paths(archive, _BINARY_LINKS).get(link)
    if path is None:
        return None
    extent = Extent()
    with archive.open(path) as cells:
        for row, column, is_error in read_cells(cells):
            extent.rows = max(extent.rows, row + 1)
            extent.columns = max(extent.columns, column + 1)
            extent.errors += is_error
    return extent


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _measure_open_document(archive: zipfile.ZipFile) -> Iterator[tuple[str, Extent]]:
    """Measure tables whose rows and cells may each stand for many."""
    extent, name = Extent(), ""
    row = repeated = column = filled = 0
    for text in _tags(archive, "content.xml"):
        for closing, tag, attributes in _TAG.findall(text):
            if tag == b"table":
                if closing:
                    yield name, extent
                named = _NAME.search(attributes)
                extent, name, row = (
                    Extent(),
                    named[1].decode("utf-8", "replace") if named else "",
                    0,
                )
            elif tag == b"table-row":
                if not closing:
                    repeated, column, filled = _times(attributes), 0, 0
                if closing or attributes.endswith(b"/"):
                    row += repeated
                    if filled:
                        extent.rows, extent.columns = row, max(extent.columns, filled)
            elif not closing:
                column += _times(attributes)
                if b"value-type" in attributes or not attributes.endswith(b"/"):
                    filled = column


def _times(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1


def _tags(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """Give a file's text in pieces that cut no tag in two."""
    rest = b""
    with archive.open(path) as file:
        while chunk := file.read(_CHUNK_BYTES):
            text = rest + chunk
            end = text.rfind(b">") + 1
            yield text[:end]
            # No tag is that long; what has none is not kept.
            rest = text[end:][-_CHUNK_BYTES:]
