"""Tables written as CSV in any dialect come back as they were."""

import csv
import io
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from armillary.capabilities.datasets.columns.kinds import MISSING_WORDS
from tests.capabilities.datasets.importer import import_bytes

# Control characters are what binary files are told by, so only those that texts have.
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\t\n\r"),
    max_size=12,
)
_COLUMNS = st.sampled_from(
    [
        st.integers(-(2**63), 2**63 - 1),
        st.integers(-9, 9),
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
        _TEXT,
        st.sampled_from(["red", "green", "blue, or so", 'say "x"', "two\nlines"]),
        st.dates().map(str),
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[Any]]:
    """Give a table's columns: lists of equal length, each of one kind, some cells missing."""
    rows = draw(st.integers(2, 12))
    columns = []
    for _ in range(draw(st.integers(1, 5))):
        values = draw(_COLUMNS) | st.none()
        columns.append(draw(st.lists(values, min_size=rows, max_size=rows)))
    return columns


@given(
    columns=tables(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_tables_come_back_as_they_were(
    columns: list[list[Any]], delimiter: str, end: str, quoting: Any, encoding: str
) -> None:
    # A first column of numbers: without any, nothing tells a header from data.
    rows = list(zip(range(len(columns[0])), *columns, strict=True))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow([f"name {place}" for place in range(len(rows[0]))])
    writer.writerows(rows)

    table = import_bytes(text.getvalue().encode(encoding))

    assert list(table.frame.columns) == [f"name {place}" for place in range(len(rows[0]))]
    assert len(table.rows) == len(rows)
    for place, given_cells in enumerate(zip(*rows, strict=True)):
        read = [row[place] for row in table.rows]
        for cell, value in zip(given_cells, read, strict=True):
            assert _same(cell, value, table.dtypes[place]), (cell, value, table.dtypes[place])


def _same(cell: Any, value: Any, dtype: str) -> bool:
    written = "" if cell is None else str(cell)
    if not written.strip(" \t\r\n"):
        return value is None
    if dtype == "str":
        return bool(value == written)
    if written.strip(" \t\r\n").lower() in MISSING_WORDS:
        return value is None
    if dtype == "int64" and isinstance(value, int):
        return value == int(written)
    if dtype in ("int64", "float64"):
        return bool(value == float(written))
    if dtype == "bool":
        return bool(value == (written.strip().lower() == "true"))
    return str(value).startswith(written.strip()[:10])
