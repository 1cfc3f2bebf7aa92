"""Our own ways to train and predict give the numbers of scikit-learn's estimators."""

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.ensemble import (
    AdaBoostClassifier,
    AdaBoostRegressor,
    ExtraTreesClassifier,
    ExtraTreesRegressor,
)
from sklearn.naive_bayes import CategoricalNB, GaussianNB
from sklearn.svm import SVC, SVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Table, TaskKind

SEEDS_BELOW = 2**31 - 1


def _table(kind: TaskKind, n_classes: int = 3, categorical: tuple[int, ...] = ()) -> Table:
    features, target = make_classification(
        400, 6, n_informative=6, n_redundant=0, n_classes=n_classes, random_state=0
    )
    if categorical:
        features = np.random.default_rng(1).integers(0, 4, (400, 6)).astype(float)
        features[:, 0] = target
    truth = target if kind == "classification" else features[:, 0] * 3 + target
    parts = (features[:300], truth[:300], features[300:], truth[300:])
    return Table(kind, *parts, n_classes, tuple("abcdef"), categorical)


def _train(algorithm: str, table: Table, **params: object):
    values = get_entry(algorithm).defaults() | params
    *_, last = get_algorithm(algorithm).train(table, values, np.random.default_rng(5))
    return last.predictor()


def _seed() -> int:
    return int(np.random.default_rng(5).integers(SEEDS_BELOW))


def _expect(own, table: Table):
    own.fit(table.features, table.target)
    ask = own.predict_proba if table.kind == "classification" else own.predict
    return ask(table.validation_features)


@pytest.mark.parametrize(
    ("kind", "peer"),
    [("classification", ExtraTreesClassifier), ("regression", ExtraTreesRegressor)],
)
def test_extra_trees_are_those_of_scikit_learn(kind, peer):
    table = _table(kind)

    trees = _train("extra_trees", table, n_estimators=17, max_features="all", max_depth=6)

    own = peer(17, max_features=1.0, max_depth=6, random_state=_seed())
    assert np.allclose(trees.predict(table.validation_features), _expect(own, table), atol=1e-12)


@pytest.mark.parametrize(
    ("kind", "peer"),
    [("classification", DecisionTreeClassifier), ("regression", DecisionTreeRegressor)],
)
def test_a_decision_tree_is_that_of_scikit_learn(kind, peer):
    table = _table(kind)

    tree = _train("decision_tree", table, max_depth=5, ccp_alpha=0.001)

    own = peer(max_depth=5, ccp_alpha=0.001, random_state=_seed())
    assert np.allclose(tree.predict(table.validation_features), _expect(own, table), atol=1e-6)


def test_naive_bayes_over_numbers_is_gaussian():
    table = _table("classification")

    predictor = _train("naive_bayes", table, var_smoothing=1e-9)

    expected = _expect(GaussianNB(), table)
    assert np.allclose(predictor.predict(table.validation_features), expected, atol=1e-6)


def test_naive_bayes_over_categories_counts_them():
    table = _table("classification", categorical=tuple(range(6)))

    predictor = _train("naive_bayes", table, alpha=2.0)

    expected = _expect(CategoricalNB(alpha=2.0), table)
    assert np.allclose(predictor.predict(table.validation_features), expected, atol=1e-12)


def test_naive_bayes_hears_nothing_from_gaps_and_unknown_codes():
    table = _table("classification", categorical=(1,))
    predictor = _train("naive_bayes", table)
    rows = table.validation_features.copy()
    rows[:] = np.nan
    rows[1, 1] = 99.0  # a code that training never saw

    shares = predictor.predict(rows)

    known = np.bincount(table.target, minlength=3) / len(table.target)
    assert np.allclose(shares, known)


@pytest.mark.parametrize("kernel", ["linear", "poly", "rbf", "sigmoid"])
@pytest.mark.parametrize("n_classes", [2, 4])
def test_margins_are_those_of_scikit_learn(kernel, n_classes):
    table = _table("classification", n_classes)

    margins = _train("support_vector_machine", table, kernel=kernel).margins

    own = SVC(kernel=kernel, decision_function_shape="ovo").fit(table.features, table.target)
    between = own.decision_function(table.validation_features).reshape(100, -1)
    expected = np.zeros((100, n_classes))
    pairs = [(one, other) for one in range(n_classes) for other in range(one + 1, n_classes)]
    # Of two classes scikit-learn tells for the second, of more for the first of each pair.
    sign = -1.0 if n_classes == 2 else 1.0
    for number, (one, other) in enumerate(pairs):
        expected[:, one] += sign * between[:, number] / (n_classes - 1)
        expected[:, other] -= sign * between[:, number] / (n_classes - 1)
    found = margins.of_classes(table.validation_features)
    assert np.allclose(found, expected, atol=1e-9)


def test_support_vectors_for_numbers_are_those_of_scikit_learn():
    table = _table("regression")
    centre, spread = table.target.mean(), table.target.std()

    machine = _train("support_vector_machine", table, epsilon=0.05)

    own = SVR(epsilon=0.05).fit(table.features, (table.target - centre) / spread)
    expected = own.predict(table.validation_features) * spread + centre
    assert np.allclose(machine.predict(table.validation_features), expected, atol=1e-9)


@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize("rate", [1.0, 0.3])
def test_adaboost_weighs_trees_as_scikit_learn(n_classes, rate):
    table = _table("classification", n_classes)

    trees = _train("adaboost", table, n_estimators=25, learning_rate=rate, max_depth=2)

    own = AdaBoostClassifier(
        DecisionTreeClassifier(max_depth=2), n_estimators=25, learning_rate=rate, random_state=0
    )
    expected = _expect(own, table)
    assert np.allclose(trees.weights, own.estimator_weights_, atol=1e-9)
    # Of splits that are equally good each draws one, which few rows notice.
    found = trees.predict(table.validation_features)
    assert np.isclose(found, expected, atol=1e-9).all(axis=1).mean() >= 0.95


def test_adaboost_for_numbers_is_as_good_as_scikit_learn():
    table = _table("regression")

    trees = _train("adaboost", table, n_estimators=60, max_depth=4)

    own = AdaBoostRegressor(DecisionTreeRegressor(max_depth=4), n_estimators=60, random_state=0)
    truth = table.validation_target
    ours = np.abs(trees.predict(table.validation_features) - truth).mean()
    theirs = np.abs(_expect(own, table) - truth).mean()
    assert ours < 1.1 * theirs  # rows are drawn by lot, differently
