"""Judging a model, against cases done by hand and scikit-learn."""

import json

import numpy as np
import pytest
from sklearn import metrics

from armillary.learning.metrics import evaluate

NINE = ["accuracy", "precision", "recall", "f1_score", "auc", "mse", "rmse", "mae", "r2"]


def test_two_classes_by_hand():
    target = np.array([0, 0, 1, 1])
    second = np.array([0.1, 0.6, 0.4, 0.9])

    judged = evaluate(target, np.stack([1 - second, second], axis=1), ("no", "yes"))

    assert judged["confusion_matrix"] == [[1, 1], [1, 1]]
    assert judged["class_labels"] == ["no", "yes"]
    overall = judged["overall_metrics"]
    assert list(overall) == NINE
    assert [overall[name] for name in NINE[:4]] == [0.5] * 4
    assert overall["auc"] == 0.75  # of 4 pairs, (0.6, 0.4) is the wrong way round
    assert [overall[name] for name in NINE[5:]] == [None] * 4
    assert judged["roc_data"]["auc"] == [0.75, 0.75]


def test_many_classes_as_scikit_learn_does():
    rng = np.random.default_rng(1)
    target = rng.integers(0, 3, 300)
    probabilities = rng.dirichlet([1, 1, 1], 300)
    predicted = probabilities.argmax(axis=1)

    judged = evaluate(target, probabilities, (10, 20, 30))

    overall = judged["overall_metrics"]
    assert overall["f1_score"] == pytest.approx(
        metrics.f1_score(target, predicted, average="weighted")
    )
    assert overall["auc"] == pytest.approx(
        metrics.roc_auc_score(target, probabilities, multi_class="ovr", average="macro")
    )
    assert judged["class_labels"] == ["10", "20", "30"]
    assert np.array(judged["confusion_matrix"]).sum() == 300


def test_curves_are_thinned_but_their_ends_and_areas_are_kept():
    rng = np.random.default_rng(2)
    target = rng.integers(0, 2, 5000)
    second = rng.random(5000)

    roc = evaluate(target, np.stack([1 - second, second], axis=1), (0, 1))["roc_data"]

    assert [len(curve) for curve in roc["fpr"] + roc["tpr"]] == [200] * 4
    assert (roc["fpr"][1][0], roc["tpr"][1][0]) == (0.0, 0.0)
    assert (roc["fpr"][1][-1], roc["tpr"][1][-1]) == (1.0, 1.0)
    assert roc["auc"][1] == pytest.approx(metrics.roc_auc_score(target, second))


def test_a_class_without_a_row_has_no_curve_but_a_place_in_the_matrix():
    target = np.array([0, 1, 0, 1])
    probabilities = np.array([[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.5, 0.4, 0.1], [0.1, 0.8, 0.1]])

    judged = evaluate(target, probabilities, ("a", "b", "c"))

    assert judged["roc_data"]["auc"] == [1.0, 1.0, None]
    assert judged["roc_data"]["fpr"][2] == []
    assert judged["overall_metrics"]["auc"] == 1.0
    assert judged["confusion_matrix"] == [[2, 0, 0], [0, 2, 0], [0, 0, 0]]
    json.dumps(judged, allow_nan=False)


def test_rows_of_one_class_only_have_no_area():
    judged = evaluate(np.zeros(3, dtype=int), np.tile([0.7, 0.3], (3, 1)), ("a", "b"))

    assert judged["overall_metrics"]["auc"] is None
    assert judged["overall_metrics"]["accuracy"] == 1.0


def test_numbers_by_hand():
    judged = evaluate(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 6.0]), None)

    overall = judged["overall_metrics"]
    assert list(overall) == NINE
    assert {name: overall[name] for name in NINE[5:]} == {
        "mse": 3.0,
        "rmse": 3.0**0.5,
        "mae": 1.0,
        "r2": 1 - 9 / 2,
    }
    assert judged["predictions"] == {"actual": [1.0, 2.0, 3.0], "predicted": [1.0, 2.0, 6.0]}
    assert judged["confusion_matrix"] is None


def test_only_some_predictions_are_shown():
    values = np.arange(10_000.0)

    shown = evaluate(values, values, None)["predictions"]

    assert len(shown["actual"]) == 500
    assert shown["actual"][-1] == 9999.0
