"""Over which columns a model is looked at, and how far."""

import numpy as np
import pytest

from armillary.base.errors import BadRequest, Conflict
from armillary.learning.plane.axes import Axis, choose

STRENGTH = {"a": 0.1, "b": 0.5, "c": 0.4}


def test_the_look_reaches_one_beyond_what_is_drawn():
    axis = Axis.around("a", np.array([0.5, -3.0, 7.0]))

    assert axis == Axis("a", -4.0, 8.0)
    assert axis.values(3).tolist() == [-4.0, 2.0, 8.0]


def test_the_look_reaches_as_far_as_is_asked_for():
    assert Axis.around("a", np.array([0.0, 10.0]), 0.5) == Axis("a", -5.0, 15.0)
    assert Axis.around("a", np.array([2.0, 2.0]), 0.5) == Axis("a", 1.0, 3.0)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        pytest.param([0.0, 0.01], -0.001, 0.011, id="narrow"),
        pytest.param([0.0, 1000.0], -50.0, 1050.0, id="wide"),
        pytest.param([4.0, 4.0], 3.0, 5.0, id="one value"),
        pytest.param([], -1.0, 1.0, id="nothing"),
    ],
)
def test_the_look_fits_what_is_drawn(values, low, high):
    axis = Axis.around("a", np.array(values, dtype=float))

    assert (axis.low, axis.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, ("b", "c")),
        ({"x": "c"}, ("c", "b")),
        ({"y": "b"}, ("c", "b")),
        ({"x": "a", "y": "c"}, ("a", "c")),
    ],
)
def test_the_most_important_columns_are_taken_unless_named(named, expected):
    assert choose(["a", "b", "c"], STRENGTH, **named) == expected


def test_without_a_ranking_the_first_columns_are_taken():
    assert choose(["a", "b", "c"], {}) == ("a", "b")


def test_other_columns_are_refused_with_those_there_are():
    with pytest.raises(BadRequest, match=r"x must be a column of numbers .*'a', 'b'; got 'town'"):
        choose(["a", "b"], {}, x="town")
    with pytest.raises(BadRequest, match="two columns; got 'a' for both"):
        choose(["a", "b"], {}, x="a", y="a")


@pytest.mark.parametrize(("usable", "told"), [([], "there is none"), (["a"], "there is only 'a'")])
def test_one_column_is_no_plane(usable, told):
    with pytest.raises(Conflict, match=told):
        choose(usable, {})
