"""JSON lines."""

import json

import pytest

from armillary.capabilities.datasets.errors import Unreadable
from tests.capabilities.datasets.importer import import_bytes

LINES = b'{"a": 1, "b": {"c": "x"}}\n\n{"b": {"c": "y"}, "d": [1]}\n'


@pytest.mark.parametrize("filename", ["t.ndjson", "t.jsonl", "t.json", "t"])
def test_lines_are_records_whatever_the_name(filename: str) -> None:
    table = import_bytes(LINES, filename)

    assert list(table.frame.columns) == ["a", "b.c", "d"]
    assert table.rows == [(1, "x", None), (None, "y", "[1]")]


def test_a_type_that_shows_late_is_seen() -> None:
    lines = [json.dumps({"a": n}) for n in range(5000)] + ['{"a": "late"}']

    table = import_bytes("\n".join(lines).encode(), "t.ndjson")

    assert table.rows[0] == ("0",)
    assert table.rows[-1] == ("late",)
    assert "Mixed values kept as text (5,000 whole numbers, 1 text): a." in table.warnings


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'{"a": 1}\n{"a": 2', 2),
        (b'{"a": 1}\nnot json\n', 2),
        (b'{"a": 1}\n{"a": 2}}\n', 2),
        (b'{"a": 1}\n\n"text"\n', 3),
    ],
)
def test_a_bad_line_is_named(data: bytes, line: int) -> None:
    with pytest.raises(Unreadable, match=f"line {line}"):
        import_bytes(data, "t.ndjson")
