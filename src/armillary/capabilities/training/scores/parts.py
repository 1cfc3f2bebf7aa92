"""Test rows part by part: those of each value of a column of the dataset."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest
from armillary.capabilities.training.scores.stored import StoredRows, rows_at
from armillary.jobs.calls import CallContext

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_MOST_VALUES = 12
_PARTS = 4


def parts_by(
    stored: StoredRows, table: Any, column: str, context: CallContext
) -> list[tuple[str, Array]]:
    """Give the places in the file of each value's rows; raises `BadRequest` where that is unknown.

    The most frequent values come first; numbers of many values are taken in four parts.
    """
    if not stored.about["is_whole"]:
        raise BadRequest(
            "The rows were prepared by a recipe, so they cannot be told apart by a column of the "
            "dataset.",
            code="rows_of_a_recipe",
        )
    picked = rows_at(context.storage.local_path(table["key"]), [column], stored.places)
    if picked is None:
        raise BadRequest("The dataset has changed since the training; train again.")
    return list(_parts(picked.column(0).combine_chunks()))


def _parts(values: Any) -> Iterator[tuple[str, Array]]:
    """Give each value's rows, the most frequent first; numbers of many values in four parts."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    counts = sorted(values.value_counts().to_pylist(), key=lambda each: -int(each["counts"]))
    is_number = pa.types.is_integer(values.type) or pa.types.is_floating(values.type)
    if is_number and len(counts) > _MOST_VALUES:
        numbers = pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False)
        yield from _ranges(numbers)
        return
    texts = np.array([str(value) for value in values.to_pylist()], dtype=object)
    named = [str(each["values"]) for each in counts[:_MOST_VALUES]]
    for name in named:
        yield ("missing" if name == "None" else name), np.flatnonzero(texts == name)
    if (rest := np.flatnonzero(~np.isin(texts.astype(str), named))).size:
        yield f"{len(counts) - _MOST_VALUES} others", rest


def _ranges(numbers: Array) -> Iterator[tuple[str, Array]]:
    import numpy as np

    known = numbers[np.isfinite(numbers)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, _PARTS + 1)))
    for place, (low, high) in enumerate(pairwise(edges)):
        is_last = place == len(edges) - 2
        inside = (numbers >= low) & ((numbers <= high) if is_last else (numbers < high))
        yield f"{low:.4g} to {high:.4g}", np.flatnonzero(inside)
    if (rest := np.flatnonzero(~np.isfinite(numbers))).size:
        yield "missing", rest
