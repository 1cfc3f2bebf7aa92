"""Bringing any Arrow table to the few types that recipes work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.learning.recipe.fields import Field, Fields
from armillary.learning.storage import Storage, arrow_type

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def conform(table: pa.Table) -> pa.Table:
    """Give a table whose columns have the types that storages name; others become text."""
    import pyarrow as pa

    fields = fields_of(table.schema)
    columns = [
        _conform(column, field.storage) for column, field in zip(table.columns, fields, strict=True)
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)


def fields_of(schema: pa.Schema) -> Fields:
    """Say how the columns of an Arrow schema are stored."""
    return Fields(Field(field.name, _storage(field.type)) for field in schema)


def to_frame(table: pa.Table, *, use_threads: bool = True) -> pd.DataFrame:
    """Give a table as a pandas frame.

    Numbers are int64 or float64 (also whole numbers with gaps), truths bool (or ``boolean`` with
    gaps), dates and times datetime64, everything else ``str``; missing values are NaN, NA or NaT.
    """
    import pandas as pd
    import pyarrow as pa

    with_gaps = [
        name
        for name, field in zip(table.column_names, table.schema, strict=True)
        if pa.types.is_boolean(field.type) and table.column(name).null_count
    ]
    frame: pd.DataFrame = table.to_pandas(
        types_mapper={pa.string(): pd.StringDtype(na_value=float("nan"))}.get,
        date_as_object=False,
        use_threads=use_threads,
    )
    return frame.astype(dict.fromkeys(with_gaps, "boolean")) if with_gaps else frame


def _storage(kind: pa.DataType) -> Storage:
    import pyarrow as pa

    types = pa.types
    if types.is_boolean(kind):
        return "bool"
    if types.is_integer(kind) and kind != pa.uint64():
        return "int64"
    if types.is_floating(kind) or types.is_decimal(kind) or types.is_integer(kind):
        return "float64"
    if types.is_null(kind):
        return "float64"
    if types.is_date(kind):
        return "date"
    return "datetime64[us]" if types.is_timestamp(kind) else "str"


def _conform(column: pa.ChunkedArray, storage: Storage) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = arrow_type(storage)
    if column.type == wanted:
        return column
    if pa.types.is_timestamp(column.type):
        if column.type.tz is not None:
            column = pc.local_timestamp(pc.cast(column, pa.timestamp(column.type.unit, "UTC")))
        return pc.cast(column, wanted, safe=False)
    if storage == "str" and pa.types.is_nested(column.type):
        texts = [None if value is None else str(value) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])
    return pc.cast(column, wanted)
