"""The types of expressions, and which may stand for which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from armillary.learning.storage import Storage

Type = Literal["integer", "number", "text", "truth", "date", "datetime", "missing"]
OF_STORAGE: Mapping[Storage, Type] = {
    "int64": "integer",
    "float64": "number",
    "str": "text",
    "bool": "truth",
    "date": "date",
    "datetime64[us]": "datetime",
}
STORAGES: Mapping[Type, Storage] = {kind: storage for storage, kind in OF_STORAGE.items()}
_NAMES: Mapping[Type, str] = {
    "integer": "a whole number",
    "number": "a number",
    "text": "a text",
    "truth": "true or false",
    "date": "a date",
    "datetime": "a date with time",
    "missing": "a missing value",
}
NUMBERS: tuple[Type, ...] = ("integer", "number")
DATES: tuple[Type, ...] = ("date", "datetime")
ANY: tuple[Type, ...] = ("integer", "number", "text", "truth", "date", "datetime")


def named(types: Iterable[Type]) -> str:
    """Say what values of these types are; a whole number is a number, a date may have a time."""
    wanted = list(types)
    if set(wanted) >= set(ANY):
        return "a value"
    if "number" in wanted and "integer" in wanted:
        wanted.remove("integer")
    if "datetime" in wanted and "date" in wanted:
        wanted.remove("datetime")
    return " or ".join(_NAMES[each] for each in wanted)


def fits(given: Type, wanted: Iterable[Type]) -> bool:
    """Tell whether a value may stand where one of these types is wanted."""
    types = tuple(wanted)
    if given == "missing" or given in types:
        return True
    wider = {"integer": "number", "date": "datetime"}.get(given)
    return wider in types


def widest(types: Iterable[Type]) -> Type | None:
    """Give the one type that holds values of all these types; None where there is none."""
    known = {each for each in types if each != "missing"}
    if not known:
        return "missing"
    if len(known) == 1:
        return known.pop()
    if known == {"integer", "number"}:
        return "number"
    return "datetime" if known == {"date", "datetime"} else None
