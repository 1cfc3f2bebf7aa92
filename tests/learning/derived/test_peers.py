"""A derived algorithm answers what scikit-learn's own estimator answers on the same rows."""

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator, is_regressor
from sklearn.compose import TransformedTargetRegressor
from sklearn.datasets import make_classification
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.linear_model import RidgeClassifier
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from armillary.base.errors import Invalid
from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import SUPERVISED, Table
from armillary.learning.derived.trusted import load_class
from tests.contracts.rotation import chosen_entries

DERIVED = [
    entry.id
    for entry in chosen_entries()
    if entry.derived_from is not None and not SUPERVISED.isdisjoint(entry.tasks)
]
SEED = int(np.random.default_rng(5).integers(2**31 - 1))
WIDE = ConstantKernel() * RBF(6**0.5)
# What differs from scikit-learn's defaults, said again.
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "gaussian_process_classifier": {"kernel": WIDE},
    "gaussian_process_regressor": {"kernel": WIDE + WhiteKernel()},
    "kernel_ridge": {"kernel": "rbf"},
    "lasso_lars": {"alpha": 0.01},
    "logistic_regression_cv": {
        "l1_ratios": (0.0,),
        "use_legacy_attributes": False,
        "scoring": "neg_log_loss",
    },
    "quadratic_discriminant_analysis": {"solver": "eigen", "shrinkage": 0.1},
    "quantile_regressor": {"alpha": 0.01},
    "ransac_regressor": {"min_samples": 0.5},
    "theil_sen_regressor": {"max_subpopulation": 1000},
}
AS_IT_IS = ("extra_tree_regressor", "bagging_regressor", "gradient_boosting_regressor")
AS_COUNTS = ("poisson_regressor", "gamma_regressor")


def _table(algorithm_id: str, n_classes: int = 3) -> Table:
    features, target = make_classification(
        160, 6, n_informative=6, n_redundant=0, n_classes=n_classes, random_state=0
    )
    kind: Any = get_entry(algorithm_id).tasks[0]
    truth = target if kind == "classification" else np.exp(features[:, 0] / 2 + target / 3) * 70
    parts = (features[:120], truth[:120], features[120:], truth[120:])
    return Table(kind, *parts, n_classes if kind == "classification" else 0, tuple("abcdef"))


def _train(algorithm_id: str, table: Table, **params: Any) -> Any:
    values = get_entry(algorithm_id).defaults() | params
    training = get_algorithm(algorithm_id).train(table, values, np.random.default_rng(5))
    *_, last = training
    return last.predictor().predict(table.validation_features)


def _own(algorithm_id: str) -> BaseEstimator:
    kind = load_class(get_entry(algorithm_id).derived_from)
    seeded = "random_state" in inspect.signature(kind).parameters
    own = kind(**GIVEN.get(algorithm_id, {}), **({"random_state": SEED} if seeded else {}))
    if is_regressor(own) and algorithm_id not in (*AS_IT_IS, *AS_COUNTS):
        return TransformedTargetRegressor(own, transformer=StandardScaler())
    return own


def _shares(own: Any, rows: Any) -> Any:
    """Give a classifier's probabilities, or what is made of its scores."""
    if hasattr(own, "predict_proba"):
        return own.predict_proba(rows)
    powers = np.exp(own.decision_function(rows))
    return powers / powers.sum(axis=1, keepdims=True)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("algorithm_id", DERIVED)
def test_it_predicts_what_scikit_learn_predicts(algorithm_id):
    table = _table(algorithm_id)
    own = _own(algorithm_id)

    with threadpool_limits(limits=1):
        found = _train(algorithm_id, table)
        own.fit(table.features, table.target)
        ask = _shares if table.kind == "classification" else type(own).predict
        expected = ask(own, table.validation_features)

    # Sums of a scaled target end in other last bits, which solvers carry on.
    spread = table.target.std() if table.kind == "regression" else 1.0
    assert np.allclose(found, expected, rtol=1e-7, atol=1e-7 * spread)


def test_two_classes_are_told_by_one_score():
    table = _table("ridge_classifier", 2)

    shares = _train("ridge_classifier", table, alpha=10.0)

    own = RidgeClassifier(alpha=10.0).fit(table.features, table.target)
    second = 1 / (1 + np.exp(-own.decision_function(table.validation_features)))
    assert np.allclose(shares, np.stack([1 - second, second], axis=1), atol=1e-12)


def test_boosting_with_patience_stops_where_scikit_learn_stops():
    table = _table("gradient_boosting_classifier")

    shares = _train("gradient_boosting_classifier", table, n_iter_no_change=3)

    own = GradientBoostingClassifier(n_iter_no_change=3, random_state=SEED)
    own.fit(table.features, table.target)
    assert own.n_estimators_ < 100
    assert np.allclose(shares, own.predict_proba(table.validation_features), atol=1e-12)


def test_more_rows_than_it_can_bear_are_refused_before_it_begins():
    rows = np.zeros((1_501, 2))
    table = Table("regression", rows, rows[:, 0], rows[:5], rows[:5, 0], 0, ("a", "b"))

    with pytest.raises(Invalid, match=r"takes at most 1500 training rows.* here are 1501") as error:
        _train("gaussian_process_regressor", table)

    assert error.value.code == "too_many_rows"


def test_a_target_below_zero_is_refused_by_who_counts():
    table = _table("gamma_regressor")
    table.target[7] = -2.0

    with pytest.raises(Invalid, match="numbers that are above 0; the target goes down to -2"):
        _train("gamma_regressor", table)


def test_a_row_beyond_all_others_is_answered_with_a_number():
    table = _table("poisson_regressor")
    values = get_entry("poisson_regressor").defaults()

    *_, last = get_algorithm("poisson_regressor").train(table, values, np.random.default_rng(5))

    far = last.predictor().predict(table.features[:2] * 1e6)
    assert np.isfinite(far).all()
    assert far.max() > 1e300


def test_a_table_with_less_room_is_told_and_served():
    table = _table("pls_regression")
    values = get_entry("pls_regression").defaults() | {"n_components": 20}

    *_, last = get_algorithm("pls_regression").train(table, values, np.random.default_rng(5))

    assert "This table allows n_components up to 6, which was used." in last.warnings


def test_scores_are_not_sold_as_probabilities():
    table = _table("linear_svc")
    values = get_entry("linear_svc").defaults()

    *_, last = get_algorithm("linear_svc").train(table, values, np.random.default_rng(5))

    assert any("not probabilities" in warning for warning in last.warnings)


def test_a_solution_that_was_not_reached_is_told():
    table = _table("mlp_classifier")
    values = get_entry("mlp_classifier").defaults() | {"max_iter": 3}

    *_, last = get_algorithm("mlp_classifier").train(table, values, np.random.default_rng(5))

    assert any("was not reached" in warning for warning in last.warnings)
