"""Rows and classes that count differently."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import mean_squared_error, roc_auc_score

from armillary.base.errors import AppError
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.prepare import prepare
from armillary.learning.split import Shares


def _table(count: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(count, 3)), columns=["a", "b", "c"])
    table["price"] = 3 * table["a"] - table["b"] + rng.normal(size=count)
    table["kind"] = np.where(table["price"] + rng.normal(size=count) > 1.5, "rare", "usual")
    table["counts"] = rng.integers(1, 5, size=count) * 0.5
    return table


def _parts(table: pd.DataFrame, task: Task) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the training rows and the test rows as a training with seed 3 has them."""
    seeds = np.random.SeedSequence(3).spawn(3)
    split = prepare(table, task, Shares(), np.random.default_rng(seeds[0])).split
    return table.iloc[split.train], table.iloc[split.test]


def test_weights_are_those_of_scikit_learn_in_learning_and_in_judging():
    table = _table()
    task = Task("regression", "price", ("a", "b", "c"), weight="counts")
    training, test = _parts(table, task)

    *_, last = fit(table, task, "linear_regression", {}, seed=3)

    names = ["a", "b", "c"]
    centre, spread = training[names].mean(), training[names].std(ddof=0)
    weights = training["counts"] / training["counts"].mean()
    peer = Ridge(alpha=1.0)
    peer.fit((training[names] - centre) / spread, training["price"], sample_weight=weights)
    said = peer.predict((test[names] - centre) / spread)
    mse = mean_squared_error(test["price"], said, sample_weight=test["counts"])
    assert last.evaluation["overall_metrics"]["mse"] == pytest.approx(mse)


def test_the_weighted_auc_is_that_of_scikit_learn():
    table = _table()
    task = Task("classification", "kind", ("a", "b", "c"), weight="counts")
    _, test = _parts(table, task)

    *_, last = fit(table, task, "logistic_regression", {}, seed=3)

    usual = last.model().predict(test).probabilities[:, 1]
    area = roc_auc_score(test["kind"] == "usual", usual, sample_weight=test["counts"])
    assert last.evaluation["overall_metrics"]["auc"] == pytest.approx(area)


def test_own_class_weights_are_those_of_scikit_learn_and_do_not_judge():
    table = _table()
    names = ("a", "b", "c")
    plain = Task("classification", "kind", names)
    weighed = Task("classification", "kind", names, class_weights={"rare": 5.0})
    training, test = _parts(table, plain)

    *_, last = fit(table, weighed, "logistic_regression", {"tolerance": 1e-8}, seed=3)

    columns = list(names)
    centre, spread = training[columns].mean(), training[columns].std(ddof=0)
    counts = np.where(training["kind"] == "rare", 5.0, 1.0)
    peer = LogisticRegression(tol=1e-8)
    scaled = (training[columns] - centre) / spread
    peer.fit(scaled, training["kind"], sample_weight=counts / counts.mean())
    said = peer.predict((test[columns] - centre) / spread)
    assert last.evaluation["overall_metrics"]["accuracy"] == pytest.approx(
        (said == test["kind"]).mean()
    )
    assert last.evaluation["weighted_by"] is None


def test_rows_of_weight_nought_are_left_out_and_told():
    table = _table()
    table.loc[:49, "counts"] = 0.0
    task = Task("classification", "kind", weight="counts")

    first = next(fit(table, task, "naive_bayes", {}, seed=3))

    assert any("50 rows have weight 0 and were left out." in told for told in first.warnings)
    assert sum(first.model().evaluation["split"].values()) == 250


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (-1.0, "1 is below 0, such as -1"),
        (np.nan, "1 row has none, or an infinite one"),
        (np.inf, "1 row has none, or an infinite one"),
    ],
)
def test_one_weight_that_is_none_is_told_with_what_to_do(counts, said):
    table = _table()
    table.loc[7, "counts"] = counts

    with pytest.raises(AppError, match=said):
        next(fit(table, Task("classification", "kind", weight="counts"), "naive_bayes", {}, seed=3))


@pytest.mark.parametrize(
    ("task", "algorithm_id", "said"),
    [
        (Task("classification", "kind", weight="counts"), "k_nearest_neighbors", "These do: .*xgb"),
        (Task("classification", "kind", weight="nothing"), "lightgbm", "no column 'nothing'"),
        (Task("classification", "kind", weight="word"), "lightgbm", "the column is categorical"),
        (Task("classification", "kind", weight="zero"), "lightgbm", "all are 0"),
        (Task("regression", "price", ("a", "c"), weight="c"), "lightgbm", "or a column to learn"),
        (Task("clustering", None, weight="counts"), "k_means", "takes? no weights"),
        (Task("classification", "kind", class_weights={"x": 2.0}), "lightgbm", "no class 'x'"),
        (Task("classification", "kind", class_weights={"rare": 0.0}), "lightgbm", "above 0; got 0"),
        (Task("regression", "price", class_weights={"rare": 2.0}), "lightgbm", "Only classes"),
    ],
)
def test_what_cannot_be_weighed_is_refused_with_the_reason(task, algorithm_id, said):
    table = _table().assign(word="heavy", zero=0.0)

    with pytest.raises(AppError, match=said):
        next(fit(table, task, algorithm_id, {}, seed=3))


def test_balanced_classes_count_alike_in_xgboost():
    table = _table()
    task = Task("classification", "kind", ("a", "b", "c"))

    said = {}
    for weight in ("none", "balanced"):
        params = {"class_weight": weight, "n_estimators": 20}
        *_, last = fit(table, task, "xgboost", params, seed=3)
        said[weight] = last.model().predict(table).probabilities[:, 0].mean()

    assert said["balanced"] > said["none"] + 0.02
