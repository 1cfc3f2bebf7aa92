"""A model's own weights: how firm they are, and which columns share the credit."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning.explain import explain
from armillary.learning.explain_subject import gather, subject_of
from armillary.learning.explaining import Budget
from tests.learning.explain.models import trained


def _explained(subject, *methods):
    running = explain(subject, methods, seed=0)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


def test_own_weights_tell_how_alike_they_come_out_from_other_rows(table):
    noise = pd.DataFrame(np.random.default_rng(9).normal(size=(300, 8)), columns=list("abcdefgh"))
    noise["kept"] = np.random.default_rng(10).choice(["yes", "no"], 300)
    firm = trained(table, "linear_regression", "price", "regression")
    chance = trained(noise, "decision_tree", "kept", "classification", tuple("abcdefgh"))

    found = [
        _explained(
            subject_of(gather(model, rows), rows=60, seed=0, budget=Budget(10**6, 60)), "native"
        )["native"]
        for model, rows in ((firm, table), (chance, noise))
    ]

    assert found[0]["stability"] > 0.7 > found[1]["stability"]
    assert [one["why_no_stability"] for one in found] == [None, None]


def test_own_weights_of_a_model_that_cannot_be_trained_again_say_so(table):
    model = trained(table, "random_forest", "kept", "classification", n_estimators=5)
    other = table.assign(size=0.0)
    subject = subject_of(gather(model, other), rows=60, seed=0, budget=Budget(10**6, 60))

    found = _explained(subject, "native")["native"]

    assert found["stability"] is None
    assert "cannot be trained again" in found["why_no_stability"]


def test_columns_that_share_credit_are_named_and_classes_of_mere_numbers_too(table):
    twins = table.assign(twin=table["size"] + 0.01, kept=(table["kept"] == "yes").astype(int))
    model = trained(
        twins, "logistic_regression", "kept", "classification", ("size", "twin", "town")
    )
    subject = subject_of(gather(model, twins), rows=60, seed=0, budget=Budget(10**6, 60))

    found = _explained(subject, "native", "contributions", "dependence")

    shared = found["contributions"]["shared"]
    assert [sorted(names) for names in shared] == [["size", "twin"]]
    assert [sorted(names) for names in found["native"]["shared"]] == [["size", "twin"]]
    assert found["contributions"]["outputs"] == ["1"]
    assert found["contributions"]["named"] == found["dependence"]["named"] == ["kept 1"]


def test_a_bag_of_trees_weighs_a_column_as_its_members_do_on_average(table):
    model = trained(
        table, "bagging_regressor", "price", "regression", n_estimators=6, max_features=0.6
    )
    bag = model.predictor.estimator
    mean = np.zeros(model.predictor.outcome.n_columns)
    for member, columns in zip(bag.estimators_, bag.estimators_features_, strict=True):
        for place, column in enumerate(columns):
            mean[column] += member.feature_importances_[place] / len(bag.estimators_)

    subject = subject_of(gather(model, table), rows=60, seed=0, budget=Budget(10**6, 60))
    found = _explained(subject, "native")["native"]

    np.testing.assert_allclose(model.predictor.importance(), mean)
    assert sum(each["share"] for each in found["columns"]) == pytest.approx(1)
    assert len(found["columns"]) == len(subject.blocks)
