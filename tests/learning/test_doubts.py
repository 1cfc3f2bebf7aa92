"""What a model says that cannot be meant is told row by row."""

import numpy as np

from armillary.learning.doubts import doubts_of
from armillary.learning.model import Predictions, _said


def test_nothing_is_said_of_predictions_that_are_such():
    assert doubts_of(Predictions(np.array([1.0, 2.0]))) is None
    assert doubts_of(_said(np.array([[0.2, 0.8], [1.0, 0.0]]), ("a", "b"), None)) is None
    assert doubts_of(Predictions(np.empty(0))) is None


def test_what_is_no_number_is_no_class_either():
    said = _said(np.array([[np.nan, np.nan], [0.3, 0.7]]), ("a", "b"), None)

    doubts = doubts_of(said)

    assert said.values.tolist() == [None, "b"]
    assert doubts is not None
    assert "no finite number" in str(doubts[0])
    assert doubts[1] is None
    assert doubts_of(Predictions(np.array([np.inf, 0.0])))[1] is None


def test_probabilities_that_do_not_add_up_are_told_with_their_sum():
    said = _said(np.array([[0.9, 0.9], [1.5, -0.5], [0.5, 0.5]]), ("a", "b"), None)

    doubts = doubts_of(said)

    assert doubts == [
        "The probabilities of this row add up to 1.8, not to 1.",
        "The model gives a probability of -0.5, which is below 0.",
        None,
    ]


def test_of_several_targets_the_first_in_doubt_is_told():
    fine = Predictions(np.array([1.0, 2.0]))
    odd = Predictions(np.array([1.0, np.nan]))

    doubts = doubts_of(Predictions(fine.values, targets={"x": fine, "y": odd}))

    assert doubts is not None
    assert doubts[0] is None
    assert "no finite number" in str(doubts[1])
    assert doubts_of(Predictions(fine.values, targets={"x": fine})) is None
