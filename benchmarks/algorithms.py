"""Algorithms beside the libraries' own, called directly: same rows, settings and thread.

Aim: no slower. Counted is the processor time of this one process, which other programs do not
change, and the median of pairs that take turns. Ours includes its live curve: what is measured on
the way. LightGBM and XGBoost have that too, when they are given rows to watch, so theirs watch the
validation rows by the same two metrics (``watches``), after each round as ours; ours watches up to
5,000 training rows besides. The others measure nothing while they fit, and their numbers are those
of the fit alone. What ends earlier or later than the other by its own rules is compared by the
iteration.
"""

import statistics
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Table
from benchmarks.measure import Result, size

COLUMNS = 10
SIZES = (size(2_000, 300), size(100_000, 600))
PAIRS = size(3, 1)
# A few milliseconds more are no wait; below that, one ratio says nothing.
NO_WAIT_S = 0.05
AIM = 1.2
_USUAL = 20  # so many iterations a training takes, of which one is compared


@dataclass(frozen=True)
class Case:
    """An algorithm with values, and the library's estimator with the same ones."""

    algorithm_id: str
    kind: Any
    make: Callable[[], Any]
    params: Mapping[str, Any] = field(default_factory=dict)
    iterations: str | None = None
    watches: bool = False
    most_rows: int = 10**9


def _cases() -> list[Case]:
    from sklearn import (
        cluster,
        decomposition,
        ensemble,
        linear_model,
        mixture,
        pipeline,
        preprocessing,
        tree,
    )

    trees = {"n_estimators": size(50, 5)}
    steps = {"tolerance": 1e-9, "max_iter": 20}
    return [
        Case("k_means", "clustering", lambda: cluster.KMeans(8, n_init=1, tol=1e-4),
             {"n_clusters": 8, "n_init": 1}, "n_iter_"),
        Case("mini_batch_k_means", "clustering",
             lambda: cluster.MiniBatchKMeans(8, n_init=1, max_iter=10, max_no_improvement=None),
             {"n_clusters": 8, "epochs": 10}),
        Case("gaussian_mixture", "clustering",
             lambda: mixture.GaussianMixture(4, reg_covar=1e-3, tol=1e-9, max_iter=20),
             {"n_clusters": 4, **steps}, "n_iter_"),
        Case("pca", "dimensionality_reduction", lambda: decomposition.PCA(2, svd_solver="full"),
             {"n_components": 2}),
        Case("nmf", "dimensionality_reduction",
             lambda: pipeline.make_pipeline(
                preprocessing.MinMaxScaler(),
                decomposition.NMF(2, init="nndsvda", max_iter=1000, l1_ratio=1.0),
            ), {"n_components": 2}),
        Case("random_forest", "classification",
             lambda: ensemble.RandomForestClassifier(trees["n_estimators"], max_depth=8),
             {**trees, "max_depth": 8}),
        Case("hist_gradient_boosting", "classification",
             lambda: ensemble.HistGradientBoostingClassifier(max_iter=50, early_stopping=False),
             {"max_iter": 50}),
        Case("decision_tree", "classification", lambda: tree.DecisionTreeClassifier(max_depth=8),
             {"max_depth": 8}),
        Case("logistic_regression", "classification", lambda: linear_model.LogisticRegression()),
        Case("linear_regression", "regression", lambda: linear_model.LinearRegression()),
        Case("ridge_cv", "regression", lambda: linear_model.RidgeCV()),
        Case("extra_trees", "regression",
             lambda: ensemble.ExtraTreesRegressor(
                 trees["n_estimators"], max_depth=8, max_features=1 / 3
             ),
             {**trees, "max_depth": 8}),
        *_boosters(),
        Case("elastic_net", "regression",
             lambda: linear_model.ElasticNet(alpha=0.01), {"alpha": 0.01}),
        Case("birch", "clustering", lambda: cluster.Birch(n_clusters=3), most_rows=2_000),
        Case("truncated_svd", "dimensionality_reduction", lambda: decomposition.TruncatedSVD(2)),
    ]  # fmt: skip


def _boosters() -> list[Case]:
    from lightgbm import LGBMClassifier
    from xgboost import XGBClassifier

    boosting: dict[str, Any] = {
        "n_estimators": size(50, 5),
        "learning_rate": 0.1,
        "max_depth": 6,
    }
    return [
        Case("lightgbm", "classification",
             lambda: LGBMClassifier(
                 **boosting, n_jobs=1, verbosity=-1, metric=["binary_logloss", "binary_error"]
             ),
             {**boosting, "early_stopping_rounds": None}, watches=True),
        Case("xgboost", "classification",
             lambda: XGBClassifier(
                 **boosting, n_jobs=1, tree_method="hist", eval_metric=["logloss", "error"]
             ),
             {**boosting, "early_stopping_rounds": None}, watches=True),
    ]  # fmt: skip


def run() -> Iterator[Result]:
    """Take turns with each, small and large."""
    from threadpoolctl import threadpool_limits

    cases = _cases()  # a limit holds for what is loaded when it is set
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that solvers were cut short
        for rows in SIZES:
            for case in cases:
                if rows <= case.most_rows or rows == SIZES[0]:
                    yield _compare(case, rows)


def _compare(case: Case, rows: int) -> Result:
    table = _table(case.kind, rows)
    _ours(case, table, 0), _theirs(case, table)  # what is loaded once
    pairs = [(_ours(case, table, seed), _theirs(case, table)) for seed in range(PAIRS)]
    ours, theirs = (statistics.median(values) for values in zip(*pairs, strict=True))
    ratio = statistics.median(one / max(other, 1e-9) for one, other in pairs)
    per = " an iteration" if case.iterations else ""
    return Result(
        f"{case.algorithm_id} on {rows} x {COLUMNS}",
        ratio,
        "times",
        f"<= {AIM} or {NO_WAIT_S * 1000:g} ms",
        ratio <= AIM or (ours - theirs) * (_USUAL if case.iterations else 1) <= NO_WAIT_S,
        note=f"{ours * 1000:.1f} ms of processor{per}, its library's {theirs * 1000:.1f} ms",
    )


def _ours(case: Case, table: Table, seed: int) -> float:
    values = get_entry(case.algorithm_id).defaults() | dict(case.params)
    before = time.process_time()
    training = get_algorithm(case.algorithm_id).train(table, values, np.random.default_rng(seed))
    *_, last = training
    last.predictor()
    spent = time.process_time() - before
    return spent / last.step if case.iterations else spent


def _theirs(case: Case, table: Table) -> float:
    estimator = case.make()
    watched: dict[str, Any] = {}
    if case.watches:
        watched["eval_set"] = [(table.validation_features, table.validation_target)]
    if case.algorithm_id == "xgboost":
        watched["verbose"] = False
    before = time.process_time()
    estimator.fit(table.features, table.target, **watched)
    spent = time.process_time() - before
    return spent / getattr(estimator, case.iterations) if case.iterations else spent


def _table(kind: Any, rows: int) -> Table:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(rows, COLUMNS)) + rng.integers(0, 4, size=(rows, 1))
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    truth = features[:, 0] + features[:, 1] * features[:, 2] + rng.normal(size=rows)
    target = (truth > 0).astype(np.int64) if kind == "classification" else truth
    if kind not in ("classification", "regression"):
        target = np.full(rows, -1)
    held = rows // 5
    names = tuple(f"c{place}" for place in range(COLUMNS))
    n_classes = 2 if kind == "classification" else 0
    return Table(kind, features, target, features[:held], target[:held], n_classes, names)
