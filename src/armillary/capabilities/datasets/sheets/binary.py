"""The records of an .xlsb file: which sheets there are, and how far their cells reach.

**Source**: [MS-XLSB], sections 2.1.4 (records) and 2.4 (record types).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_CHUNK_BYTES = 1 << 20
# No more of a record is looked at; the names of sheets lie within.
_HEAD_BYTES = 1024
# A record's type and size take six bytes at most.
_PREFIX_BYTES = 6

_ROW, _SHEET = 0, 156
_CELLS = range(2, 12)
_ERRORS = (3, 11)
_NUMBER = struct.Struct("<I")


@dataclass(frozen=True)
class BinarySheet:
    """A sheet of a workbook, and the id of the link to its file."""

    name: str
    link: str


def read_sheets(workbook: IO[bytes]) -> Iterator[BinarySheet]:
    """Give the sheets that a workbook's records name."""
    for kind, head in _records(workbook, frozenset({_SHEET})):
        if kind == _SHEET:
            link, rest = _take_text(head[8:])
            name, _ = _take_text(rest)
            yield BinarySheet(name, link)


def read_cells(sheet: IO[bytes]) -> Iterator[tuple[int, int, bool]]:
    """Give row and column of every filled cell, from 0, and whether it holds an error."""
    row = 0
    for kind, head in _records(sheet, frozenset({_ROW, *_CELLS})):
        (number,) = _NUMBER.unpack(head[:4])
        if kind == _ROW:
            row = number
        else:
            yield row, number, kind in _ERRORS


def _records(file: IO[bytes], wanted: frozenset[int]) -> Iterator[tuple[int, bytes]]:
    """Give the type and the beginning of each wanted record; raises ``EOFError`` at a torn one."""
    data, at = b"", 0
    while True:
        if len(data) - at < _PREFIX_BYTES + _HEAD_BYTES:
            data, at = data[at:] + file.read(_CHUNK_BYTES), 0
            if not data:
                return
        kind, at = _take_number(data, at, 2)
        size, at = _take_number(data, at, 4)
        if kind in wanted:
            head = data[at : at + min(size, _HEAD_BYTES)]
            if len(head) < 4:
                raise EOFError("a record ends before its cell is named")
            yield kind, head
        at += size
        while at > len(data):
            at -= len(data)
            data = file.read(_CHUNK_BYTES)
            if not data:
                raise EOFError("the last record is not whole")


def _take_number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Give a number of seven bits a byte, and where it ends."""
    number = 0
    for place in range(most):
        if at >= len(data):
            raise EOFError("the last record is not whole")
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            break
    return number, at


def _take_text(data: bytes) -> tuple[str, bytes]:
    """Give a text that its length precedes, and what is behind it."""
    (length,) = _NUMBER.unpack(data[:4].ljust(4, b"\0"))
    end = 4 + 2 * length
    return data[4:end].decode("utf-16-le", "replace"), data[end:]
