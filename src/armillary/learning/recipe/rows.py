"""Rows from a form, a request or a file as the table that a recipe began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.preprocess import read
from armillary.learning.recipe.fields import Field, Fields
from armillary.learning.storage import arrow_type

if TYPE_CHECKING:
    import pyarrow as pa


def to_table(fields: Fields, columns: Mapping[str, Any], rows: int) -> pa.Table:
    """Give a table of these fields; columns that are not given are missing in every row.

    Values may be a pandas series or plain Python values, text for numbers and dates too; raises
    `Invalid` for what cannot be read. A fraction where whole numbers were makes the column one of
    numbers.
    """
    import pyarrow as pa

    arrays = [
        _array(field, columns[field.name])
        if field.name in columns
        else pa.nulls(rows, arrow_type(field.storage))
        for field in fields
    ]
    return pa.Table.from_arrays(arrays, names=fields.names)


def _array(field: Field, given: Any) -> pa.Array:
    import pyarrow as pa

    values: Sequence[Any] = given.tolist() if hasattr(given, "tolist") else list(given)
    if field.storage == "str":
        return pa.array([read.text_of(value) for value in values], pa.string())
    if field.storage == "bool":
        flags = read.booleans_of(field.name, values)
        return pa.array([None if flag != flag else bool(flag) for flag in flags], pa.bool_())
    if field.storage in ("date", "datetime64[us]"):
        moments = pa.Array.from_pandas(read.times_of(field.name, values))
        return moments.cast(pa.timestamp("us"), safe=False).cast(arrow_type(field.storage))
    return _numbers(field, values)


def _numbers(field: Field, values: Sequence[Any]) -> pa.Array:
    import pyarrow as pa

    if field.storage == "int64" and all(_is_whole(value) for value in values):
        # Not by way of doubles, which would round long ones.
        return pa.array([None if value is None else int(value) for value in values], pa.int64())
    numbers = read.numbers_of(field.name, values)
    known = numbers[numbers == numbers]
    is_whole = (
        field.storage == "int64" and bool((known % 1 == 0).all()) and (abs(known) < 2**53).all()
    )
    if is_whole:
        return pa.array([None if each != each else int(each) for each in numbers], pa.int64())
    return pa.array(numbers, from_pandas=True)


def _is_whole(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
