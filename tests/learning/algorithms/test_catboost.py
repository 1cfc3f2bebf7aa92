"""CatBoost some rounds at a time gives what CatBoost gives, and is used without it."""

import sys
from importlib.util import find_spec

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import log_loss

from armillary.base.errors import AppError, Unavailable
from armillary.learning import able
from armillary.learning import fit as fitting
from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import State, Table, Task
from armillary.learning.pack import pack_arrays, unpack_arrays

needs_catboost = pytest.mark.skipif(
    find_spec("catboost") is None, reason="catboost is not installed: armillary[catboost]"
)
ARRAYS = "symmetric_trees.safetensors"


def _table() -> Table:
    rows, target = load_breast_cancer(return_X_y=True)
    rows = rows.astype(np.float32)
    rows[::7, 3] = np.nan
    parts = (rows[:400], target[:400], rows[400:], target[400:])
    names = tuple(f"c{place}" for place in range(rows.shape[1]))
    return Table("classification", *parts, 2, names)


def _learn(**params):
    values = get_entry("catboost").defaults() | params
    *_, last = get_algorithm("catboost").train(_table(), values, np.random.default_rng(3))
    return last


@needs_catboost
def test_tens_of_rounds_are_as_good_as_one_run_of_catboost():
    import catboost

    table = _table()
    own = catboost.CatBoostClassifier(
        iterations=100, learning_rate=0.1, allow_writing_files=False, verbose=0, thread_count=1
    ).fit(table.features, table.target)
    expected = log_loss(table.validation_target, own.predict_proba(table.validation_features))

    model = _learn(n_estimators=100).predictor()

    found = log_loss(table.validation_target, model.predict(table.validation_features))
    # Other draws end a little elsewhere; without the sums of the rounds before it would be far off.
    assert found == pytest.approx(expected, rel=0.25)


@needs_catboost
def test_one_training_of_ten_rounds_answers_what_catboost_answers():
    import catboost

    table, seed = _table(), int(np.random.default_rng(3).integers(2**30))
    own = catboost.CatBoost(
        {"loss_function": "Logloss", "iterations": 10, "learning_rate": 0.1, "random_seed": seed,
         "boosting_type": "Plain", "boost_from_average": False, "border_count": 254,
         "bootstrap_type": "Bayesian", "thread_count": 1, "allow_writing_files": False,
         "logging_level": "Silent"}
    ).fit(table.features, table.target)  # fmt: skip

    model = _learn(n_estimators=10, early_stopping_rounds=None).predictor()

    expected = own.predict(table.validation_features, prediction_type="Probability")
    assert model.predict(table.validation_features) == pytest.approx(expected, abs=1e-6)


@needs_catboost
def test_a_stored_model_answers_where_catboost_is_not_installed(monkeypatch):
    state = _learn(n_estimators=20).state().for_predicting()
    expected = get_algorithm("catboost").load(state).predict(_table().features)
    for name in [name for name in sys.modules if name.split(".")[0] == "catboost"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "catboost", None)

    answers = get_algorithm("catboost").load(state).predict(_table().features)

    assert answers.tolist() == expected.tolist()


@needs_catboost
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("columns", lambda array: array + 1000),
        ("columns", lambda array: -array - 1),
        ("n_levels", lambda array: array + 40),
        ("n_levels", lambda array: array[:-1]),
        ("leaves", lambda array: array[:-1]),
        ("borders", lambda array: array[None]),
    ],
)
def test_trees_that_do_not_hold_together_are_refused(name, change):
    state = _learn(n_estimators=10).state().for_predicting()
    arrays = unpack_arrays(state, ARRAYS)
    arrays[name] = change(arrays[name])

    with pytest.raises(AppError) as error:
        get_algorithm("catboost").load(State({**state.files, ARRAYS: pack_arrays(arrays)}))

    assert error.value.code == "broken_model"


def test_where_it_is_not_installed_it_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(able, "find_spec", lambda _name: None)
    frame = load_breast_cancer(as_frame=True).frame

    with pytest.raises(Unavailable, match=r"Install armillary\[catboost\]"):
        next(fitting.fit(frame, Task("classification", "target"), "catboost", {}, seed=0))
