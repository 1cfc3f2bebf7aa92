"""Turning whole tables into numbers."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning.contract import Encoding
from armillary.learning.preprocess import Preprocess, read

FILLED = Encoding()
SCALED = Encoding(scale=True)
KEPT = Encoding(missing="keep", categories="codes")


def _encoded(frame: pd.DataFrame, encoding: Encoding) -> dict[str, list[float]]:
    preprocess = Preprocess.learn(frame, encoding)
    matrix = preprocess.encode(frame)
    return dict(zip(preprocess.output_names(), matrix.T.tolist(), strict=True))


def test_gaps_are_filled_with_the_median_and_marked():
    frame = pd.DataFrame({"age": [1.0, np.nan, 3.0, 10.0]})

    assert _encoded(frame, FILLED) == {"age": [1, 3, 3, 10], "age: missing": [0, 1, 0, 0]}


def test_kept_gaps_stay_gaps():
    frame = pd.DataFrame({"age": [1.0, np.nan, np.inf, 10.0]})

    (values,) = _encoded(frame, KEPT).values()

    assert np.array_equal(values, [1.0, np.nan, np.nan, 10.0], equal_nan=True)


def test_scaled_columns_have_mean_nought_and_spread_one():
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "sex": ["m", "f", "m", "m"]})

    encoded = _encoded(frame, SCALED)

    assert np.mean(encoded["a"]) == pytest.approx(0)
    assert np.std(encoded["a"]) == pytest.approx(1)
    assert encoded["sex = m"] == [1, 0, 1, 1]
    assert encoded["sex = f"] == [0, 1, 0, 0]


def test_few_categories_get_a_column_each_and_gaps_one_of_their_own():
    frame = pd.DataFrame({"c": ["b", "a", None, "b"]})

    assert _encoded(frame, FILLED) == {
        "c = b": [1, 0, 0, 1],
        "c = a": [0, 1, 0, 0],
        "c: missing": [0, 0, 1, 0],
    }


def test_codes_follow_the_frequency_and_gaps_have_none():
    frame = pd.DataFrame({"c": ["b", "a", None, "b"]})
    preprocess = Preprocess.learn(frame, KEPT)

    codes = preprocess.encode(frame)[:, 0]

    assert np.array_equal(codes, [0, 1, np.nan, 0], equal_nan=True)
    assert preprocess.categorical() == (0,)


def test_of_very_many_categories_the_frequent_ones_and_their_frequency_are_kept():
    words = [f"w{number:02d}" for number in range(40) for _ in range(number % 3 + 1)]
    frame = pd.DataFrame({"c": words})

    encoded = _encoded(frame, FILLED)

    flags = [name for name in encoded if " = " in name]
    assert len(flags) == 26  # 13 words come twice and 13 three times; the rest only once
    assert sum(sum(encoded[name]) for name in flags) == 13 * 2 + 13 * 3
    assert max(encoded["c: frequency"]) == pytest.approx(3 / len(words))
    assert min(encoded["c: frequency"]) == 0.0


def test_a_column_of_identifiers_teaches_nothing():
    frame = pd.DataFrame({"id": [f"u{number}" for number in range(100)], "a": range(100)})

    preprocess = Preprocess.learn(frame, FILLED)

    assert preprocess.output_names()[-1] == "a"
    assert len(preprocess.output_names()) <= 3


def test_dates_become_their_parts():
    frame = pd.DataFrame({"d": pd.to_datetime(["2024-02-29 06:00", "2025-03-01 00:00", None])})

    encoded = _encoded(frame, FILLED)

    assert encoded["d: days"] == [19782.25, 20148.0, (19782.25 + 20148.0) / 2]
    assert encoded["d: year"] == [2024, 2025, 2024.5]
    assert encoded["d: weekday"] == [3, 5, 4]
    assert encoded["d: hour"] == [6, 0, 3]
    assert encoded["d: day"] == [29, 1, 15]
    assert encoded["d: missing"] == [0, 0, 1]


def test_where_numbers_are_scaled_the_end_of_a_year_is_near_its_beginning():
    days = pd.to_datetime(["2024-12-01", "2025-01-01", "2025-06-01", "2025-07-01"])

    encoded = _encoded(pd.DataFrame({"d": days}), SCALED)

    waves = np.array([encoded["d: month sine"], encoded["d: month cosine"]]).T
    december, january, june, _ = waves
    assert np.linalg.norm(december - january) < 0.4 * np.linalg.norm(december - june)
    assert "d: month sine" not in _encoded(pd.DataFrame({"d": days}), FILLED)


@pytest.mark.parametrize(
    "column",
    [
        pd.to_datetime(["2024-01-01T12:00:00+02:00", "2024-06-01T12:00:00+02:00"], utc=True),
        pd.Series(["2024-01-01T12:00", "2024-06-01T12:00"]).map(pd.Timestamp).astype(object),
        pd.PeriodIndex(["2024-01", "2024-06"], freq="M"),
        pd.to_datetime(["2024-01-01", "2024-06-01"]).date,
    ],
)
def test_every_kind_of_date_is_read(column):
    encoded = _encoded(pd.DataFrame({"d": column}), FILLED)

    assert encoded["d: month"] == [1, 6]


@pytest.mark.parametrize(
    "column",
    [
        pd.array([True, None, False], dtype="boolean"),
        pd.Series([True, None, False], dtype=object),
        pd.Series(["True", None, "False"]).map({"True": True, "False": False}),
    ],
)
def test_every_kind_of_boolean_is_read(column):
    assert _encoded(pd.DataFrame({"b": column}), FILLED)["b: missing"] == [0, 1, 0]


def test_long_spans_of_time_are_seconds():
    frame = pd.DataFrame({"t": pd.to_timedelta(["1 min", "1 h"])})

    assert _encoded(frame, FILLED) == {"t": [60, 3600]}


def test_values_beyond_float32_are_brought_into_range():
    frame = pd.DataFrame({"a": [1e300, -1e300, 0.0]})

    matrix = Preprocess.learn(frame, Encoding(dtype="float32")).encode(frame)

    assert np.isfinite(matrix).all()


def test_empty_and_constant_columns_are_not_used():
    frame = pd.DataFrame({"e": [np.nan] * 4, "k": [3] * 4, "a": range(4), "n": [None] * 4})

    preprocess = Preprocess.learn(frame, FILLED)

    assert preprocess.unused == ("e", "k", "n")
    assert [feature["name"] for feature in preprocess.describe()] == ["a"]


def test_a_table_without_any_usable_column_is_refused():
    with pytest.raises(Invalid, match="None of the 2 columns"):
        Preprocess.learn(pd.DataFrame({"e": [np.nan] * 4, "k": [3] * 4}), FILLED)


def test_gaps_alone_may_tell_something():
    frame = pd.DataFrame({"a": [5.0, np.nan, 5.0]})

    assert _encoded(frame, FILLED) == {"a: missing": [0, 1, 0]}
    assert np.isnan(_encoded(frame, KEPT)["a"][1])


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([["x"], None, ["y"], ["x"]], ["['x']", "['y']"]),
        ([{"a": 1}, "b", "b", "b"], ["b", "{'a': 1}"]),
        ([np.array([1]), np.array([2]), np.array([1]), None], ["[1]", "[2]"]),
        ([(1, 2), (1, 2), (3,), None], ["(1, 2)", "(3,)"]),
        ([b"x", b"y", b"x", None], ["b'x'", "b'y'"]),
        ([1j, 2j, 1j, 1j], ["1j", "2j"]),
    ],
)
def test_values_that_are_no_single_thing_count_as_text(values, texts):
    frame = pd.DataFrame({"c": pd.Series(values, dtype=None if 1j in texts else object)})
    flat = pd.DataFrame({"c": read.flat(frame["c"])})

    preprocess = Preprocess.learn(flat, FILLED)

    assert preprocess.describe()[0]["choices"] == texts
    assert np.array_equal(
        preprocess.encode(frame), preprocess.encode_rows(frame.to_dict("records"))
    )
