"""The points of a curve, against scikit-learn and by hand."""

import math

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, log_loss

from armillary.learning.contract import Table
from armillary.learning.metrics import Curve, points, score


def test_probabilities_are_scored_as_scikit_learn_does():
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet([1, 1, 1], 50)
    target = rng.integers(0, 3, 50)

    found = score("classification", target, probabilities)

    assert found["loss"] == pytest.approx(log_loss(target, probabilities, labels=[0, 1, 2]))
    assert found["accuracy"] == accuracy_score(target, probabilities.argmax(axis=1))


def test_a_certain_mistake_costs_much_but_not_infinitely():
    found = score("classification", np.array([0]), np.array([[0.0, 1.0]]))

    assert found == {"loss": pytest.approx(-math.log(np.finfo(float).eps)), "accuracy": 0.0}


def test_numbers_are_scored_by_their_squared_error():
    assert score("regression", np.array([1.0, 2.0]), np.array([3.0, 2.0])) == {
        "loss": 2.0,
        "rmse": math.sqrt(2),
    }


def test_points_are_named_after_their_part():
    assert points({"loss": 1.0}, {"loss": 2.0}) == {"train_loss": 1.0, "val_loss": 2.0}


def test_a_curve_of_many_rows_is_measured_on_some_spread_evenly():
    rows = np.arange(1000.0)[:, None]
    table = Table("regression", rows, rows[:, 0], rows[:5], rows[:5, 0], 0, ("a",))

    curve = Curve(table, limit=11)

    assert curve.target.tolist() == np.linspace(0, 999, 11).round().tolist()
    assert curve.validation_target.tolist() == [0, 1, 2, 3, 4]
    measured = curve.measure(lambda features: features[:, 0] + 1)
    assert measured == {"train_loss": 1, "train_rmse": 1, "val_loss": 1, "val_rmse": 1}
