"""How values of a table are stored, as SQL and Arrow speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Storage = Literal["bool", "int64", "float64", "date", "datetime64[us]", "str"]

_SQL_TYPES: Mapping[Storage, str] = {
    "bool": "boolean",
    "int64": "bigint",
    "float64": "double",
    "date": "date",
    "datetime64[us]": "timestamp",
    "str": "varchar",
}


def sql_type(storage: Storage) -> str:
    """Give the SQL type of a stored column."""
    return _SQL_TYPES[storage]


def arrow_type(storage: Storage) -> pa.DataType:
    """Give the Arrow type of a stored column."""
    import pyarrow as pa

    return {
        "bool": pa.bool_(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "date": pa.date32(),
        "datetime64[us]": pa.timestamp("us"),
        "str": pa.string(),
    }[storage]
