"""Linear models and neighbours, against scikit-learn on the same encoded table."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier

from armillary.learning.contract import State, Task
from armillary.learning.fit import Shares, fit
from armillary.learning.linear import LinearPredictor
from armillary.learning.prepare import prepare


def _table(n_classes: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(300, 4)) * [1, 10, 100, 1000], columns=list("abcd"))
    noisy = frame["a"] + frame["b"] / 10 + rng.normal(size=300)
    frame["y"] = pd.qcut(noisy, n_classes, labels=False) if n_classes else noisy
    return frame


def _fitted(algorithm, params, n_classes=3):
    """Give the model and the encoded training part it was given."""
    kind = "classification" if n_classes else "regression"
    task = Task(kind, "y")
    *_, last = fit(_table(n_classes), task, algorithm, params, seed=0)
    rng = np.random.default_rng(np.random.SeedSequence(0).spawn(2)[0])
    model = last.model()
    return last, model, prepare(_table(n_classes), task, Shares(), rng).table(model.preprocess)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize(
    ("kind", "solver", "ratio"),
    [("l2", "lbfgs", 0.0), ("l1", "saga", 1.0), ("elastic_net", "saga", 0.5)],
)
def test_stretches_of_the_solver_end_at_scikit_learn_s_optimum(n_classes, kind, solver, ratio):
    params = {"regularization": kind, "c": 0.3, "tolerance": 1e-8, "max_iter": 20_000}
    last, model, table = _fitted("logistic_regression", params, n_classes)

    own = LogisticRegression(C=0.3, l1_ratio=ratio, solver=solver, tol=1e-8, max_iter=20_000)
    own.fit(table.features, table.target)

    rows = table.validation_features
    assert np.allclose(model.predictor.predict(rows), own.predict_proba(rows), atol=1e-4)
    assert last.step < 20_000
    assert not last.warnings


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("weight", ["none", "balanced"])
def test_the_weights_are_scikit_learn_s_own_after_as_many_iterations(n_classes, weight):
    params = {"c": 2.0, "class_weight": weight}
    last, model, table = _fitted("logistic_regression", params, n_classes)

    own = LogisticRegression(C=2.0, class_weight=None if weight == "none" else weight)
    own.fit(table.features, table.target)

    assert last.step == own.n_iter_[0]
    assert np.allclose(model.predictor.coefficients, own.coef_, rtol=1e-9, atol=1e-12)
    assert np.allclose(model.predictor.intercepts, own.intercept_, rtol=1e-9, atol=1e-12)


def test_a_state_without_the_memory_of_its_solver_is_gone_on_from():
    task, params = Task("classification", "y"), {"tolerance": 1e-8}
    running = fit(_table(), task, "logistic_regression", params, seed=0)
    state = [next(running) for _ in range(3)][-1].state()
    running.close()
    files = {name: data for name, data in state.files.items() if "solver" not in name}
    whole, _, _ = _fitted("logistic_regression", params)

    *_, last = fit(
        _table(), task, "logistic_regression", params, seed=0, resume=State(files, frozenset())
    )

    rows = _table().drop(columns="y")
    assert len(files) == len(state.files) - 1
    assert last.step > 3
    assert np.allclose(
        last.model().predict(rows).probabilities,
        whole.model().predict(rows).probabilities,
        atol=1e-6,
    )


def test_looks_at_weights_are_many_at_first_and_tell_how_steep_it_is():
    looks = list(fit(_table(), Task("classification", "y"), "logistic_regression", {}, seed=0))
    steps = [look.step for look in looks[:-1]]

    assert steps[:4] == [1, 2, 3, 4]
    steepness = [look.vitals["gradient_norm"] for look in looks]
    assert steepness[-1] < 1e-2 < steepness[0]


def test_weights_that_still_move_at_the_end_are_told():
    last, _, _ = _fitted("logistic_regression", {"max_iter": 2, "tolerance": 1e-10})

    assert last.step == last.total == 2
    assert "still moved after 2 iterations" in last.warnings[-1]


@pytest.mark.parametrize("alpha", [0.0, 5.0])
def test_ridge_is_that_of_scikit_learn(alpha):
    _, model, table = _fitted("linear_regression", {"alpha": alpha}, n_classes=0)

    own = Ridge(alpha=alpha).fit(table.features, table.target)

    rows = table.validation_features
    assert np.allclose(model.predictor.predict(rows), own.predict(rows), atol=1e-9)


def test_plain_least_squares_bears_columns_that_repeat_each_other():
    table = _table(0)
    table["again"] = table["a"]

    *_, last = fit(table, Task("regression", "y"), "linear_regression", {"alpha": 0.0}, seed=0)

    assert last.evaluation["overall_metrics"]["r2"] > 0.4


def test_neighbours_are_those_of_scikit_learn():
    _, model, table = _fitted("k_nearest_neighbors", {"n_neighbors": 7, "weights": "distance"})

    own = KNeighborsClassifier(7, weights="distance").fit(table.features, table.target)

    rows = table.validation_features
    assert np.array_equal(model.predictor.predict(rows), own.predict_proba(rows))


def test_more_neighbours_than_rows_are_told():
    table = _table().head(20).assign(y=[0, 1] * 10)

    *_, last = fit(
        table, Task("classification", "y"), "k_nearest_neighbors", {"n_neighbors": 50}, seed=0
    )

    assert last.warnings == ("There are only 14 training rows, so k = 14 was used.",)


def test_extreme_scores_give_probabilities_all_the_same():
    predictor = LinearPredictor("classification", np.array([[1.0]]), np.array([0.0]))
    three = LinearPredictor("classification", np.array([[1.0], [0.0], [-1.0]]), np.zeros(3))

    rows = np.array([[1e4], [0.0], [-1e4]])

    assert predictor.predict(rows).tolist() == [[0, 1], [0.5, 0.5], [1, 0]]
    assert three.predict(rows)[[0, 2]].tolist() == [[1, 0, 0], [0, 0, 1]]
