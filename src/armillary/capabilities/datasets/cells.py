"""Cells as JSON can hold them, and what of them it cannot say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets.naming import Column

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class Cells:
    """The cells of some rows: a list of lists, and the places of what is not all there."""

    rows: list[list[Any]]
    specials: list[list[Any]] = field(default_factory=list)
    """``[row, column, "nan"|"inf"|"-inf"]`` of numbers that are null in JSON."""
    cut: list[list[int]] = field(default_factory=list)
    """``[row, column, length]`` of texts that are longer than what is shown."""


def shape(table: pa.Table, columns: Sequence[Column], *, cut_at: int = SHOWN_CHARACTERS) -> Cells:
    """Make the cells of an Arrow table, whose columns these are, ready for JSON."""
    specials: list[list[Any]] = []
    cut: list[list[int]] = []
    shown: list[list[Any]] = []
    for place, (column, values) in enumerate(zip(columns, table.columns, strict=True)):
        if column.storage == "float64":
            specials += [[row, place, what] for row, what in _specials(values)]
        elif column.storage == "str":
            values, long = _cut(values, cut_at)
            cut += [[row, place, length] for row, length in long]
        shown.append(as_json(values, column))
    rows = [list(row) for row in zip(*shown, strict=True)] if shown else [[]] * table.num_rows
    return Cells(rows, sorted(specials), sorted(cut))


def as_json(values: pa.ChunkedArray, column: Column) -> list[Any]:
    """Give a column's values as JSON holds them; numbers that are none become null there."""
    if column.storage in ("date", "datetime64[us]"):
        return _moments(values)
    shown: list[Any] = values.to_pylist()
    if column.is_long:
        return [None if value is None else str(value) for value in shown]
    return shown


def as_plain_json(values: pa.Array, column: Column) -> list[Any]:
    """Give a column's values for a file: long whole numbers stay numbers there."""
    if column.storage in ("date", "datetime64[us]"):
        return _moments(values)
    shown: list[Any] = values.to_pylist()
    return shown


def special(value: float) -> str | None:
    """Name a number that is none."""
    if math.isnan(value):
        return "nan"
    return ("inf" if value > 0 else "-inf") if math.isinf(value) else None


def _specials(values: pa.ChunkedArray) -> Iterator[tuple[int, str]]:
    import numpy as np
    import pyarrow.compute as pc

    finite = pc.fill_null(pc.is_finite(values), True).to_numpy()
    for row in np.flatnonzero(~finite):
        what = special(values[int(row)].as_py())
        if what is not None:
            yield int(row), what


def _cut(values: pa.ChunkedArray, cut_at: int) -> tuple[pa.ChunkedArray, Iterator[tuple[int, int]]]:
    import numpy as np
    import pyarrow.compute as pc

    lengths = pc.fill_null(pc.utf8_length(values), 0).to_numpy()
    long = np.flatnonzero(lengths > cut_at)
    if not len(long):
        return values, iter(())
    shown = pc.utf8_slice_codeunits(values, 0, cut_at)
    return shown, ((int(row), int(lengths[row])) for row in long)


def _moments(values: pa.ChunkedArray) -> list[str | None]:
    """Write dates and times as ISO 8601; years may have more than four digits."""
    import numpy as np

    moments = values.to_numpy(zero_copy_only=False)
    texts = np.datetime_as_string(moments).tolist()
    return [None if text == "NaT" else _trim(text) for text in texts]


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
