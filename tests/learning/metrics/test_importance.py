"""How much columns matter."""

import numpy as np
import pytest

from armillary.learning.contract import State
from armillary.learning.metrics import feature_importance

ROWS = np.random.default_rng(0).normal(size=(100, 4))


class _Model:
    """Adds up the columns; tells its weights only if it is given some."""

    def __init__(self, own=None):
        self.own = None if own is None else np.array(own)

    def predict(self, features):
        return features[:, 0] * 3 + features[:, 1]

    def importance(self):
        return self.own

    def to_state(self):
        return State({})


def _importance(model, sources=("a", "b", "b", "c"), **more):
    target = model.predict(ROWS)
    return feature_importance(model, ROWS, target, sources, "regression", **more)


def test_weights_are_folded_back_to_the_table_s_columns():
    assert _importance(_Model([1.0, 2.0, 3.0, 2.0])) == {
        "features": ["b", "c", "a"],
        "importances": [5 / 8, 2 / 8, 1 / 8],
        "method": "model",
    }


def test_weights_per_unit_count_as_much_as_the_column_varies():
    steady = ROWS * [1.0, 0.0, 0.0, 2.0] / ROWS.std(axis=0)

    found = feature_importance(
        _Model([1.0, 9.0, 9.0, 1.0]),
        steady,
        ROWS[:, 0],
        ("a", "b", "b", "c"),
        "regression",
        per_unit=True,
    )

    assert found["features"] == ["c", "a", "b"]
    assert found["importances"] == pytest.approx([2 / 3, 1 / 3, 0])


def test_a_model_without_weights_is_asked_with_shuffled_columns():
    found = _importance(_Model(), ("a", "b", "c", "c"))

    assert found["method"] == "permutation"
    assert found["features"][:2] == ["a", "b"]
    assert found["importances"][0] == pytest.approx(0.9, abs=0.05)  # 3² of 3² + 1²
    assert found["importances"][2] == 0.0
    assert sum(found["importances"]) == pytest.approx(1.0)


def test_a_model_that_heeds_nothing_has_no_important_column():
    assert _importance(_Model([0.0] * 4))["importances"] == [0.0, 0.0, 0.0]


def test_very_wide_tables_are_not_tried():
    wide = np.zeros((10, 60))
    names = [str(number) for number in range(60)]

    assert feature_importance(_Model(), wide, np.zeros(10), names, "regression") is None
