"""A model's own weights: how firm they are, and which columns share the credit."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.explain import explain
from armillary.learning.explain_subject import gather, subject_of
from armillary.learning.explaining import Budget
from armillary.learning.fit import fit


def _explained(subject, *methods):
    running = explain(subject, methods, seed=0)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


@pytest.fixture(scope="module")
def table():
    chance = np.random.default_rng(8)
    number = chance.normal(size=300)
    town = chance.choice(["Bonn", "Ulm", "Köln"], 300)
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(chance.integers(0, 700, 300), unit="D")
    kept = (number + (town == "Ulm") + 0.3 * chance.normal(size=300)) > 0.3
    return pd.DataFrame(
        {
            "size": number,
            "town": town,
            "when": when,
            "kept": np.where(kept, "yes", "no"),
            "price": 100 + 20 * number + 5 * (town == "Ulm"),
        }
    )


def _trained(table, algorithm, target, kind, features=("size", "town", "when"), **params):
    *_, last = fit(table, Task(kind, target, features), algorithm, params, seed=3)
    return last.model()


def test_own_weights_tell_how_alike_they_come_out_from_other_rows(table):
    noise = pd.DataFrame(np.random.default_rng(9).normal(size=(300, 8)), columns=list("abcdefgh"))
    noise["kept"] = np.random.default_rng(10).choice(["yes", "no"], 300)
    firm = _trained(table, "linear_regression", "price", "regression")
    chance = _trained(noise, "decision_tree", "kept", "classification", tuple("abcdefgh"))

    found = [
        _explained(
            subject_of(gather(model, rows), rows=60, seed=0, budget=Budget(10**6, 60)), "native"
        )["native"]
        for model, rows in ((firm, table), (chance, noise))
    ]

    assert found[0]["stability"] > 0.7 > found[1]["stability"]
    assert [one["why_no_stability"] for one in found] == [None, None]


def test_own_weights_of_a_model_that_cannot_be_trained_again_say_so(table):
    model = _trained(table, "random_forest", "kept", "classification", n_estimators=5)
    other = table.assign(size=0.0)
    subject = subject_of(gather(model, other), rows=60, seed=0, budget=Budget(10**6, 60))

    found = _explained(subject, "native")["native"]

    assert found["stability"] is None
    assert "cannot be trained again" in found["why_no_stability"]


def test_columns_that_share_credit_are_named_and_classes_of_mere_numbers_too(table):
    twins = table.assign(twin=table["size"] + 0.01, kept=(table["kept"] == "yes").astype(int))
    model = _trained(
        twins, "logistic_regression", "kept", "classification", ("size", "twin", "town")
    )
    subject = subject_of(gather(model, twins), rows=60, seed=0, budget=Budget(10**6, 60))

    found = _explained(subject, "native", "contributions", "dependence")

    shared = found["contributions"]["shared"]
    assert [sorted(names) for names in shared] == [["size", "twin"]]
    assert [sorted(names) for names in found["native"]["shared"]] == [["size", "twin"]]
    assert found["contributions"]["outputs"] == ["1"]
    assert found["contributions"]["named"] == found["dependence"]["named"] == ["kept 1"]
