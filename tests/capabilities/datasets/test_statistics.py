"""Statistics of columns, whole and under filters, against pandas and cases done by hand."""

import math
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armillary.base.values import from_json, to_json
from armillary.capabilities.datasets.answers import StatisticsGiven
from armillary.capabilities.datasets.naming import Column
from armillary.capabilities.datasets.queries import open_table
from armillary.capabilities.datasets.statistics import numbers, selection, texts, whole
from armillary.capabilities.datasets.statistics.columns import describe
from armillary.capabilities.datasets.statistics.selection import Selection
from armillary.capabilities.datasets.statistics.texts import count_texts
from tests.capabilities.datasets.asked import KEY, columns_of, context, write
from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.stored import put

ROWS = 4000
FILTER = {"column": "level", "operator": "ge", "value": 2}


@pytest.fixture(scope="module")
def table() -> pa.Table:
    random = np.random.default_rng(8)
    numbers = random.normal(10, 3, ROWS)
    numbers[::50], numbers[7::200] = math.nan, -math.inf
    gaps = random.random(ROWS) < 0.1
    return pa.table(
        {
            "number": pa.array(numbers, mask=gaps),
            "level": random.integers(0, 4, ROWS),
            "word": pa.array(random.choice(["", "a", "bb", "ccc"], ROWS), mask=gaps),
            "name": [f"name {row % 3500}" for row in range(ROWS)],
            "good": pa.array(random.random(ROWS) < 0.3, mask=gaps),
            "day": pa.array(random.integers(-100, 9000, ROWS).astype("int32")).cast(pa.date32()),
            "time": pa.array(random.integers(0, 2**50, ROWS)).cast(pa.timestamp("us")),
            "nothing": pa.array([None] * ROWS, pa.float64()),
        }
    )


@pytest.fixture(scope="module")
def dataset_id(idle_server: Server, table: pa.Table) -> str:
    return put(idle_server, table, group_rows=300)


def ask(server: Server, dataset_id: str, **body: Any) -> Any:
    answer = server.client.post(f"/api/data/statistics/{dataset_id}", json=body)
    assert answer.status_code == 200, answer.text
    StatisticsGiven.model_validate_json(answer.content)
    return answer.json()


def test_numbers_are_described_as_pandas_does(
    idle_server: Server, dataset_id: str, table: pa.Table
) -> None:
    found = ask(idle_server, dataset_id)["columns"]["number"]

    values = table["number"].drop_null().to_numpy()
    held = pd.Series(values[np.isfinite(values)])
    numbers, quartiles = found["numbers"], held.quantile([0.05, 0.25, 0.5, 0.75, 0.95])
    fence = 1.5 * (quartiles[0.75] - quartiles[0.25])
    low, high = quartiles[0.25] - fence, quartiles[0.75] + fence
    assert found["null_count"] == table["number"].null_count
    assert found["non_null_count"] == len(values)
    assert found["null_percentage"] == round(100 * table["number"].null_count / ROWS, 4)
    assert found["nan_count"] == np.isnan(values).sum() > 0
    assert found["infinite_count"] == np.isinf(values).sum() > 0
    assert found["unique_count"] == held.nunique() + 2
    assert numbers == pytest.approx(
        {
            "mean": held.mean(),
            "std": held.std(),
            "skew": held.skew(),
            "min": held.min(),
            "max": held.max(),
            **{f"q{round(100 * share):02}": value for share, value in quartiles.items()},
            "outlier_low": low,
            "outlier_high": high,
            "outlier_count": ((held < low) | (held > high)).sum(),
            "zeros": 0,
            "negatives": (held < 0).sum(),
        },
        rel=1e-9,
    )
    histogram = found["histogram"]
    counts, _ = np.histogram(held, histogram["edges"])
    assert histogram["counts"] == histogram["whole"] == counts.tolist()
    assert sum(counts) == len(held)
    assert (found["dtype"], found["type"], found["is_approximate"]) == ("float64", "numeric", False)


def test_a_filter_keeps_the_bins_of_the_whole_table(
    idle_server: Server, dataset_id: str, table: pa.Table
) -> None:
    whole = ask(idle_server, dataset_id)["columns"]
    found = ask(idle_server, dataset_id, view={"filter": FILTER})

    kept = table.filter(pa.array(table["level"].to_numpy() >= 2))
    assert found["total_rows"] == kept.num_rows
    for name in ("number", "day", "time", "level"):
        histogram = found["columns"][name]["histogram"]
        assert histogram["edges"] == whole[name]["histogram"]["edges"]
        assert histogram["whole"] == whole[name]["histogram"]["counts"]
        assert all(map(int.__le__, histogram["counts"], histogram["whole"]))
    days = found["columns"]["day"]
    assert sum(days["histogram"]["counts"]) == kept.num_rows
    assert days["dates"]["min"] == min(kept["day"].to_pylist()).isoformat()
    assert found["columns"]["time"]["dates"]["max"] == max(kept["time"].to_pylist()).isoformat()
    words = {one["value"]: one["count"] for one in found["columns"]["word"]["top"]}
    assert words == kept["word"].to_pandas().value_counts().to_dict()


def test_texts_and_truths_are_counted(
    idle_server: Server, dataset_id: str, table: pa.Table
) -> None:
    found = ask(idle_server, dataset_id)["columns"]

    words = table["word"].to_pandas().dropna()
    assert found["word"]["empty_count"] == (words == "").sum()
    assert found["word"]["unique_count"] == 4
    assert found["word"]["lengths"] == {
        "min": 0,
        "mean": pytest.approx(words.str.len().mean()),
        "max": 3,
    }
    names = found["name"]["top"]
    assert [one["count"] for one in names] == [2] * 20
    assert names[0]["value"] == "name 0"
    truths = table["good"].to_pandas().value_counts()
    assert found["good"]["top"] == [
        {"value": False, "count": truths[False], "whole": truths[False]},
        {"value": True, "count": truths[True], "whole": truths[True]},
    ]
    assert found["nothing"]["numbers"]["mean"] is None
    assert found["nothing"]["type"] == "unknown"
    assert "histogram" not in found["nothing"]


def test_columns_are_those_asked_for_or_shown(idle_server: Server, dataset_id: str) -> None:
    named = ask(idle_server, dataset_id, columns=["word", "day"])
    shown = ask(idle_server, dataset_id, view={"columns": ["day"], "filter": FILTER})
    both = ask(idle_server, dataset_id, columns=["word"], view={"columns": ["day"]})

    assert list(named["columns"]) == ["word", "day"]
    assert list(shown["columns"]) == ["day"]
    assert list(both["columns"]) == ["word"]
    answer = idle_server.client.post(
        f"/api/data/statistics/{dataset_id}", json={"columns": ["wrd"]}
    )
    assert (answer.status_code, "did you mean" in answer.json()["detail"]) == (400, True)


def test_whole_statistics_are_kept_beside_the_table_and_go_with_it(idle_server: Server) -> None:
    dataset_id = put(idle_server, pa.table({"a": [1, 2, 3]}))
    before = idle_server.stored()

    first = ask(idle_server, dataset_id)
    kept = [name for name in idle_server.stored() if name not in before]
    again = ask(idle_server, dataset_id)
    idle_server.client.delete(f"/api/datasets/{dataset_id}")

    assert [name.rsplit("/", 1)[1] for name in kept] == ["table-1.parquet.statistics-1.json"]
    assert first == again
    assert not [name for name in idle_server.stored() if dataset_id in name]


def test_an_estimate_comes_from_an_excerpt_and_says_so(
    idle_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = 100_000
    values = pa.array(np.arange(rows) % 100, mask=np.arange(rows) % 4 == 0)
    dataset_id = put(idle_server, pa.table({"a": values}), group_rows=10_000)

    found = ask(idle_server, dataset_id, exact=False)
    exact = ask(idle_server, dataset_id)
    kept = ask(idle_server, dataset_id, exact=False)

    assert (found["is_estimate"], found["total_rows"]) == (True, rows)
    assert found["columns"]["a"]["is_approximate"]
    assert found["columns"]["a"]["null_count"] == 25_000
    assert found["columns"]["a"]["numbers"]["mean"] == exact["columns"]["a"]["numbers"]["mean"]
    assert sum(found["columns"]["a"]["histogram"]["counts"]) == 75_000
    assert not exact["is_estimate"]
    assert kept == exact


def test_a_filter_that_lets_nothing_through_describes_nothing(
    idle_server: Server, dataset_id: str
) -> None:
    nothing = {"filter": {"column": "level", "operator": "gt", "value": 99}}

    found = ask(idle_server, dataset_id, view=nothing)

    assert found["total_rows"] == 0
    assert found["columns"]["number"]["numbers"]["mean"] is None
    assert sum(found["columns"]["number"]["histogram"]["counts"]) == 0
    assert found["columns"]["word"]["top"] == []
    assert found["columns"]["day"]["dates"] == {"min": None, "max": None}


floats = st.one_of(st.none(), st.floats(), st.sampled_from([0.0, -0.0, 5e-324, 1.7e308, -1.7e308]))
wholes = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.integers(-3, 3))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(values=st.lists(floats, max_size=40), fewer=st.integers(0, 40))
def test_any_doubles_can_be_described(values: list[float | None], fewer: int) -> None:
    check_any(Column("x", "float64"), pa.array(values, pa.float64()), fewer)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(values=st.lists(wholes, max_size=40), fewer=st.integers(0, 40))
def test_any_whole_numbers_can_be_described(values: list[int | None], fewer: int) -> None:
    check_any(Column("x", "int64"), pa.array(values, pa.int64()), fewer)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(values=st.lists(st.one_of(st.none(), st.integers(-(2**50), 2**50)), max_size=40))
def test_any_times_can_be_described(values: list[int | None]) -> None:
    times = pa.array(values, pa.int64()).cast(pa.timestamp("us"))

    check_any(Column("x", "datetime64[us]"), times, 10)


def check_any(column: Column, values: pa.Array, fewer: int) -> None:
    """See that counts add up, and that a part of the values fits into the bins of all."""
    whole = from_json(to_json(describe(column, pa.chunked_array([values]), None)))
    part = describe(column, pa.chunked_array([values[:fewer]]), whole)

    known = [value for value in values.to_pylist() if value is not None]
    counted = whole["nan_count"] + whole["infinite_count"]
    bars = whole.get("histogram")
    assert whole["non_null_count"] == len(known)
    assert (sum(bars["counts"]) if bars else 0) + counted == len(known)
    if bars:
        assert bars["edges"] == sorted(bars["edges"])
        held = part["non_null_count"] - part["nan_count"] - part["infinite_count"]
        assert sum(part["histogram"]["counts"]) == held
        assert part["histogram"]["whole"] == bars["counts"]


def test_very_many_different_texts_are_counted_roughly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MANY", 1000)
    monkeypatch.setattr(texts, "_FEW_DIFFERENT", 500)
    monkeypatch.setattr(texts, "_SAMPLED", 10_000)
    many = pa.chunked_array([[f"text {row % 90_000}" for row in range(99_000)] + ["often"] * 1000])
    few = pa.chunked_array([[f"text {row % 100}" for row in range(5000)]])

    with duckdb.connect() as engine:
        rough, exact = count_texts(many, engine), count_texts(few, engine)
    whole = count_texts(many)

    assert rough.is_approximate
    assert rough.unique_count == pytest.approx(90_001, rel=0.1)
    assert rough.top[0] == ("often", pytest.approx(1000, rel=0.1))
    assert (rough.empty_count, rough.lengths) == (whole.empty_count, whole.lengths)
    assert (exact.is_approximate, exact.unique_count) == (False, 100)
    assert (whole.is_approximate, whole.unique_count) == (False, 90_001)


@pytest.mark.parametrize("view", [None, FILTER], ids=["whole", "filtered"])
def test_more_rows_than_can_be_held_are_described_from_an_even_excerpt(
    tmp_path: Path, table: pa.Table, monkeypatch: pytest.MonkeyPatch, view: Any
) -> None:
    write(tmp_path, table, 100)
    asked = context(tmp_path)
    columns = columns_of(table)
    payload = {"key": KEY, "columns": [vars(each).values() for each in columns]}
    monkeypatch.setattr(selection, "_STRETCH", 50)
    with open_table(payload, asked) as stored:
        chosen = Selection.of_view(stored, {"filter": None, "search": ""}, asked)
        if view is not None:
            node = {**view, "values": [view["value"]]}
            chosen = Selection.of_view(stored, {"filter": node, "search": ""}, asked)
        exact = whole.describe_columns(chosen, range(len(columns)), None)
        monkeypatch.setattr(whole, "MOST_ROWS", 1000)
        found = whole.describe_columns(chosen, range(len(columns)), None)

    assert found["total_rows"] == chosen.rows > found["sampled_rows"] >= 900
    for name, one in found["columns"].items():
        near = exact["columns"][name]
        assert one["is_approximate"]
        assert one["null_count"] == pytest.approx(near["null_count"], rel=0.3)
        assert one["non_null_count"] == pytest.approx(near["non_null_count"], rel=0.1)
    assert found["columns"]["number"]["numbers"]["mean"] == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(
    "values",
    [
        np.array([], dtype=np.int64),
        np.array([5, -3, 5, 0, -3, 2]),
        np.array([2**63 - 1, -(2**63), 0]),
        np.array([-(2**63), -(2**63) + 1, -(2**63)]),
        np.arange(50)[::-1] % 7,
        np.array([0.5, -1.0, 0.5, 3.25]),
    ],
)
def test_numbers_come_in_order_whichever_way_they_are_sorted(
    values: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "_PIECE", 2)

    assert numbers.Numbers(values).sorted.tolist() == sorted(values.tolist())


@given(low=st.integers(-1000, 1000), width=st.integers(0, 2000))
def test_the_bins_of_whole_numbers_end_with_the_greatest(low: int, width: int) -> None:
    edges = numbers.bins(low, low + width, is_whole=True)

    assert (edges[0], edges[-1] - 1) == (low, low + width)
    assert np.all(np.diff(edges) > 0)
