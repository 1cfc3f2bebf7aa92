"""The time that passes between the dates of a row is a number of its own."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armillary.base.errors import Invalid
from armillary.learning.contract import Encoding
from armillary.learning.preprocess import Preprocess
from armillary.learning.preprocess.spans import MOST_SPANS, find_spans

KEPT = Encoding(missing="keep", categories="codes")
SCALED = Encoding(scale=True)


def _rides(count: int = 200) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    pickup = pd.Timestamp("2019-03-01") + pd.to_timedelta(rng.integers(0, 2_600_000, count), "s")
    minutes = rng.integers(3, 90, count)
    dropoff = pickup + pd.to_timedelta(minutes * 60, "s")
    return pd.DataFrame({"dropoff": dropoff, "pickup": pickup, "minutes": minutes})


def _spans(frame: pd.DataFrame, encoding: Encoding = KEPT) -> list[str]:
    preprocess = Preprocess.learn(frame, encoding)
    return [
        f"{one.name}: {output.part}"
        for one in preprocess.columns
        if one.since
        for output in one.outputs
    ]


def test_a_ride_lasts_from_the_earlier_to_the_later_date():
    frame = _rides()

    preprocess = Preprocess.learn(frame, KEPT)
    encoded = dict(zip(preprocess.output_names(), preprocess.encode(frame).T, strict=True))

    hours = encoded["dropoff: hours since pickup"]
    assert hours == pytest.approx(frame["minutes"].to_numpy() / 60, rel=1e-6)
    assert "The time from 'pickup' to 'dropoff' was taken" in preprocess.notes()[0]
    # A person is asked for each date once.
    assert [one["name"] for one in preprocess.describe()] == ["dropoff", "pickup", "minutes"]


def test_a_scaled_ride_has_the_spread_of_one():
    frame = _rides()

    preprocess = Preprocess.learn(frame, SCALED)
    encoded = dict(zip(preprocess.output_names(), preprocess.encode(frame).T, strict=True))

    hours = encoded["dropoff: hours since pickup"]
    assert (hours.mean(), hours.std()) == pytest.approx((0.0, 1.0), abs=1e-6)


def test_long_times_are_told_in_days():
    frame = _rides()
    frame["pickup"] = frame["dropoff"] - pd.to_timedelta(frame["minutes"], "D")

    assert _spans(frame) == ["dropoff: days since pickup"]


def test_dates_that_are_always_as_far_apart_tell_nothing():
    frame = _rides()
    frame["pickup"] = frame["dropoff"] - pd.Timedelta("1h")

    assert _spans(frame) == []


def test_one_date_alone_has_nothing_to_be_apart_from():
    assert _spans(_rides().drop(columns="pickup")) == []


def test_of_many_dates_those_that_lie_closest_are_told():
    rng = np.random.default_rng(0)
    begin = rng.integers(0, 10**8, 300).astype(float)
    days = {f"d{place}": begin + 86_400.0 * 4**place * rng.random(300) for place in range(8)}

    found = find_spans(days)

    assert len(found) == MOST_SPANS
    assert found[0][:2] == ("d1", "d0")
    assert all("d7" not in span for span in found)


def test_a_gap_in_either_date_is_a_gap_and_is_filled_where_gaps_are():
    frame = _rides()
    frame.loc[0, "pickup"] = frame.loc[1, "dropoff"] = pd.NaT
    name = "dropoff: hours since pickup"

    for encoding in (KEPT, Encoding(missing="fill")):
        preprocess = Preprocess.learn(frame, encoding)
        place = preprocess.output_names().index(name)
        encoded = preprocess.encode(frame)[:, place]
        gaps = np.isnan(encoded[:2]).tolist()
        assert gaps == [encoding.missing == "keep"] * 2
        assert not np.isnan(encoded[2:]).any()


@settings(deadline=None, max_examples=100)
@given(
    st.datetimes(pd.Timestamp("1700-01-01"), pd.Timestamp("2200-12-31")),
    st.datetimes(pd.Timestamp("1700-01-01"), pd.Timestamp("2200-12-31")),
)
def test_a_form_and_a_stored_model_say_how_long_it_was(pickup, dropoff):
    preprocess = Preprocess.from_json(Preprocess.learn(_rides(), KEPT).to_json())
    place = preprocess.output_names().index("dropoff: hours since pickup")
    row = {"pickup": pickup.isoformat(), "dropoff": dropoff.isoformat(), "minutes": 1}

    (said,) = preprocess.encode_rows([row])
    (same,) = preprocess.encode(pd.DataFrame([row | {"pickup": pickup, "dropoff": dropoff}]))

    whole = dropoff.replace(microsecond=0) - pickup.replace(microsecond=0)
    assert said[place] == pytest.approx(whole.total_seconds() / 3600, rel=1e-6)
    assert said.tolist() == same.tolist()


def test_a_stored_model_is_the_same():
    for encoding in (KEPT, SCALED):
        preprocess = Preprocess.learn(_rides(), encoding)
        assert Preprocess.from_json(preprocess.to_json()) == preprocess


def test_predicting_without_one_of_the_dates_names_it():
    preprocess = Preprocess.learn(_rides(), KEPT)

    with pytest.raises(Invalid, match="needs the column 'pickup'"):
        preprocess.encode(_rides().drop(columns="pickup"))
