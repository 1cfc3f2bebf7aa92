"""Boosters of XGBoost, read with care."""

import json

import numpy as np
import pytest

from armillary.base.errors import AppError
from armillary.learning.algorithms import get_algorithm
from armillary.learning.algorithms.xgboost.booster import read_booster
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Table


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
