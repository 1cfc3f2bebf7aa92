"""Conditions against a reference in plain Python, on every kind of column."""

import math
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armillary.base.errors import BadRequest
from armillary.capabilities.datasets.queries import StoredTable
from armillary.capabilities.datasets.views import View
from tests.capabilities.datasets.asked import opened

NAN, INF = math.nan, math.inf
DAY, TIME = date(2020, 2, 29), datetime(2020, 2, 29, 12, 30, 15, 250000)
VALUES: dict[str, list[Any]] = {
    "truth": [True, False, None, True, False, None, True, True],
    "whole": [0, -1, 2**53 + 1, None, 2**63 - 1, -(2**63), 7, 7],
    "real": [0.0, -0.0, NAN, None, INF, -INF, 2.5, 1e300],
    "text": ["", "Ann", "o'Neil", None, "100%", "ÄÖ ß", "a\nb", "ann"],
    "day": [DAY, DAY + timedelta(1), date(1, 1, 1), None, date(9999, 12, 31), DAY, DAY, DAY],
    "time": [TIME, TIME + timedelta(microseconds=1), None, datetime(1970, 1, 1), *[TIME] * 4],
}
TYPES = {
    "truth": pa.bool_(),
    "whole": pa.int64(),
    "real": pa.float64(),
    "text": pa.string(),
    "day": pa.date32(),
    "time": pa.timestamp("us"),
}
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "lt": lambda a, b: a < b,
    "ge": lambda a, b: a >= b,
    "le": lambda a, b: a <= b,
}


@pytest.fixture(scope="module")
def table() -> Iterator[StoredTable]:
    arrow = pa.table({name: pa.array(VALUES[name], TYPES[name]) for name in VALUES})
    # Groups so small that some hold nothing but NaN or nothing at all, as Parquet describes them.
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(Path(folder).resolve(), arrow, group_rows=3) as table,
    ):
        yield table


def ask(table: StoredTable, node: Any) -> list[int]:
    """Give the rows that a filter lets through, as it goes over the wire."""
    view = View.model_validate({"filter": node}).to_payload()
    where, values = table.where(view["filter"])
    found = table.fetch(
        f"select file_row_number from {table.source} where {where} order by 1", values
    )
    return [number for (number,) in found]


def shown(cell: Any) -> str:
    """Give a cell as text, as it is searched."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        text = cell.isoformat(sep=" ")
        return text.rstrip("0") if "." in text else text
    if isinstance(cell, float) and cell == 1e300:
        return "1e+300"
    return str(cell)


def holds(node: Any, row: int) -> bool:
    """Whether a row passes a filter, by the rules that the guide tells."""
    if "op" in node:
        parts = [holds(child, row) for child in node["of"]]
        if not parts:
            return True
        return {"and": all(parts), "or": any(parts), "not": not parts[0]}[node["op"]]
    cell, operator = VALUES[node["column"]][row], node["operator"]
    if operator in ("is_null", "is_not_null"):
        return (cell is None) == (operator == "is_null")
    if cell is None:
        return False
    if operator in ("is_nan", "is_infinite", "is_empty"):
        return {
            "is_nan": lambda: math.isnan(cell),
            "is_infinite": lambda: math.isinf(cell),
            "is_empty": lambda: cell == "",
        }[operator]()
    if operator in ("contains", "not_contains", "starts_with", "ends_with", "matches"):
        return holds_text(shown(cell), operator, node["value"])
    if isinstance(cell, float) and math.isnan(cell):
        return False
    if operator in SIGNS:
        return SIGNS[operator](cell, node["value"])
    values = node["values"]
    if operator == "between":
        return bool(values[0] <= cell <= values[1])
    return (cell in values) == (operator == "in")


def holds_text(text: str, operator: str, value: str) -> bool:
    if operator == "matches":
        return re.search(value, text) is not None
    low, wanted = text.lower(), value.lower()
    if operator == "not_contains":
        return wanted not in low
    return {"contains": low.__contains__, "starts_with": low.startswith, "ends_with": low.endswith}[
        operator
    ](wanted)


def to_wire(node: Any) -> Any:
    """Write the values of a filter as JSON has them."""
    if "op" in node:
        return {**node, "of": [to_wire(child) for child in node["of"]]}
    written = dict(node)
    if "value" in node:
        written["value"] = _wire(node["value"])
    if "values" in node:
        written["values"] = [_wire(value) for value in node["values"]]
    return written


def _wire(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, float) and math.isinf(value) else value


values_of = {
    "truth": st.booleans(),
    "whole": st.one_of(
        st.sampled_from([0, -1, 7, 2**53 + 1, 2**63 - 1, -(2**63), 10**30, -(10**30)]),
        st.integers(),
        st.sampled_from([2.5, -0.5, 6.999, 1e30, INF, -INF]),
    ),
    "real": st.one_of(
        st.sampled_from([0.0, -0.0, 2.5, INF, -INF, 1e300, 2, -3]),
        st.floats(allow_nan=False),
    ),
    "text": st.one_of(st.sampled_from(["", "Ann", "ann", "o'Neil", "%", "ß"]), st.text()),
    "day": st.one_of(st.just(DAY), st.dates()),
    "time": st.one_of(st.just(TIME), st.datetimes()),
}
PATTERNS = ["^a", "[0-9]+$", r"\.", "n{2}", "(?i)ANN", ".", "^$"]


@st.composite
def conditions(draw: st.DrawFn) -> Any:
    column = draw(st.sampled_from(list(VALUES)))
    value = values_of[column]
    operators = [*SIGNS, "between", "in", "not_in", "is_null", "is_not_null", "text", "matches"]
    extra = {"real": ["is_nan", "is_infinite"], "text": ["is_empty"]}.get(column, [])
    operator = draw(st.sampled_from([*operators, *extra]))
    node: dict[str, Any] = {"column": column, "operator": operator}
    if operator in SIGNS:
        return {**node, "value": draw(value)}
    if operator == "between":
        return {**node, "values": [draw(value), draw(value)]}
    if operator in ("in", "not_in"):
        return {**node, "values": draw(st.lists(value, min_size=1, max_size=5))}
    if operator == "matches":
        return {**node, "value": draw(st.sampled_from(PATTERNS))}
    if operator == "text":
        names = ["contains", "not_contains", "starts_with", "ends_with"]
        given_text = st.sampled_from(["n", "NAN", "inf", "2020-02", "12:30", "true", "7", "ö", "'"])
        return {**node, "operator": draw(st.sampled_from(names)), "value": draw(given_text)}
    return node


def trees() -> st.SearchStrategy[Any]:
    def join(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(children, max_size=3)
        return st.one_of(
            st.builds(lambda of: {"op": "and", "of": of}, several),
            st.builds(lambda of: {"op": "or", "of": of}, several.filter(bool)),
            st.builds(lambda one: {"op": "not", "of": [one]}, children),
        )

    return st.recursive(conditions(), join, max_leaves=6)


def asks_something(node: Any) -> bool:
    return "op" not in node or (bool(node["of"]) and all(map(asks_something, node["of"])))


@settings(max_examples=600, deadline=None, derandomize=True)
@given(node=conditions())
def test_a_condition_lets_through_what_plain_python_does(table: StoredTable, node: Any) -> None:
    expected = [row for row in range(8) if holds(node, row)]

    assert ask(table, to_wire(node)) == expected


@settings(max_examples=300, deadline=None, derandomize=True)
@given(node=trees().filter(asks_something))
def test_a_tree_lets_through_what_plain_python_does(table: StoredTable, node: Any) -> None:
    expected = [row for row in range(8) if holds(node, row)]

    assert ask(table, to_wire(node)) == expected


def test_a_group_without_conditions_asks_nothing(table: StoredTable) -> None:
    empty: Any = {"op": "or", "of": []}
    for node in (empty, {"op": "and", "of": [empty, empty]}, {"op": "not", "of": [empty]}):
        assert ask(table, node) == list(range(8))
    beside = {"op": "and", "of": [empty, {"column": "whole", "operator": "eq", "value": 7}]}
    assert ask(table, beside) == [6, 7]


def test_values_are_compared_exactly_whatever_their_length(table: StoredTable) -> None:
    def whole(operator: str, value: Any) -> list[int]:
        return ask(table, {"column": "whole", "operator": operator, "value": value})

    assert whole("eq", 2**53 + 1) == [2]
    assert whole("eq", str(2**53 + 1)) == [2]
    assert whole("eq", 2**53) == []
    assert whole("lt", "9007199254740993.5") == [0, 1, 2, 5, 6, 7]
    assert whole("gt", "9007199254740992.5") == [2, 4]
    assert whole("ge", 10**40) == []
    assert whole("ne", 10**40) == [0, 1, 2, 4, 5, 6, 7]


def test_times_of_another_zone_are_compared_in_utc(table: StoredTable) -> None:
    written = TIME.replace(tzinfo=UTC).astimezone().isoformat()

    node = {"column": "time", "operator": "eq", "value": written}

    assert ask(table, node) == [0, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ({"column": "whol", "operator": "eq", "value": 1}, "did you mean 'whole'"),
        ({"column": "zzz", "operator": "eq", "value": 1}, "the columns are 'truth', 'whole'"),
        ({"column": "whole", "operator": "is_nan"}, "holds numbers (int64)"),
        ({"column": "day", "operator": "is_infinite"}, "holds dates (date)"),
        ({"column": "real", "operator": "is_empty"}, "holds numbers (float64)"),
        ({"column": "text", "operator": "eq", "value": 5}, "holds text; got 5"),
        ({"column": "truth", "operator": "eq", "value": 1}, "holds true or false; got 1"),
        ({"column": "real", "operator": "gt", "value": True}, "holds numbers; got True"),
        ({"column": "real", "operator": "gt", "value": "1_0"}, "holds numbers; got '1_0'"),
        ({"column": "whole", "operator": "in", "values": [1, "x"]}, "holds numbers; got 'x'"),
        ({"column": "time", "operator": "eq", "value": 5}, "holds times; got 5"),
        ({"column": "day", "operator": "between", "values": ["2020-01-01", "x"]}, "got 'x'"),
        ({"column": "text", "operator": "matches", "value": "a["}, "missing ]"),
        ({"column": "text", "operator": "matches", "value": "(?=a)"}, "RE2"),
    ],
)
def test_what_cannot_be_asked_is_refused(table: StoredTable, node: Any, said: str) -> None:
    with pytest.raises(BadRequest) as refused:
        ask(table, {"op": "not", "of": [node]})

    assert said in refused.value.message


@pytest.mark.parametrize("name", ["c0", "1; drop table t", "'", '"', "a'b\"c", "?", "$1"])
def test_names_and_values_never_reach_the_query(name: str, tmp_path: Path) -> None:
    arrow = pa.table({name: pa.array(["x", name, None])})
    with opened(tmp_path, arrow) as table:
        assert ask(table, {"column": name, "operator": "eq", "value": name}) == [1]
        assert ask(table, {"column": name, "operator": "contains", "value": name}) == [1]
        where, values = table.where(None, name)
        assert table.count((where, values)) == 1
