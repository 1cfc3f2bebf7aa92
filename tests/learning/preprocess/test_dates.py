"""Dates given in parts are found, and read as one time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armillary.base.errors import Invalid
from armillary.learning.contract import Encoding
from armillary.learning.preprocess import Preprocess
from armillary.learning.preprocess.dates import date_part

KEPT = Encoding(missing="keep", categories="codes")
_HOURS = pd.Series(pd.date_range("2023-12-20", periods=3_000, freq="7h"))


def _apart(moments: pd.Series, names: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: getattr(moments.dt, part).to_numpy() for part, name in names.items()}
    )


def _dates(frame: pd.DataFrame, encoding: Encoding = KEPT) -> list[tuple[str, ...]]:
    return [one.needed for one in Preprocess.learn(frame, encoding).columns if one.date]


def test_year_month_day_and_hour_become_one_time_and_its_weekday():
    names = {"year": "year", "month": "month", "day": "day", "hour": "hour"}
    frame = _apart(_HOURS, names)

    preprocess = Preprocess.learn(frame, KEPT)
    encoded = dict(zip(preprocess.output_names(), preprocess.encode(frame).T, strict=True))

    assert list(encoded) == [*names, "year: days", "year: yearday", "year: weekday"]
    seconds = _HOURS.to_numpy().astype("datetime64[s]").astype(np.int64)
    assert encoded["year: days"] == pytest.approx(seconds / 86_400, abs=1e-9)
    assert encoded["year: yearday"].tolist() == _HOURS.dt.day_of_year.tolist()
    assert encoded["year: weekday"].tolist() == _HOURS.dt.day_of_week.tolist()
    assert "were read as the parts of one time" in preprocess.notes()[0]


def test_scaled_numbers_get_waves_instead_of_days():
    frame = _apart(_HOURS, {"year": "yr", "month": "mnth", "day": "day", "hour": "hr"})

    names = Preprocess.learn(frame, Encoding(scale=True)).output_names()

    assert "yr: month sine" in names
    assert "yr: hour cosine" in names
    assert "yr: days" not in names


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ({"year": "Yr Sold", "month": "Mo Sold"}, [("Yr Sold", "Mo Sold")]),
        ({"year": "YrSold", "month": "MoSold"}, [("YrSold", "MoSold")]),
        ({"month": "MONTH", "day": "DAY_OF_MONTH"}, [("MONTH", "DAY_OF_MONTH")]),
        ({"year": "start_year", "month": "end_month"}, []),
        ({"year": "year", "day_of_week": "month_day"}, []),
        ({"year": "year", "day": "day", "hour": "hour"}, []),
        ({"year": "year", "month": "month", "hour": "hour"}, [("year", "month")]),
    ],
)
def test_names_say_what_belongs_together(names: dict[str, str], found: list[tuple[str, ...]]):
    assert _dates(_apart(_HOURS, names)) == found


def test_columns_that_hold_something_else_are_left_alone():
    frame = _apart(_HOURS, {"year": "year", "month": "month", "day_of_week": "day"})

    assert _dates(frame.assign(month=frame["month"] / 2)) == []
    assert _dates(frame.assign(month=frame["month"] * 3)) == []
    # A day of the week: from 0 or 1 to 7.
    assert _dates(frame.assign(day=frame["day"] + 1)) == [("year", "month")]
    assert _dates(frame.assign(mon=frame["month"])) == []


def test_a_table_of_one_year_has_days_of_the_year():
    frame = _apart(_HOURS[_HOURS.dt.year == 2025], {"year": "year", "month": "m", "day": "day"})
    frame = frame.rename(columns={"m": "month"})

    assert _dates(frame) == [("month", "day")]


def test_two_figures_of_a_year_are_of_this_century():
    short = {"year": np.array([24.0]), "month": np.array([2.0]), "day": np.array([29.0])}

    days = date_part(short, "days")

    assert days.tolist() == [(pd.Timestamp("2024-02-29") - pd.Timestamp(0)).days]


@settings(deadline=None, max_examples=200)
@given(st.datetimes(pd.Timestamp("1600-01-01"), pd.Timestamp("2900-12-31")))
def test_every_date_has_its_days_and_its_weekday(moment):
    parts = ("year", "month", "day", "hour", "minute")
    numbers = {part: np.array([float(getattr(moment, part))]) for part in parts}

    minutes = (moment.toordinal() - 719_163) * 1440 + moment.hour * 60 + moment.minute
    assert date_part(numbers, "days") == pytest.approx([minutes / 1440], abs=1e-9)
    assert date_part(numbers, "weekday").tolist() == [moment.weekday()]
    assert date_part(numbers, "yearday").tolist() == [moment.timetuple().tm_yday]


def test_gaps_have_no_time_and_what_is_too_large_is_carried_over():
    numbers = {
        "year": np.array([2023.0, np.nan, 2023.0]),
        "month": np.array([13.0, 1.0, 12.0]),
        "day": np.array([1.0, 1.0, 31.0]),
        "hour": np.array([0.0, 0.0, 24.0]),
    }

    days = date_part(numbers, "days")

    first = (pd.Timestamp("2024-01-01") - pd.Timestamp(0)).days
    assert np.array_equal(days, [first, np.nan, first], equal_nan=True)


def test_rows_of_a_form_and_a_stored_model_say_the_same():
    frame = _apart(_HOURS, {"year": "year", "month": "month", "day": "day", "hour": "hour"})
    preprocess = Preprocess.learn(frame, KEPT)

    stored = Preprocess.from_json(preprocess.to_json())

    assert stored == preprocess
    rows = frame.head(5).astype(object).to_dict("records")
    assert np.array_equal(stored.encode_rows(rows), preprocess.encode(frame.head(5)))


def test_predicting_without_a_part_names_it():
    frame = _apart(_HOURS, {"year": "year", "month": "month", "day": "day"})
    preprocess = Preprocess.learn(frame, KEPT)

    with pytest.raises(Invalid, match="needs the column 'day'"):
        preprocess.encode(frame.drop(columns="day"))
