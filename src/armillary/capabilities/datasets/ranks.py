"""The rows between two places of an order, without putting all of them in order.

Selecting by rank looks at every key a few times, where sorting would look at it many times; only
the rows of the page and those equal to its ends are sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from armillary.capabilities.datasets.naming import Column

if TYPE_CHECKING:
    import pyarrow as pa

# Texts of more different values than this are left to the engine.
MOST_TEXTS = 50_000


@dataclass(frozen=True)
class Keys:
    """The keys of all rows for one column: numbers, the smallest of which comes first.

    ``classes`` is 0 for values, 1 for NaN and 2 for missing cells, which come in this order
    whatever the keys; None where all are values.
    """

    values: np.ndarray
    classes: np.ndarray | None

    @property
    def size_bytes(self) -> int:
        """The bytes they take."""
        return self.values.nbytes + (0 if self.classes is None else self.classes.nbytes)

    def take(self, rows: np.ndarray) -> Keys:
        """Give the keys of some rows."""
        return Keys(self.values[rows], None if self.classes is None else self.classes[rows])


def make_keys(column: Column, values: pa.ChunkedArray, *, descending: bool) -> Keys | None:
    """Make the keys of a column; None where its texts are too many."""
    missing = None
    if values.null_count:
        import pyarrow.compute as pc

        missing = pc.is_null(values).to_numpy()
    keys = _read(column, values)
    if keys is None:
        return None
    if column.storage == "float64":
        nan = np.isnan(keys)
        has_nan = bool(nan.any())
        if has_nan:
            keys = np.where(nan, 0.0, keys)
        classes = nan.astype(np.uint8) if has_nan else None
        keys = -keys if descending else keys
    else:
        classes = None
        # Not the negative: the smallest whole number has none.
        keys = ~keys if descending else keys
    if missing is not None:
        classes = np.zeros(len(keys), dtype=np.uint8) if classes is None else classes
        classes[missing] = 2
    return Keys(keys, classes)


def select(keys: Sequence[Keys], start: int, end: int) -> np.ndarray:
    """Give the rows from the ``start``-th to before the ``end``-th in the order of some keys.

    The first key counts first; rows equal in all keys stay as they were.
    """
    rows = len(keys[0].values)
    end = min(end, rows)
    if start >= end:
        return np.empty(0, dtype=np.int64)
    if keys[0].classes is None:
        return _select_values(keys, None, start, end)
    found = []
    before = 0
    for kind in range(3):
        held = np.flatnonzero(keys[0].classes == kind)
        first, last = max(start - before, 0), min(end - before, len(held))
        if first < last:
            found.append(_select_of_kind(keys, kind, held, first, last))
        before += len(held)
    return np.concatenate(found)


def _select_of_kind(
    keys: Sequence[Keys], kind: int, held: np.ndarray, start: int, end: int
) -> np.ndarray:
    if kind == 0:
        return _select_values(keys, held, start, end)
    return _select_equals(keys[1:], held, start, end)


def _select_equals(keys: Sequence[Keys], held: np.ndarray, start: int, end: int) -> np.ndarray:
    """Select among rows that are equal in all keys before these."""
    if not keys:
        return held[start:end]
    found: np.ndarray = held[select([key.take(held) for key in keys], start, end)]
    return found


def _select_values(
    keys: Sequence[Keys], held: np.ndarray | None, start: int, end: int
) -> np.ndarray:
    """Select among rows whose first key is a value."""
    values = keys[0].values if held is None else keys[0].values[held]
    parted = np.partition(values, [start, end - 1])
    low, high = parted[start], parted[end - 1]
    between = np.flatnonzero((values >= low) & (values <= high))
    before = int(np.count_nonzero(values < low))
    rows = between if held is None else held[between]
    if low == high:
        return _select_equals(keys[1:], rows, start - before, end - before)
    order = _sort(keys, rows)
    found: np.ndarray = rows[order][start - before : end - before]
    return found


def _sort(keys: Sequence[Keys], rows: np.ndarray) -> np.ndarray:
    if len(keys) == 1:
        return np.argsort(keys[0].values[rows], kind="stable")
    # The last one counts first.
    columns: list[np.ndarray] = []
    for key in reversed(keys):
        columns.append(key.values[rows])
        if key.classes is not None:
            columns.append(key.classes[rows])
    return np.lexsort(columns)


def _read(column: Column, values: pa.ChunkedArray) -> Any:
    import pyarrow as pa

    if column.storage == "float64":
        return values.fill_null(0.0).to_numpy()
    if column.storage == "int64":
        return values.fill_null(0).to_numpy()
    if column.storage == "bool":
        return values.fill_null(False).to_numpy().astype(np.uint8)
    if column.storage == "date":
        return values.cast(pa.int32()).fill_null(0).to_numpy()
    if column.storage == "datetime64[us]":
        return values.cast(pa.int64()).fill_null(0).to_numpy()
    return _read_texts(values)


def _read_texts(values: pa.ChunkedArray) -> Any:
    """Give each text's place among the different ones; None where these are many."""
    import pyarrow.compute as pc

    head = pc.count_distinct(values.slice(0, 4 * MOST_TEXTS)).as_py()
    if head > MOST_TEXTS:
        return None
    encoded = values.combine_chunks().dictionary_encode()
    if len(encoded.dictionary) > MOST_TEXTS:
        return None
    ranks = np.empty(len(encoded.dictionary) + 1, dtype=np.int32)
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    ranks[order] = np.arange(len(order))
    ranks[-1] = 0
    return ranks[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
