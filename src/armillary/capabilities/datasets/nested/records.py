"""The records of a JSON document, one after the other, wherever they lie in it."""

from collections.abc import Iterator
from typing import Any

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.nested.layout import Layout
from armillary.capabilities.datasets.nested.outline import Path, shape_of
from armillary.capabilities.datasets.nested.scan import JsonText
from armillary.capabilities.datasets.nested.tree import Record


def records(text: JsonText, layout: Layout) -> Iterator[Record]:
    """Give every record; one written as a list has its places as names."""
    if layout.way == "list":
        yield from _of_list(text, layout.path)
    elif layout.way == "lines":
        yield from _of_lines(text)
    elif layout.way == "rows by name":
        for name in text.members():
            yield {"key": name, **text.value()}
    elif layout.way == "split":
        yield from _of_split(text)
    elif layout.way == "columns":
        columns = text.value()
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))
    elif layout.way == "columns by row":
        yield from _of_columns(text.value())
    else:
        yield text.value()


def _of_list(text: JsonText, path: Path) -> Iterator[Record]:
    for name in path:
        for found in text.members():
            if found == name:
                break
            text.value()
    for _ in text.elements():
        yield as_record(text.value())


def as_record(value: Any) -> Record:
    """Give an element of a list as a record."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return dict(enumerate(value))
    return {} if value is None else {"value": value}


def _of_lines(text: JsonText) -> Iterator[Record]:
    kind: type | None = None
    while text.peek():
        value = text.value()
        kind = kind or type(value)
        if type(value) is not kind or kind not in (dict, list):
            expected = "a list" if kind is list else "an object"
            raise Unreadable(
                f"The JSON has a {shape_of(value)} in line {text.line:,} where {expected} is "
                "expected. Write one object a line."
            )
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            yield from value
        else:
            yield as_record(value)


def _of_split(text: JsonText) -> Iterator[Record]:
    document = text.value()
    names = [_joined(name) for name in document["columns"]]
    rows, index = document["data"], document.get("index")
    is_counted = not isinstance(index, list) or index == list(range(len(rows)))
    if not is_counted and len(index) != len(rows):
        raise Unreadable(f"The JSON has an index of {len(index):,} for {len(rows):,} rows.")
    for place, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != len(names):
            raise Unreadable(
                f"Row {place + 1:,} of the JSON is not a list of {len(names):,} values, one for "
                "each column."
            )
        record: Record = {} if is_counted else {"index": index[place]}
        record.update(zip(names, row, strict=True))
        yield record


def _joined(name: Any) -> str:
    """Name a column of several levels by all of them."""
    return ".".join(map(str, name)) if isinstance(name, list) else str(name)


def _of_columns(document: dict[str, dict[str, Any]]) -> Iterator[Record]:
    rows: dict[str, None] = {}
    for values in document.values():
        rows.update(dict.fromkeys(values))
    for row in rows:
        yield {name: values.get(row) for name, values in document.items()}
