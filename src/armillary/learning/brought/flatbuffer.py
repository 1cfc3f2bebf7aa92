"""Reading FlatBuffers of strangers: tables of fields at offsets, each within the bytes or refused.

**Source:** https://flatbuffers.dev/internals/ (layout of tables, vectors and strings).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.brought.problems import refuse

if TYPE_CHECKING:
    import numpy.typing as npt

_MOST_NUMBERS, _MOST_TABLES = 50_000_000, 100_000


@dataclass(frozen=True)
class Table:
    """A table: where it begins, and where each of its fields lies."""

    data: bytes
    start: int

    @staticmethod
    def root(data: bytes) -> Table:
        """Give the table that a buffer is about."""
        return Table(data, _unsigned(data, 0))

    def number(self, field: int, form: str, otherwise: float) -> Any:
        """Give a number, by its letter in `struct`; what is not there has a usual value."""
        place = self._place(field)
        return otherwise if place is None else _unpack(f"<{form}", self.data, place)

    def array(self, field: int, dtype: str) -> npt.NDArray[Any]:
        """Give a vector of numbers (n,); empty where there is none."""
        import numpy as np

        begin, count = self._vector(field)
        size = np.dtype(dtype).itemsize
        if begin + count * size > len(self.data):
            raise refuse("The file ends in the middle of a list.")
        return np.frombuffer(self.data, dtype, count, begin)

    def table(self, field: int) -> Table | None:
        """Give a table within; None where there is none."""
        place = self._place(field)
        return None if place is None else Table(self.data, _follow(self.data, place))

    def tables(self, field: int) -> list[Table]:
        """Give a vector of tables."""
        begin, count = self._vector(field)
        if count > _MOST_TABLES or begin + 4 * count > len(self.data):
            raise refuse("The file ends in the middle of a list, or the list is too long.")
        return [Table(self.data, _follow(self.data, begin + 4 * at)) for at in range(count)]

    def count(self, field: int) -> int:
        """Say how long a vector is."""
        return self._vector(field)[1]

    def text(self, field: int) -> str:
        """Give a text; an empty one where there is none."""
        begin, count = self._vector(field)
        if begin + count > len(self.data):
            raise refuse("The file ends in the middle of a text.")
        return self.data[begin : begin + count].decode("utf-8", "replace")

    def _vector(self, field: int) -> tuple[int, int]:
        """Give where the items of a vector begin, and how many there are."""
        place = self._place(field)
        if place is None:
            return 0, 0
        begin = _follow(self.data, place)
        count = _unsigned(self.data, begin)
        if count > _MOST_NUMBERS:
            raise refuse(f"The file holds a list of {count:,} items.")
        return begin + 4, count

    def _place(self, field: int) -> int | None:
        fields = self.start - int(_unpack("<i", self.data, self.start))
        at = 4 + 2 * field
        if at >= int(_unpack("<H", self.data, fields)):
            return None
        offset = int(_unpack("<H", self.data, fields + at))
        return self.start + offset if offset else None


def _follow(data: bytes, place: int) -> int:
    return place + _unsigned(data, place)


def _unsigned(data: bytes, place: int) -> int:
    return int(_unpack("<I", data, place))


def _unpack(form: str, data: bytes, place: int) -> Any:
    try:
        # Python counts places below zero from the end; there is nothing before the beginning.
        if place < 0:
            raise struct.error
        return struct.unpack_from(form, data, place)[0]
    except struct.error:
        raise refuse("The file points beyond its end.") from None
