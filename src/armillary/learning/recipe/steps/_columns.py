"""What steps share when they choose columns, and read and write their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from armillary.base.sql import quoted
from armillary.learning.parameters import ColumnHolds
from armillary.learning.recipe.contract import Look, Output, Situation
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import (
    HOLDS,
    Field,
    Fields,
    constant,
    is_absent,
    listed,
    number,
    plural_of,
    present,
)
from armillary.learning.storage import Storage, sql_type

EVERYTHING: tuple[ColumnHolds, ...] = ("number", "text", "truth", "date")
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def chosen(
    at: Situation,
    names: Sequence[str] | None,
    holds: Sequence[ColumnHolds] = EVERYTHING,
    *,
    parameter: str = "columns",
) -> list[Field]:
    """Give the columns that are named, or all that fit and are not spared where none is.

    Raises `StepError` for a column that is not there or holds something else.
    """
    if names is None:
        return [each for each in at.fields if each.holds in holds and each.name not in at.spared]
    fields = [at.fields.get(name, parameter) for name in dict.fromkeys(names)]
    wrong = [field for field in fields if field.holds not in holds]
    if wrong:
        raise StepError(
            f"Column {wrong[0].name!r} holds {plural_of([wrong[0].holds])}; this takes columns "
            f"that hold {plural_of(holds)}. Cast it first, or choose others.",
            code="wrong_column_type",
            parameter=parameter,
            details={"column": wrong[0].name},
        )
    return fields


def require_some(fields: Sequence[Field], holds: Sequence[ColumnHolds]) -> None:
    """Refuse to do nothing: raises `StepError` where no column fits."""
    if not fields:
        raise StepError(
            f"No column holds {plural_of(holds)}, so there is nothing to do. Leave the step out, "
            "or cast a column first.",
            code="no_columns",
            parameter="columns",
        )


def value_of(fields: Fields, field: Field) -> str:
    """Give the SQL of a column's value, null where it is missing or no finite number."""
    return present(field, fields.sql(field.name))


def absence_of(fields: Fields, field: Field) -> str:
    """Give the SQL that tells whether a column's value is missing."""
    return is_absent(field, fields.sql(field.name))


def count_absent(look: Look, fields: Sequence[Field]) -> dict[str, int]:
    """Count the missing values of columns."""
    if not fields:
        return {}
    found = look.ask(*(f"count(*) filter ({absence_of(look.at.fields, each)})" for each in fields))
    return dict(zip((each.name for each in fields), found, strict=True))


QUARTILES = "quantile_cont({v}, [0.25, 0.5, 0.75])"
"""The SQL of the list of a column's quartiles, ``{v}`` its values."""


def measure(look: Look, fields: Sequence[Field], wanted: Sequence[str]) -> list[list[Any]]:
    """Give measures of each column of numbers, aggregates over ``{v}``.

    Quartiles are taken of one column after the other, since all its values are held for them.
    """
    asked = [
        [sql.format(v=f"({value_of(look.at.fields, field)})::double") for sql in wanted]
        for field in fields
    ]
    if any(QUARTILES in sql for sql in wanted):
        return [look.ask(*each) for each in asked]
    found = iter(look.ask(*chain.from_iterable(asked)))
    return [[next(found) for _ in wanted] for _ in fields]


def most_frequent(look: Look, field: Field, limit: int = 1) -> list[tuple[Any, int]]:
    """Give the most frequent values with their counts; of equal counts the smaller value first."""
    value = value_of(look.at.fields, field)
    return look.read(
        f"{value} as value",
        "count(*) as times",
        tail=f"where value is not null group by value order by times desc, value limit {limit}",
    )


def to_json_value(value: Any) -> Any:
    """Give a value of a table as JSON that `literal_of` writes back."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def literal_of(storage: Storage, value: Any) -> str:
    """Write a value, as JSON has it, as a literal of a stored type."""
    if value is None:
        return f"null::{sql_type(storage)}"
    if HOLDS[storage] == "date":
        return f"{quoted(str(value))}::{sql_type(storage)}"
    if storage == "float64":
        return number(float(value))
    return constant(value)


def parse(field: Field, text: str, parameter: str) -> tuple[Storage, Any]:
    """Read a text as a value of a column, and what the column is then stored as.

    A fraction makes a column of whole numbers one of numbers. Raises `StepError`.
    """
    try:
        return _parse(field.storage, text.strip() if field.storage != "str" else text)
    except (ValueError, OverflowError):
        raise StepError(
            f"Column {field.name!r} holds {plural_of([field.holds])}; {text!r} is none of these.",
            code="wrong_value",
            parameter=parameter,
        ) from None


def new_name(wanted: str, taken: Iterable[str]) -> str:
    """Give a column name, with a number behind it where it is taken."""
    known = set(taken)
    name, place = wanted, 2
    while name in known:
        name, place = f"{wanted}_{place}", place + 1
    return name


def refuse_taken(names: Sequence[str], parameter: str) -> None:
    """Raise `StepError` where a column's name would be empty or stand twice."""
    blank = [name for name in names if not name.strip()]
    twice = sorted({name for name in names if names.count(name) > 1}) if _repeats(names) else []
    if blank or twice:
        told = f"these come twice: {listed(twice)}" if twice else "one would be blank"
        raise StepError(
            f"Columns must have different names; {told}.",
            code="duplicate_columns",
            parameter=parameter,
        )


def replaced(at: Situation, changed: dict[str, Output]) -> list[Output]:
    """Give every column, some of them with another output in their place."""
    return [changed.get(each.name, each) for each in at.kept()]


def _repeats(names: Sequence[str]) -> bool:
    return len(set(names)) < len(names)


def _parse(storage: Storage, text: str) -> tuple[Storage, Any]:
    if storage == "str":
        return storage, text
    if storage == "bool":
        if text.lower() not in _YES_NO:
            raise ValueError
        return storage, _YES_NO[text.lower()]
    if storage in ("int64", "float64"):
        value = float(text)
        if value - value != 0:  # neither NaN nor infinite
            raise ValueError
        is_whole = storage == "int64" and text.lstrip("+-").isdecimal() and abs(int(text)) < 2**63
        return (storage, int(text)) if is_whole else ("float64", value)
    if storage == "date":
        return storage, date.fromisoformat(text).isoformat()
    return storage, datetime.fromisoformat(text).isoformat()
