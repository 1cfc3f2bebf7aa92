"""Boosters of XGBoost, read with care."""

import json

import numpy as np
import pytest

from armillary.base.errors import AppError
from armillary.learning.algorithms import get_algorithm
from armillary.learning.algorithms.xgboost.booster import read_booster
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Table
from armillary.learning.metrics import points, score


@pytest.fixture(scope="module")
def text() -> bytes:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(200, 3)).astype(np.float32)
    table = Table("regression", features, features[:, 0], features[:50], features[:50, 0], 0,
                  ("a", "b", "c"))  # fmt: skip
    values = get_entry("xgboost").defaults() | {"n_estimators": 3}
    *_, last = get_algorithm("xgboost").train(table, values, np.random.default_rng(0))
    (written,) = (
        data for name, data in last.predictor().to_state().files.items() if "xgboost" in name
    )
    return bytes(written)


def test_what_was_written_is_read(text):
    assert read_booster(text).num_boosted_rounds() == 3


@pytest.mark.parametrize("n_classes", [0, 2, 3])
@pytest.mark.parametrize("given", [{}, {"subsample": 0.7}])
@pytest.mark.parametrize("is_weighed", [False, True])
def test_what_it_measures_itself_is_what_its_answers_are_worth(n_classes, given, is_weighed):
    rng = np.random.default_rng(0)
    features = rng.normal(size=(300, 3)).astype(np.float32)
    truth = features[:, 0] + rng.normal(size=300)
    target = np.digitize(truth, [[], [], [0.0], [-0.5, 0.5]][n_classes]) if n_classes else truth
    kind = "classification" if n_classes else "regression"
    weights = rng.random(300) if is_weighed else None
    held = None if weights is None else weights[:90]
    names = ("a", "b", "c")
    table = Table(kind, features, target, features[:90], target[:90], n_classes, names,
                  weights=weights, validation_weights=held)  # fmt: skip
    values = get_entry("xgboost").defaults() | {"n_estimators": 4} | given

    *_, last = get_algorithm("xgboost").train(table, values, rng)

    assert last.step == last.total == 4
    said = last.predictor().predict
    own = points(
        score(kind, target, said(features), weights),
        score(kind, target[:90], said(features[:90]), held),
    )
    assert last.metrics == pytest.approx(own, rel=1e-5)


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ("left_children", 1_000_000),
        ("right_children", 0),  # a walk through the tree would never end
        ("left_children", -5),
        ("split_indices", 3),
        ("split_indices", -1),
        ("split_indices", 0.5),
        ("split_indices", True),
        ("right_children", "1"),
        ("left_children", [1]),
        ("left_children", 2**80),
    ],
)
def test_a_tree_that_does_not_hold_together_is_refused(text, table, value):
    learned = json.loads(text)
    tree = learned["learner"]["gradient_booster"]["model"]["trees"][0]
    tree[table][0] = value

    with pytest.raises(AppError):
        read_booster(json.dumps(learned).encode())
