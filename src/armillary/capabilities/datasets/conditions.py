"""Filters as SQL with parameters: what a condition means on each kind of column.

A missing cell matches no comparison, and neither does NaN: they are asked for by ``is_null`` and
``is_nan``. ``not`` lets through exactly the rows that its condition does not, missing ones too.
Text is compared with its case by eq, in, between and their like and by ``matches``, and without it
by contains, starts_with and ends_with, which look at every column's cells as text.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from armillary.base.errors import BadRequest
from armillary.capabilities.datasets.naming import Column, place_of
from armillary.learning.storage import Storage, sql_type

Sql = tuple[str, list[Any]]
"""The SQL of a condition, and the values of its parameters in order."""

TRUE: Sql = ("true", [])
FALSE: Sql = ("false", [])
_SIGNS = {"eq": "=", "ne": "<>", "gt": ">", "lt": "<", "ge": ">=", "le": "<="}
_TEXTS = {
    "contains": "contains(lower({c}), lower(?))",
    "not_contains": "not contains(lower({c}), lower(?))",
    "starts_with": "starts_with(lower({c}), lower(?))",
    "ends_with": "ends_with(lower({c}), lower(?))",
    "matches": "regexp_matches({c}, ?)",
}
_PROPERTIES: dict[str, tuple[str, tuple[Storage, ...] | None]] = {
    "is_null": ("{c} is null", None),
    "is_not_null": ("{c} is not null", None),
    "is_nan": ("isnan({c})", ("float64",)),
    "is_infinite": ("isinf({c})", ("float64",)),
    "is_empty": ("{c} = ''", ("str",)),
}
_LISTS = ("between", "in", "not_in")
OPERATORS = (*_SIGNS, *_TEXTS, *_LISTS, *_PROPERTIES)
HELD: dict[Storage, str] = {
    "bool": "true or false",
    "int64": "numbers",
    "float64": "numbers",
    "date": "dates",
    "datetime64[us]": "times",
    "str": "text",
}
_LEAST, _GREATEST = -(2**63), 2**63 - 1


def to_sql(columns: Sequence[Column], node: Any) -> Sql:
    """Give the SQL of a filter as `View.to_payload` writes it; None asks nothing.

    Raises `BadRequest` for a column there is not and for what cannot be asked of a column.
    """
    if node is None:
        return TRUE
    if "column" in node:
        return condition(columns, node["column"], node["operator"], node["values"])
    parts = [to_sql(columns, child) for child in node["of"] if not _asks_nothing(child)]
    if not parts:
        return TRUE
    if node["op"] == "not":
        sql, values = parts[0]
        return f"({sql}) is not true", values
    joined = f" {'and' if node['op'] == 'and' else 'or'} ".join(f"({sql})" for sql, _ in parts)
    return joined, [value for _, values in parts for value in values]


def condition(columns: Sequence[Column], name: str, operator: str, values: Sequence[Any]) -> Sql:
    """Give the SQL of one condition."""
    place = place_of(columns, name)
    column = columns[place]
    cell = f"c{place}"
    if operator in _PROPERTIES:
        return _property(cell, column, operator)
    if operator in _TEXTS:
        return _text(cell, column, operator, _one(operator, values))
    if operator in _SIGNS:
        given = _read(_one(operator, values), column)
        return _compare(cell, column.storage, operator, given)
    if operator == "between":
        least, greatest = (_read(value, column) for value in values)
        low = _compare(cell, column.storage, "ge", least)
        high = _compare(cell, column.storage, "le", greatest)
        return f"{low[0]} and {high[0]}", [*low[1], *high[1]]
    if operator in _LISTS:
        return _choice(cell, column, operator, values)
    raise BadRequest(
        f"operator must be one of {', '.join(OPERATORS)}; got {operator!r}.",
        code="unknown_operator",
    )


def _asks_nothing(node: Any) -> bool:
    return "of" in node and all(_asks_nothing(child) for child in node["of"])


def _one(operator: str, values: Sequence[Any]) -> Any:
    if len(values) != 1:
        raise BadRequest(f"operator {operator} needs one value; got {len(values)}.")
    return values[0]


def _property(cell: str, column: Column, operator: str) -> Sql:
    sql, storages = _PROPERTIES[operator]
    if storages is not None and column.storage not in storages:
        raise BadRequest(
            f"operator {operator} asks of columns of {' or '.join(storages)}; "
            f"column {column.name!r} holds {HELD[column.storage]} ({column.storage}).",
            code="operator_unfit",
        )
    return sql.format(c=cell), []


def _text(cell: str, column: Column, operator: str, value: Any) -> Sql:
    if isinstance(value, bool | int | float):
        value = str(value).lower()
    shown = cell if column.storage == "str" else f"{cell}::varchar"
    return _TEXTS[operator].format(c=shown), [value]


def patterns(node: Any) -> Iterator[str]:
    """Give every regular expression of a filter."""
    if node is None:
        return
    if "column" not in node:
        for child in node["of"]:
            yield from patterns(child)
    elif node["operator"] == "matches":
        yield from (value for value in node["values"] if isinstance(value, str))


@dataclass(frozen=True)
class _Given:
    """A value as a column's type has it, or the nearest one below it.

    ``is_exact`` is false where the column cannot hold the value itself, as 2.5 among whole
    numbers; ``beyond`` is -1 or 1 where it lies below or above all the column could hold.
    """

    value: Any
    is_exact: bool = True
    beyond: int = 0


def _compare(cell: str, storage: Storage, operator: str, given: _Given) -> Sql:
    if given.beyond or (not given.is_exact and operator in ("eq", "ne")):
        passing = ("ne", "gt", "ge") if given.beyond < 0 else ("ne", "lt", "le")
        return (f"{cell} is not null" if operator in passing else "false"), []
    if not given.is_exact:
        # No cell lies between the value and the nearest one below it.
        operator = "gt" if operator in ("gt", "ge") else "le"
    sql = f"{cell} {_SIGNS[operator]} ?::{sql_type(storage)}"
    if storage == "float64" and operator in ("gt", "ge", "ne"):
        # The engine takes NaN for larger than every number.
        sql += f" and {cell} <= 'infinity'::double"
    return sql, [given.value]


def _choice(cell: str, column: Column, operator: str, values: Sequence[Any]) -> Sql:
    read = [_read(value, column) for value in values]
    possible = [given.value for given in read if given.is_exact and not given.beyond]
    marks = ", ".join(f"?::{sql_type(column.storage)}" for _ in possible)
    if operator == "in":
        return (f"{cell} in ({marks})", possible) if possible else FALSE
    sql = f"{cell} not in ({marks})" if possible else f"{cell} is not null"
    if column.storage == "float64":
        sql += f" and {cell} <= 'infinity'::double"
    return sql, possible


def _read(value: Any, column: Column) -> _Given:
    """Read a value as the column's type; raises `BadRequest`."""
    try:
        return _READERS[column.storage](value)
    except (ValueError, InvalidOperation, OverflowError):
        raise BadRequest(
            f"Column {column.name!r} holds {HELD[column.storage]}; got {value!r}.",
            code="value_unfit",
        ) from None


def _read_truth(value: Any) -> _Given:
    text = str(value).lower()
    if text not in ("true", "false"):
        raise ValueError
    return _Given(text == "true")


def _read_whole(value: Any) -> _Given:
    number = Decimal(_numeric_text(value))
    if number.is_nan():
        raise ValueError
    if number > _GREATEST or number < _LEAST:
        return _Given(None, beyond=1 if number > 0 else -1)
    floor = math.floor(number)
    return _Given(floor, is_exact=floor == number)


def _read_number(value: Any) -> _Given:
    number = float(_numeric_text(value))
    if math.isnan(number):
        raise ValueError
    return _Given(number)


def _numeric_text(value: Any) -> str:
    if isinstance(value, bool):
        raise ValueError
    text = str(value).strip()
    if "_" in text:
        raise ValueError
    return text


def _read_day(value: Any) -> _Given:
    moment = _moment(value)
    return _Given(moment.date().isoformat(), is_exact=moment.time() == time.min)


def _read_time(value: Any) -> _Given:
    return _Given(_moment(value).isoformat())


def _moment(value: Any) -> datetime:
    if not isinstance(value, str):
        raise ValueError
    text = value.strip()
    if len(text) == len("2020-01-01"):
        return datetime.combine(date.fromisoformat(text), time.min)
    moment = datetime.fromisoformat(text)
    # Times are kept in UTC where their file said a zone.
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _read_text(value: Any) -> _Given:
    if not isinstance(value, str):
        raise ValueError
    return _Given(value)


_READERS = {
    "bool": _read_truth,
    "int64": _read_whole,
    "float64": _read_number,
    "date": _read_day,
    "datetime64[us]": _read_time,
    "str": _read_text,
}
