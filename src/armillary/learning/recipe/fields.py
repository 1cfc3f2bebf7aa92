"""The columns of a table on its way through a recipe, and how SQL speaks of them.

People's names never reach a query: columns are ``c0`` and on by their places, the number of a row
is ``n``, and what people give is written as literals by the functions here.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.sql import quoted
from armillary.learning.parameters import ColumnHolds
from armillary.learning.recipe.errors import StepError
from armillary.learning.storage import Storage, arrow_type

if TYPE_CHECKING:
    import pyarrow as pa

HOLDS: Mapping[Storage, ColumnHolds] = {
    "bool": "truth",
    "int64": "number",
    "float64": "number",
    "date": "date",
    "datetime64[us]": "date",
    "str": "text",
}
_PLURALS: Mapping[ColumnHolds, str] = {
    "number": "numbers",
    "text": "texts",
    "truth": "true or false",
    "date": "dates",
}
_NAMED = 10
_LONGEST_TOLD = 60


@dataclass(frozen=True)
class Field:
    """One column: its name and how its values are stored."""

    name: str
    storage: Storage

    @property
    def holds(self) -> ColumnHolds:
        """What its values are to people."""
        return HOLDS[self.storage]


class Fields:
    """The columns of a table in their order."""

    @staticmethod
    def read(listed: Iterable[tuple[str, Any]]) -> Fields:
        """Read columns of names and storages; raises `ValueError` for a storage that is none."""
        found = list(listed)
        wrong = next((str(storage) for _, storage in found if storage not in HOLDS), None)
        if wrong is not None:
            raise ValueError(f"{wrong[:_LONGEST_TOLD]!r} is no way to store a column")
        return Fields(Field(str(name), storage) for name, storage in found)

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields = tuple(fields)
        self._places = {field.name: place for place, field in enumerate(self._fields)}

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __getitem__(self, place: int) -> Field:
        return self._fields[place]

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fields) and self._fields == other._fields

    def __hash__(self) -> int:
        return hash(self._fields)

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return [field.name for field in self._fields]

    def place(self, name: str, parameter: str | None = None) -> int:
        """Give the place of a column; raises `StepError` naming the nearest for one there is not.

        ``parameter`` is where somebody named it.
        """
        if name in self._places:
            return self._places[name]
        near = nearest(name, self.names)
        if near:
            hint = f"Did you mean {' or '.join(map(repr, near))}?"
        else:
            hint = f"The columns are {listed(self.names)}."
        raise StepError(
            f"There is no column {name!r} here. {hint}",
            code="unknown_column",
            parameter=parameter,
            details={"column": name, "nearest": near},
        )

    def get(self, name: str, parameter: str | None = None) -> Field:
        """Give a column by its name; raises `StepError` as `place` does."""
        return self._fields[self.place(name, parameter)]

    def sql(self, name: str) -> str:
        """Give what SQL calls a column."""
        return f"c{self.place(name)}"


def nearest(name: str, names: Sequence[str], most: int = 3) -> list[str]:
    """Give the names that are most like one, whatever their case."""
    by_lower = {known.lower(): known for known in names}
    found = difflib.get_close_matches(name.lower(), by_lower, n=most, cutoff=0.6)
    return [by_lower[each] for each in found]


def listed(names: Sequence[str]) -> str:
    """Give the first of some names for a message, and how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(repr(name) for name in names[:_NAMED]) + more


def plural_of(holds: Iterable[ColumnHolds]) -> str:
    """Say what columns of these kinds hold."""
    return " or ".join(_PLURALS[each] for each in holds)


def arrow_schema(fields: Fields) -> pa.Schema:
    """Give the Arrow schema of a table of these columns."""
    import pyarrow as pa

    return pa.schema([(field.name, arrow_type(field.storage)) for field in fields])


def number(value: float | int) -> str:
    """Write a number as an SQL literal of exactly this value."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"({value})::bigint" if -(2**63) <= value < 2**63 else f"'{value}'::double"
    if not math.isfinite(value):
        raise ValueError(f"only finite numbers are written; got {value}")
    return f"'{value!r}'::double"


def constant(value: Any) -> str:
    """Write a JSON value as an SQL literal."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, int | float) else quoted(str(value))


def present(field: Field, sql: str) -> str:
    """Give the SQL of a value that is null also where it is no finite number.

    ``sql`` is written twice, so it should be short.
    """
    return f"case when isfinite({sql}) then {sql} end" if field.storage == "float64" else sql


def is_absent(field: Field, sql: str) -> str:
    """Give the SQL that tells whether a value is missing, or no finite number."""
    if field.storage == "float64":
        return f"({sql} is null or not isfinite({sql}))"
    return f"({sql} is null)"
