"""Filters on one column, as SQL with parameters."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from armillary.base.errors import BadRequest
from armillary.capabilities.datasets.columns.kinds import Storage
from armillary.capabilities.datasets.queries import StoredTable

_SIGNS = {"eq": "=", "ne": "<>", "gt": ">", "lt": "<", "ge": ">=", "le": "<="}
_HELD = {"bool": "true or false", "date": "dates", "datetime64[us]": "times"}


def condition(
    table: StoredTable, name: str, operator: str, values: Sequence[str]
) -> tuple[str, list[Any]]:
    """Give the SQL of a filter and its parameters; raises `BadRequest` for what cannot be asked.

    Values are compared as the column's type; missing cells never match.
    """
    place = table.place(name)
    storage = table.columns[place].storage
    if operator == "contains":
        return f"contains(lower(c{place}::varchar), lower(?))", [_one(operator, values)]
    if operator == "in":
        typed = [_typed(value, storage, name) for value in values]
        return f"c{place} in ({', '.join(mark for mark, _ in typed)})", [
            given for _, given in typed
        ]
    sign = _SIGNS.get(operator)
    if sign is None:
        raise BadRequest(
            f"operator must be one of {', '.join(_SIGNS)}, contains, in; got {operator!r}.",
            code="unknown_operator",
        )
    mark, given = _typed(_one(operator, values), storage, name)
    return f"c{place} {sign} {mark}", [given]


def _one(operator: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        raise BadRequest(f"operator {operator} needs one value; got {len(values)}.")
    return values[0]


def _typed(value: str, storage: Storage, name: str) -> tuple[str, str]:
    """Give the SQL that stands for a value compared with a column, and what to bind to it."""
    try:
        if storage in ("int64", "float64"):
            return _number(value)
        if storage in ("date", "datetime64[us]"):
            return "?::timestamp", _moment(value)
        if storage == "bool" and value.lower() not in ("true", "false"):
            raise ValueError
    except ValueError:
        holds = _HELD.get(storage, "numbers")
        raise BadRequest(f"Column {name!r} holds {holds}; got {value!r}.") from None
    return ("?::boolean" if storage == "bool" else "?::varchar"), value


def _number(value: str) -> tuple[str, str]:
    # A fraction must not be rounded to a whole number, nor a long whole number to a double.
    if value.strip().lstrip("+-").isdecimal():
        return "?::hugeint" if len(value) < 38 else "?::double", value
    if not math.isnan(float(value)):
        return "?::double", value
    raise ValueError


def _moment(value: str) -> str:
    moment = datetime.fromisoformat(value)
    # Times are kept in UTC where their file said a zone.
    return (moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment).isoformat()
