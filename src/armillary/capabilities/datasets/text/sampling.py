"""Some whole lines from places all over a text, found without reading what is between."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import BinaryIO

from armillary.capabilities.datasets.text.cells import Body
from armillary.capabilities.datasets.text.dialect import Dialect

_PLACES = 40
_PLACE_BYTES = 8_000
_FIRST_BYTES = 64_000


@dataclass(frozen=True)
class Sample:
    """Lines of a text, and the bytes at which those begin that are not its first."""

    lines: bytes
    places: tuple[int, ...]


def sample_lines(body: Body, *, only_first: bool = False) -> Sample:
    """Take the first rows, and some behind places at equal distances.

    In the middle of a text nobody can tell whether a line's end stands in a quoted cell; what does
    not look like rows is left out, what does has to be checked by `survey`.
    """
    total = body.path.stat().st_size - body.start_byte
    with body.path.open("rb") as file:
        taken = [_first_lines(file, body)]
        places = []
        if total > _FIRST_BYTES + _PLACES * _PLACE_BYTES and not only_first:
            step = (total - _PLACE_BYTES) // _PLACES
            for number in range(1, _PLACES + 1):
                place, lines = _lines_behind(file, body.start_byte + number * step)
                if lines and _are_rows(lines, body):
                    places.append(place)
                    taken.append(lines)
    return Sample(b"".join(taken), tuple(places))


def _first_lines(file: BinaryIO, body: Body) -> bytes:
    file.seek(body.start_byte)
    size = _FIRST_BYTES
    while True:
        file.seek(body.start_byte)
        head = file.read(size)
        if len(head) < size:
            return head if head.endswith(b"\n") else head + b"\n"
        lines = _whole_rows(head, body.dialect)
        if lines:
            return lines
        size *= 4


def _whole_rows(head: bytes, dialect: Dialect) -> bytes:
    """Cut off what may be the beginning of a row only."""
    end = head.rfind(b"\n") + 1
    quote = (dialect.quote or "").encode()
    while quote and end and head.count(quote, 0, end) % 2:
        end = head.rfind(b"\n", 0, end - 1) + 1
    return head[:end]


def _lines_behind(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """Give the whole lines behind a place, and the byte at which the first of them begins."""
    file.seek(place)
    window = file.read(_PLACE_BYTES)
    begin, end = window.find(b"\n") + 1, window.rfind(b"\n") + 1
    return place + begin, window[begin:end] if 0 < begin < end else b""


def _are_rows(lines: bytes, body: Body) -> bool:
    try:
        text = io.StringIO(lines.decode(), newline="")
        return all(
            len(record) == body.width
            for record in body.dialect.reader(iter(text), strict=True)
            if record
        )
    except (UnicodeDecodeError, csv.Error):
        return False
