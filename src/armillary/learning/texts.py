"""Reading given texts, lists of texts and lists of records, for both doors of `params`."""

from collections.abc import Callable, Mapping
from typing import Any

_LONGEST = 80
_WORDS = {
    "None": "null",
    "True": "true",
    "False": "false",
    "nan": "NaN",
    "inf": "Infinity",
    "-inf": "-Infinity",
}

ReadOne = Callable[[str, Any, Mapping[str, Any]], Any]


class Wrong(Exception):
    """A value that cannot be used; the text says why, ``at`` where inside the value."""

    def __init__(self, message: str, *at: int | str) -> None:
        super().__init__(message)
        self.at = at


def read_text(name: str, value: Any, spec: Mapping[str, Any], *, lenient: bool = False) -> str:
    """Take a text within its length; the lenient door writes a number or a truth as one."""
    if lenient and isinstance(value, bool | int | float):
        value = str(value).lower() if isinstance(value, bool) else str(value)
    if not isinstance(value, str):
        raise Wrong(f"{name} must be a text; got {told(value)}.")
    low, high = spec.get("minLength", 0), spec["maxLength"]
    if not low <= len(value) <= high:
        raise Wrong(f"{name} must have {low} to {high} characters; got {len(value)}.")
    if "\0" in value:
        raise Wrong(f"{name} must not hold a zero character.")
    return value


def read_texts(
    name: str, value: Any, spec: Mapping[str, Any], *, lenient: bool = False
) -> list[str]:
    """Take a list of texts; the lenient door makes a list of one text."""
    if lenient and isinstance(value, str):
        value = [value]
    items = _items(name, value, spec, "texts")
    texts = []
    for place, item in enumerate(items):
        try:
            texts.append(read_text(f"{name}[{place}]", item, spec["items"], lenient=lenient))
        except Wrong as wrong:
            raise Wrong(str(wrong), place) from None
    return texts


def read_records(
    name: str, value: Any, spec: Mapping[str, Any], read_one: ReadOne
) -> list[dict[str, Any]]:
    """Take a list of records, each with the declared fields, defaults filled in."""
    return [
        _read_record(f"{name}[{place}]", place, item, spec["items"]["properties"], read_one)
        for place, item in enumerate(_items(name, value, spec, "records"))
    ]


def _read_record(
    name: str, place: int, item: Any, fields: Mapping[str, Mapping[str, Any]], read_one: ReadOne
) -> dict[str, Any]:
    if not isinstance(item, Mapping):
        raise Wrong(f"{name} must be a record of {', '.join(fields)}; got {told(item)}.", place)
    unknown = [key for key in item if key not in fields]
    if unknown:
        raise Wrong(f"{name} has no {unknown[0]!r}; it has {', '.join(fields)}.", place)
    record = {}
    for key, spec in fields.items():
        try:
            record[key] = read_one(f"{name}.{key}", item.get(key, spec["default"]), spec)
        except Wrong as wrong:
            raise Wrong(str(wrong), place, key, *wrong.at) from None
    return record


def _items(name: str, value: Any, spec: Mapping[str, Any], noun: str) -> list[Any]:
    low, high = spec["minItems"], spec["maxItems"]
    if not isinstance(value, list | tuple) or not low <= len(value) <= high:
        raise Wrong(f"{name} must be a list of {low} to {high} {noun}; got {told(value)}.")
    return list(value)


def told(value: Any) -> str:
    """Write a given value as it was sent, in the words of JSON, and no more of it than is read."""
    text = _WORDS.get(repr(value)) or repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
