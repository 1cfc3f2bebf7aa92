"""Scaling, outliers and new features, checked by scikit-learn and by hand."""

import datetime
import math

import numpy as np
import pyarrow as pa
import pytest
from sklearn import preprocessing

from armillary.learning.recipe.errors import StepError
from tests.learning.recipe.kitchen import cook, step

RNG = np.random.default_rng(0)
TABLE = pa.table({"a": RNG.normal(5, 3, 200), "b": RNG.exponential(2, 200), "word": ["x"] * 200})


@pytest.mark.parametrize(
    ("params", "theirs"),
    [
        ({"method": "standard"}, preprocessing.StandardScaler()),
        ({"method": "minmax"}, preprocessing.MinMaxScaler()),
        (
            {"method": "minmax", "low": -1.0, "high": 3.0},
            preprocessing.MinMaxScaler(feature_range=(-1, 3)),
        ),
        ({"method": "robust"}, preprocessing.RobustScaler()),
        ({"method": "max_abs"}, preprocessing.MaxAbsScaler()),
    ],
)
def test_numbers_are_scaled_as_scikit_learn_does(params, theirs):
    cooked = cook(TABLE, step("scale", **params))

    ours = np.column_stack([cooked["a"], cooked["b"]])
    values = np.column_stack([TABLE["a"], TABLE["b"]])
    np.testing.assert_allclose(ours, theirs.fit_transform(values), rtol=1e-9, atol=1e-12)
    assert cooked["word"] == ["x"] * 200


def test_a_constant_or_empty_column_does_no_harm():
    table = {"same": pa.array([7, 7, 7], pa.int64()), "none": pa.array([None] * 3, pa.float64())}

    cooked = cook(table, step("scale"))

    assert cooked["same"] == [0.0, 0.0, 0.0]
    assert cooked["none"] == [None] * 3


def test_what_was_learned_scales_other_rows():
    learned = cook({"a": pa.array([0.0, 10.0])}, step("scale", method="minmax")).dones[0].state

    cooked = cook({"a": pa.array([5.0, 20.0])}, step("scale", method="minmax"), states=[learned])

    assert cooked["a"] == [0.5, 2.0]


def test_texts_are_not_scaled():
    with pytest.raises(
        StepError, match="holds texts; this takes columns that hold numbers"
    ) as error:
        cook(TABLE, step("scale", columns=["word"]))

    assert error.value.details["parameter"] == "columns"
    assert error.value.details["step"] == 0


OUTLIERS = pa.table(
    {"x": pa.array([*range(1, 21), 500, None], pa.int64()), "row": pa.array(range(22), pa.int64())}
)


@pytest.mark.parametrize("method", ["zscore", "iqr"])
def test_rows_of_outliers_are_left_out_and_missing_ones_stay(method):
    cooked = cook(OUTLIERS, step("outlier_removal", method=method, columns=["x"]))

    assert cooked["row"] == [*range(20), 21]
    assert "1 outlier in 'x': outside" in cooked.notes


def test_outliers_are_brought_to_the_bound_or_emptied():
    clipped = cook(OUTLIERS, step("outlier_removal", columns=["x"], action="clip"))
    emptied = cook(OUTLIERS, step("outlier_removal", columns=["x"], action="missing"))

    # Quartiles of 1 to 20 and 500 are 6 and 16, so the bound is 16 + 1.5 * 10.
    assert clipped["x"][19:] == [20.0, 31.0, None]
    assert emptied["x"][19:] == [20, None, None]


def test_products_are_those_of_scikit_learn():
    cooked = cook(TABLE, step("feature_engineering", columns=["a", "b"], degree=3))

    values = np.column_stack([TABLE["a"], TABLE["b"]])
    theirs = preprocessing.PolynomialFeatures(3, include_bias=False).fit_transform(values)
    ours = np.column_stack([cooked[name] for name in cooked.names if name != "word"])
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    assert cooked.names[3:] == [
        "a^2", "a * b", "b^2", "a^3", "a^2 * b", "a * b^2", "b^3",
    ]  # fmt: skip


def test_interactions_are_products_of_two():
    cooked = cook(TABLE, step("feature_engineering", method="interactions"))

    assert cooked.names == ["a", "b", "word", "a * b"]
    assert cooked["a * b"] == pytest.approx(np.multiply(TABLE["a"], TABLE["b"]))


def test_a_product_too_large_for_a_number_is_missing():
    cooked = cook({"a": pa.array([1e200, 2.0, math.nan])}, step("feature_engineering"))

    assert cooked["a^2"] == [None, 4.0, None]


def test_too_many_products_are_refused_before_they_are_made():
    wide = pa.table({f"x{place}": [1.0] for place in range(300)})

    with pytest.raises(StepError, match="new ones, where at most 2,000"):
        cook(wide, step("feature_engineering", degree=5))


def test_dates_give_their_parts():
    moments = [datetime.datetime(2024, 12, 29, 13, 45), None]
    table = {"when": pa.array(moments, pa.timestamp("us"))}
    parts = ["year", "quarter", "month", "week", "day", "day_of_year", "weekday", "is_weekend",
             "hour", "minute", "days"]  # fmt: skip

    cooked = cook(table, step("feature_engineering", method="date_parts", parts=parts, keep=False))

    assert [cooked[f"when_{part}"][0] for part in parts] == [
        2024, 4, 12, 52, 29, 364, 7, 1, 13, 45, 20086,
    ]  # fmt: skip
    assert [cooked[name][1] for name in cooked.names] == [None] * len(parts)
    with pytest.raises(StepError, match="no part 'decade'"):
        cook(table, step("feature_engineering", method="date_parts", parts=["decade"]))
