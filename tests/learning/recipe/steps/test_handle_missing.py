"""Filling gaps and leaving out what has them, checked by hand and by pandas."""

import datetime
import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.relation import over_arrow
from armillary.learning.recipe.run import run
from tests.learning.recipe.kitchen import cook, step

NUMBERS = pa.table(
    {
        "whole": pa.array([1, None, 3, 10, None], pa.int64()),
        "real": pa.array([1.5, math.nan, math.inf, 2.5, 8.0]),
        "word": pa.array(["b", "a", None, "a", "b"]),
        "truth": pa.array([True, None, True, False, True]),
        "day": pa.array([datetime.date(2024, 1, day) for day in (1, 5, 9)] + [None, None]),
    }
)


@pytest.mark.parametrize(
    ("method", "whole", "real"),
    [
        ("mean", [1, 14 / 3, 3, 10, 14 / 3], [1.5, 4.0, 4.0, 2.5, 8.0]),
        ("median", [1, 3, 3, 10, 3], [1.5, 2.5, 2.5, 2.5, 8.0]),
        ("most_frequent", [1, 1, 3, 10, 1], [1.5, 1.5, 1.5, 2.5, 8.0]),
    ],
)
def test_gaps_are_filled_with_what_is_typical(method, whole, real):
    cooked = cook(NUMBERS, step("handle_missing", method=method, columns=["whole", "real"]))

    assert cooked["whole"] == pytest.approx(whole)
    assert cooked["real"] == pytest.approx(real)


def test_automatic_suits_the_method_to_the_column():
    cooked = cook(NUMBERS, step("handle_missing"))

    assert cooked["word"] == ["b", "a", "a", "a", "b"]
    assert cooked["truth"] == [True, True, True, False, True]
    assert cooked["day"][3:] == [datetime.date(2024, 1, 5)] * 2
    assert cooked.types == ["int64", "float64", "str", "bool", "date"]
    assert "2 gaps in 'real' filled with 2.5." in cooked.notes


def test_a_constant_goes_where_it_can_be_read():
    cooked = cook(NUMBERS, step("handle_missing", method="constant", value="0.5"))

    assert cooked["whole"] == [1.0, 0.5, 3.0, 10.0, 0.5]
    assert cooked["word"][2] == "0.5"
    assert cooked["truth"][1] is None
    with pytest.raises(StepError, match="'x' is none of these"):
        cook(NUMBERS, step("handle_missing", method="constant", value="x", columns=["whole"]))
    with pytest.raises(StepError, match="Give the value"):
        cook(NUMBERS, step("handle_missing", method="constant"))


def test_many_rows_are_filled_forward_in_their_order():
    rng = np.random.default_rng(0)
    values = pd.Series(np.where(rng.random(400_000) < 0.9, np.nan, rng.normal(size=400_000)))
    kept = rng.random(400_000) < 0.5
    table = pa.table({"x": pa.array(values, from_pandas=True), "kept": kept})
    relation = over_arrow(open_memory(threads=4), table, "source")
    steps = [step("filter", condition="kept"), step("handle_missing", method="forward")]

    *_, done = run(relation, check_steps(steps))

    expected = values[kept].ffill()
    np.testing.assert_array_equal(done.relation.table()["x"].to_numpy(), expected)


@pytest.mark.parametrize(("method", "theirs"), [("forward", "ffill"), ("backward", "bfill")])
def test_neighbours_fill_as_pandas_has_them(method, theirs):
    rng = np.random.default_rng(0)
    values = pd.Series(np.where(rng.random(500) < 0.4, np.nan, rng.normal(size=500)))
    groups = pd.Series(rng.choice(["a", "b", "c"], 500))

    cooked = cook(
        {"x": pa.array(values, from_pandas=True), "g": pa.array(groups)},
        step("handle_missing", method=method, columns=["x"], within=["g"]),
    )

    expected = getattr(values.groupby(groups), theirs)()
    np.testing.assert_array_equal(np.array(cooked["x"], float), expected)


def test_lines_are_drawn_between_neighbours_only():
    rng = np.random.default_rng(1)
    values = pd.Series(np.where(rng.random(300) < 0.5, np.nan, rng.normal(size=300)))
    order = rng.permutation(300)
    table = {
        "x": pa.array(values.to_numpy()[order], from_pandas=True),
        "time": pa.array(order, pa.int64()),
    }

    cooked = cook(
        table, step("handle_missing", method="interpolate", columns=["x"], order_by="time")
    )

    expected = values.interpolate(limit_area="inside").to_numpy()[order]
    np.testing.assert_allclose(np.array(cooked["x"], float), expected, rtol=1e-12)
    assert cooked["time"] == order.tolist()


def test_rows_or_columns_with_gaps_are_left_out():
    rows = cook(NUMBERS, step("handle_missing", method="drop_rows", columns=["whole", "real"]))
    every = cook(NUMBERS, step("handle_missing", method="drop_rows", drop_if="all"))
    columns = cook(NUMBERS, step("handle_missing", method="drop_columns", most_missing=0.3))

    assert rows["whole"] == [1, 10]
    assert rows.notes == "3 rows left out, 2 rows kept."
    assert len(every.table) == 5
    assert columns.names == ["word", "truth"]
    assert "Column 'whole' left out." in columns.notes


def test_gaps_leave_marks_where_that_is_wanted():
    cooked = cook(NUMBERS, step("handle_missing", columns=["whole", "word"], mark=True))

    assert cooked["whole_missing"] == [0, 1, 0, 0, 1]
    assert cooked["word_missing"] == [0, 0, 1, 0, 0]


def test_what_was_learned_fills_other_rows_too():
    learned = cook(NUMBERS, step("handle_missing", method="mean", columns=["real"])).dones[0].state

    other = {"real": pa.array([None, 100.0])}
    cooked = cook(other, step("handle_missing", method="mean"), states=[learned])

    assert cooked["real"] == [4.0, 100.0]


@pytest.mark.parametrize(
    ("given", "method"),
    [
        ({"strategy": "fill", "method": "mean"}, "mean"),
        ({"strategy": "mode"}, "most_frequent"),
        ({"strategy": "fill", "fill_value": 0}, "constant"),
        ({"strategy": "fill"}, "automatic"),
        ({"strategy": "drop"}, "drop_rows"),
        ({"method": "drop", "axis": "columns"}, "drop_columns"),
        ({"strategy": "interpolate"}, "interpolate"),
        ({"method": "ffill"}, "forward"),
    ],
)
def test_the_words_of_other_programs_are_understood(given, method):
    cooked = cook(NUMBERS, step("handle_missing", **given), door="lenient")

    assert cooked.dones[0].step.values["method"] == method
