"""The rows of a grid are those that a person would write down pair by pair."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Encoding
from armillary.learning.plane.axes import Axis, usable_columns
from armillary.learning.plane.grid import Grid
from armillary.learning.plane.usual import usual_row
from armillary.learning.preprocess import Preprocess

X, Y = Axis("rooms", 0.0, 9.0), Axis("area", 50.0, 130.0)


@pytest.mark.parametrize(
    "encoding",
    [Encoding(), Encoding(scale=True), Encoding(missing="keep", categories="codes")],
    ids=["plain", "scaled", "codes"],
)
def test_a_grid_is_every_pair_of_values(houses, encoding):
    frame = houses.drop(columns="price")
    preprocess = Preprocess.learn(frame, encoding)
    held = usual_row(preprocess, frame, but=("rooms", "area"))

    grid = Grid.lay(preprocess, X, Y, 7, held)

    pairs = [{**held, "rooms": x, "area": y} for y in Y.values(7) for x in X.values(7)]
    assert len(grid) == 49
    np.testing.assert_array_equal(np.concatenate(list(grid.parts())), preprocess.encode_rows(pairs))


def test_a_column_that_follows_both_is_asked_for_every_pair():
    chance = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "year": chance.integers(2010, 2020, 200),
            "month": chance.integers(1, 13, 200),
            "day": chance.integers(1, 29, 200),
        }
    )
    preprocess = Preprocess.learn(frame, Encoding())
    assert any(len(column.needed) == 3 for column in preprocess.columns)
    x, y = Axis("year", 2011.0, 2018.0), Axis("month", 1.0, 12.0)
    held = usual_row(preprocess, frame, but=("year", "month"))

    grid = Grid.lay(preprocess, x, y, 5, held)

    pairs = [{**held, "year": a, "month": b} for b in y.values(5) for a in x.values(5)]
    np.testing.assert_array_equal(np.concatenate(list(grid.parts())), preprocess.encode_rows(pairs))


def test_other_columns_are_held_at_what_is_usual(houses):
    frame = houses.drop(columns="price")
    preprocess = Preprocess.learn(frame, Encoding())

    held = usual_row(preprocess, frame.iloc[::2], but=("rooms", "area"))

    assert held == {
        "noise": float(np.median(frame["noise"][::2])),
        "town": "Ulm",
        "new": True,
        "sold": frame["sold"].iloc[200].isoformat(),
    }
    assert usable_columns(preprocess) == ["rooms", "noise", "area"]


def test_whole_numbers_are_held_at_whole_ones_and_gaps_stay_gaps():
    frame = pd.DataFrame({"a": [1, 2, 4, 8], "b": [None, None, 2.5, 7.5]})
    preprocess = Preprocess.learn(frame, Encoding())

    assert usual_row(preprocess, frame) == {"a": 3.0, "b": 5.0}
    assert usual_row(preprocess, frame.iloc[:2]) == {"a": 2.0, "b": None}
