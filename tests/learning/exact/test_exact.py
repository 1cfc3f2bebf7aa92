"""What columns add exactly: against CatBoost's own, by hand, and by what the sums come to."""

from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from armillary.learning.algorithms.catboost.trees import SymmetricTrees, Tree, read_trees
from armillary.learning.calibration.predictor import uncalibrated
from armillary.learning.contract import State, Task
from armillary.learning.exact import exactly
from armillary.learning.explain._shapley import attribute
from armillary.learning.explain.contributions import how_found
from armillary.learning.explain_subject import gather, subject_of
from armillary.learning.explaining import Budget
from armillary.learning.fit import fit
from armillary.learning.pack import pack_arrays, unpack_arrays
from armillary.learning.stacked import Member, StackedPredictor
from armillary.learning.tree_shap import tree_sum_of

COLUMNS = ("number", "other", "third", "town")
needs_catboost = pytest.mark.skipif(
    find_spec("catboost") is None, reason="catboost is not installed: armillary[catboost]"
)


@pytest.fixture(scope="module")
def table():
    chance = np.random.default_rng(2)
    number, other, third = chance.normal(size=(3, 260))
    town = chance.choice(["Bonn", "Ulm", "Köln", "Jena"], 260)
    price = number * other + third + (town == "Ulm") + 0.3 * chance.normal(size=260)
    number[::9] = np.nan
    return pd.DataFrame(
        {
            "number": number,
            "other": other,
            "third": third,
            "town": town,
            "price": price,
            "count": np.exp(third).round(),
            "kind": np.where(price > 0.8, "dear", np.where(price > 0, "fair", "cheap")),
            "sold": np.where(price > 0.4, "yes", "no"),
        }
    )


def _model(table, algorithm, target, params=None, **more):
    kind = "regression" if target in ("price", "count") else "classification"
    task = Task(kind, target, COLUMNS)
    *_, last = fit(table, task, algorithm, params or {}, seed=4, **more)
    return last.model()


def _attributed(model, table):
    """Give what columns add to some rows, and what the model says of them (n_rows, n_chosen)."""
    subject = subject_of(gather(model, table), rows=40, seed=0, budget=Budget(10**6, 60))
    chance = np.random.default_rng(0)
    found = attribute(subject, subject.features, subject.blocks, chance, usual_rows=5)
    assert found.values.sum(axis=1) + found.base == pytest.approx(found.said, abs=1e-9)
    return found, subject


def _log_odds(chances):
    return np.log(chances / (1 - chances))


@needs_catboost
@pytest.mark.parametrize(("target", "loss"), [("two", "Logloss"), ("three", "MultiClass")])
def test_values_of_catboost_are_those_that_it_gives_itself(tmp_path, target, loss):
    import catboost

    chance = np.random.default_rng(1)
    rows = chance.normal(size=(150, 5)).astype(np.float32)
    rows[::7, 2] = np.nan
    score = rows[:, 0] * rows[:, 1] + np.nan_to_num(rows[:, 2])
    truth = np.digitize(score, [0.0] if target == "two" else [-0.5, 0.5])
    # Deep for so few rows, so that most leaves are empty.
    settings = {"iterations": 8, "depth": 8, "allow_writing_files": False, "verbose": 0}
    pool = catboost.Pool(rows, truth, weight=chance.uniform(0.5, 2.0, len(rows)))
    own = catboost.CatBoost({"loss_function": loss, "boost_from_average": False, **settings})
    own.fit(pool)
    own.save_model(str(tmp_path / "model.json"), format="json")
    width = 1 if target == "two" else 3
    trees = read_trees((tmp_path / "model.json").read_bytes(), width)
    symmetric = SymmetricTrees("classification", 5, np.zeros(width), trees)

    found = tree_sum_of(symmetric).contributions(rows)

    expected = own.get_feature_importance(pool, type="ShapValues")
    expected = expected[:, :, None] if width == 1 else expected.transpose(0, 2, 1)
    # CatBoost keeps the values of leaves and what it adds up in 64 bits, borders in 32.
    assert found == pytest.approx(expected, abs=1e-9)
    again = SymmetricTrees.from_state(symmetric.to_state())
    assert tree_sum_of(again).contributions(rows) == pytest.approx(found, abs=0)


def test_symmetric_trees_of_which_it_is_not_known_who_came_by_have_no_exact_values():
    leaves = np.array([[1.0], [2.0]])
    questions = (np.zeros(1, np.int32), np.zeros(1, np.float32), np.zeros(1, np.bool_))
    known = Tree(*questions, leaves, np.array([3.0, 1.0]))
    symmetric = SymmetricTrees("regression", 1, np.array([5.0]), (known,))
    state = symmetric.to_state()
    (name,) = (one for one in state.files if one.endswith(".safetensors"))
    arrays = unpack_arrays(state, name)
    del arrays["covers"]

    older = SymmetricTrees.from_state(State({**state.files, name: pack_arrays(arrays)}))

    assert tree_sum_of(older) is None
    # Three of four rows say 1, one says 2: the base is 5 + 1.25.
    found = tree_sum_of(symmetric).contributions(np.array([[1.0], [-1.0]]))[:, :, 0]
    assert found.tolist() == [[0.75, 6.25], [-0.25, 6.25]]


@pytest.mark.parametrize(
    ("algorithm", "target", "params", "expected"),
    [
        pytest.param("catboost", "sold", {"n_estimators": 20}, ("trees", "log odds"),
                     marks=needs_catboost),
        ("bagging_classifier", "sold", {"max_features": 0.6}, ("trees", "probability")),
        ("bagging_classifier", "kind", {"max_samples": 0.1}, ("trees", "probability")),
        ("bagging_regressor", "price", {"max_features": 0.5}, ("trees", "price")),
        ("ridge_cv", "price", {}, ("linear", "price")),
        ("huber_regressor", "price", {}, ("linear", "price")),
        ("linear_svc", "kind", {}, ("linear", "score")),
        ("ridge_classifier", "sold", {}, ("linear", "log odds")),
        ("poisson_regressor", "count", {}, ("linear", "logarithm of count")),
        ("naive_bayes", "kind", {}, ("by_column", "score")),
    ],
)  # fmt: skip
def test_sums_are_what_models_of_every_kind_say(table, algorithm, target, params, expected):
    found, subject = _attributed(_model(table, algorithm, target, params), table)

    assert (found.method, found.unit) == expected
    assert found.errors is None
    said = subject.said(subject.features)
    if found.unit == "log odds":
        said = _log_odds(said)
    elif found.unit.startswith("logarithm"):
        said = np.log(said)
    if found.unit != "score":
        assert found.said == pytest.approx(said, abs=1e-6)
    else:
        shares = np.exp(found.said) / np.exp(found.said).sum(axis=1, keepdims=True)
        assert shares == pytest.approx(said, abs=1e-9)


def test_what_a_column_says_by_itself_is_told_apart_from_what_it_usually_says(table):
    model = _model(table, "naive_bayes", "sold")
    features = model.preprocess.encode(table)
    usual, rows = features[:30], features[30:60]

    found = exactly(model.predictor, usual, rows).contributions(rows)

    predictor = model.predictor
    place = int(predictor.numbers[1])  # a column of numbers without gaps
    mean, variance = predictor.means[1], predictor.variances[1]

    def said(values):
        apart = (values[:, None] - mean) ** 2 / variance
        return -0.5 * (np.log(2 * np.pi * variance) + apart)

    expected = said(rows[:, place]) - said(usual[:, place]).mean(axis=0)
    assert found[:, place] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("first", "algorithm", "target", "method"),
    [
        ("robust_scaler", "random_forest", "sold", "trees"),
        ("quantile_transformer", "lightgbm", "price", "trees"),
        ("select_k_best", "decision_tree", "kind", "trees"),
        ("pca", "linear_regression", "price", "linear"),
        ("pca", "random_forest", "price", "enumerated"),
    ],
)
def test_algorithms_that_go_first_are_seen_through_where_columns_stay_columns(
    table, first, algorithm, target, method
):
    params = {"n_estimators": 10} if algorithm == "random_forest" else {}
    steps = [{"algorithm_id": first, "hyperparameters": {}}]
    model = _model(table, algorithm, target, params, first=steps)

    found, subject = _attributed(model, table)

    assert found.method == method
    if target == "price":
        assert found.said == pytest.approx(subject.said(subject.features), abs=1e-6)


@pytest.mark.parametrize(
    ("algorithm", "target", "calibration", "unit", "is_before"),
    [
        ("lightgbm", "sold", "sigmoid", "log odds", False),
        ("lightgbm", "kind", "temperature", "score", False),
        ("adaboost", "sold", "sigmoid", "log odds", False),
        ("logistic_regression", "sold", "temperature", "log odds", False),
        ("lightgbm", "sold", "isotonic", "uncalibrated log odds", True),
        ("lightgbm", "kind", "sigmoid", "uncalibrated score", True),
        ("random_forest", "sold", "sigmoid", "uncalibrated probability", True),
    ],
)
def test_calibrated_models_are_explained_as_far_as_calibrating_draws_a_line(
    table, algorithm, target, calibration, unit, is_before
):
    larger = pd.concat([table] * 4, ignore_index=True)  # isotonic takes a hundred rows
    larger["other"] += np.random.default_rng(0).normal(size=len(larger)) * 1e-3
    params = {} if algorithm == "logistic_regression" else {"n_estimators": 10}
    model = _model(larger, algorithm, target, params, calibration=calibration)

    found, subject = _attributed(model, larger)

    assert (found.unit, found.is_before) == (unit, is_before)
    assert ("before calibrating" in how_found(found)) is is_before
    meant = uncalibrated(model.predictor) if is_before else model.predictor
    said = meant.predict(subject.features)[:, list(subject.chosen)]
    if unit.endswith("log odds"):
        said = _log_odds(said)
    if not unit.endswith("score"):
        assert found.said == pytest.approx(said, abs=1e-6)


def test_a_stack_is_exact_where_each_member_says_a_sum(table):
    models = [
        _model(table, "linear_regression", "price"),
        _model(table, "random_forest", "price", {"n_estimators": 5}),
    ]
    encoded = [model.preprocess.encode(table) for model in models]
    ends = np.cumsum([0, *[one.shape[1] for one in encoded]]).tolist()
    members = [
        Member(model.algorithm, weight, ends[at], ends[at + 1], str(encoded[at].dtype))
        for at, (model, weight) in enumerate(zip(models, (0.3, 0.7), strict=True))
    ]
    stack = StackedPredictor(members, [model.predictor for model in models])
    features = np.concatenate(encoded, axis=1)

    found = exactly(stack, features[:50], features[50:80])

    given = found.contributions(features[80:])
    assert (found.method, found.scale) == ("members", "as said")
    assert given.sum(axis=1)[:, 0] == pytest.approx(stack.predict(features[80:]), abs=1e-6)
    line = exactly(models[0].predictor, encoded[0][:50], encoded[0][50:80])
    alone = line.contributions(encoded[0][80:])[:, :-1]
    assert given[:, : ends[1]] == pytest.approx(0.3 * alone, abs=1e-9)


def test_a_stack_of_log_odds_has_no_exact_values(table):
    model = _model(table, "lightgbm", "sold", {"n_estimators": 5})
    rows = model.preprocess.encode(table)
    member = Member("lightgbm", 1.0, 0, rows.shape[1], str(rows.dtype))

    assert exactly(StackedPredictor([member], [model.predictor]), rows, rows) is None


def test_sums_that_are_not_what_a_model_says_are_not_believed():
    wrong = SimpleNamespace(
        predict=lambda rows: rows.sum(axis=1),
        importance=lambda: None,
        to_state=lambda: State({}),
        contributions=lambda rows: np.zeros((len(rows), rows.shape[1] + 1, 1)),
    )
    rows = np.random.default_rng(0).normal(size=(20, 3))

    assert exactly(wrong, rows, rows) is None
