"""Forests and boosted trees: the same numbers as scikit-learn's own, and no trust in arrays."""

import json

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)

from armillary.base.errors import Invalid
from armillary.learning.algorithms import get_algorithm
from armillary.learning.boosting import BoostedTrees
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import State, Table
from armillary.learning.pack import pack_arrays, unpack_arrays
from armillary.learning.trees import Forest


def _table(kind: str = "classification", n_classes: int = 3) -> Table:
    features, target = make_classification(
        400, 6, n_informative=6, n_redundant=0, n_classes=n_classes, random_state=0
    )
    features[::7, 1] = np.nan
    features[:, 4] = np.random.default_rng(0).integers(0, 5, 400)
    truth = target if kind == "classification" else features[:, 0] * 3 + target
    parts = (features[:300], truth[:300], features[300:], truth[300:])
    return Table(kind, *parts, n_classes, tuple("abcdef"), (4,))


def _train(algorithm: str, table: Table, **params: object):
    values = get_entry(algorithm).defaults() | params
    *_, last = get_algorithm(algorithm).train(table, values, np.random.default_rng(5))
    return last.predictor()


@pytest.mark.parametrize("kind", ["classification", "regression"])
def test_a_forest_is_that_of_scikit_learn_with_the_same_seed(kind):
    table = _table(kind)
    forest = _train("random_forest", table, n_estimators=23, max_features="all", max_depth=6)

    seed = int(np.random.default_rng(5).integers(2**31 - 1))
    peer = RandomForestClassifier if kind == "classification" else RandomForestRegressor
    own = peer(23, max_features=1.0, max_depth=6, random_state=seed)
    own.fit(table.features, table.target)

    expected = own.predict_proba if kind == "classification" else own.predict
    assert np.allclose(
        forest.predict(table.validation_features), expected(table.validation_features), atol=1e-12
    )
    importance = forest.importance()
    assert np.allclose(importance / importance.sum(), own.feature_importances_, atol=1e-12)


@pytest.mark.parametrize(
    ("kind", "n_classes"), [("classification", 2), ("classification", 3), ("regression", 2)]
)
def test_boosted_trees_are_those_of_scikit_learn(kind, n_classes):
    table = _table(kind, n_classes)
    peer = (
        HistGradientBoostingClassifier
        if kind == "classification"
        else HistGradientBoostingRegressor
    )
    own = peer(max_iter=30, categorical_features=[4], random_state=0, early_stopping=False)
    own.fit(table.features, table.target)
    odd = table.validation_features.copy()
    odd[:5, 4] = 77.0  # a code that training never saw
    odd[5:9] = np.nan

    trees = BoostedTrees.of(own, table.kind, [4])

    expected = own.predict_proba if kind == "classification" else own.predict
    assert np.allclose(trees.predict(odd), expected(odd), atol=1e-12)
    loaded = BoostedTrees.from_state(trees.to_state())
    assert np.array_equal(loaded.predict(odd), trees.predict(odd))
    assert np.array_equal(loaded.importance(), trees.importance())


def _changed(state: State, name: str, **changes) -> State:
    arrays = unpack_arrays(state, name)
    for key, change in changes.items():
        arrays[key] = change(arrays[key].copy())
    return State({**state.files, name: pack_arrays(arrays)})


def _at(place, value):
    def change(array):
        array[place] = value
        return array

    return change


@pytest.mark.parametrize(
    "changes",
    [
        {"left_child": _at(0, 10**6)},
        {"right_child": _at(0, 0)},
        {"left_child": _at(0, -7)},
        {"feature": _at(0, 6)},
        {"feature": _at(0, -1)},
        {"n_nodes": _at(0, 10**6)},
        {"n_nodes": _at(0, -1)},
        {"value": lambda array: array[:, :1]},
        {"threshold": lambda array: array[:-1]},
    ],
)
def test_a_forest_that_would_read_beyond_its_tables_is_refused(changes):
    state = _train("random_forest", _table(), n_estimators=3).to_state()

    with pytest.raises(Invalid) as caught:
        Forest.from_state(_changed(state, "forest.safetensors", **changes))
    assert caught.value.code == "broken_model"


@pytest.mark.parametrize(
    "changes",
    [
        {"left": _at(0, 10**6)},
        {"right": _at(0, 0)},
        {"feature_idx": _at(0, 6)},
        {"feature_idx": _at(0, -1)},
        {"n_nodes": _at(0, 10**6)},
        {"n_bitsets": _at(0, 10**6)},
        {"is_categorical": lambda array: np.ones_like(array), "bitset_idx": lambda a: a + 10**6},
        {"order": _at(0, 99)},
        {"known": lambda array: array[:0]},
        {"places": lambda array: array[:2]},
        {"baseline": lambda array: array[:0]},
        {"value": lambda array: array[:-1]},
    ],
)
def test_boosted_trees_that_would_read_beyond_their_tables_are_refused(changes):
    state = _train("hist_gradient_boosting", _table(), max_iter=30).to_state()

    with pytest.raises(Invalid) as caught:
        BoostedTrees.from_state(_changed(state, "boosting.safetensors", **changes))
    assert caught.value.code == "broken_model"


@pytest.mark.parametrize(
    "changes",
    [
        {"left_children": _at(0, 10**6)},
        {"right_children": _at(0, 0)},
        {"split_indices": _at(0, 6)},
        {"split_indices": lambda values: values[:-1]},
        {"categories_segments": _at(0, 10**6)},
        {"categories_nodes": _at(0, 10**6)},
        {"categories": lambda values: values[:-1]},
    ],
)
def test_a_booster_that_would_read_beyond_its_tables_is_refused(changes):
    state = _train("xgboost", _table(), n_estimators=2).to_state()
    content = json.loads(state.files["model.xgboost.json"])
    trees = content["learner"]["gradient_booster"]["model"]["trees"]
    tree = next(tree for tree in trees if tree["categories"])
    for name, change in changes.items():
        tree[name] = change(tree[name])
    damaged = State({"model.xgboost.json": json.dumps(content).encode()})

    with pytest.raises(Invalid) as caught:
        get_algorithm("xgboost").load(damaged)
    assert caught.value.code == "broken_model"


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xff" * 64])
def test_what_is_no_safetensors_file_is_refused(data):
    state = _train("random_forest", _table(), n_estimators=1).to_state()

    with pytest.raises(Invalid, match="weights of the model cannot be read"):
        Forest.from_state(State({**state.files, "forest.safetensors": data}))
