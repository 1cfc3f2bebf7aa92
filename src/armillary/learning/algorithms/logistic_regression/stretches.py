"""SAGA, which sets weights to exactly zero, in stretches that double."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from armillary.learning.algorithms.logistic_regression.looks import (
    Progress,
    look,
    read_progress,
    to_state,
)
from armillary.learning.contract import Snapshot, State, Table, Training
from armillary.learning.linear import LinearPredictor
from armillary.learning.metrics import Curve
from armillary.learning.weights import fitting_weights

L1_RATIOS = {"l1": 1.0, "elastic_net": 0.5}
"""The share of L1 in each regularization that sets weights to zero."""
_FIRST_STRETCH = 5


def stretch(data: Table, params: Mapping[str, Any], seed: int, resume: State | None) -> Training:
    """Run the solver in stretches of 5, 10, 20, … iterations, each going on from the last.

    It offers no step of its own, so a stretch is the least that can be done at once.
    """
    curve, most = Curve(data), params["max_iter"]
    model, progress = _estimator(params), Progress()
    if resume is not None:
        progress = read_progress(resume)
        linear = LinearPredictor.from_state("classification", resume)
        model.coef_, model.intercept_ = linear.coefficients, linear.intercepts
        yield _snapshot(model, curve, progress, most)
    while not progress.is_over(most):
        number = progress.stretches
        wanted = min(_FIRST_STRETCH << number, most - progress.iterations)
        model.set_params(max_iter=wanted, random_state=(seed + number) % 2**31)
        _fit_quietly(model, data)
        used = max(1, int(model.n_iter_.max()))
        progress = Progress(progress.iterations + used, number + 1, used < wanted)
        yield _snapshot(model, curve, progress, most)


def _estimator(params: Mapping[str, Any]) -> Any:
    from sklearn import linear_model

    return linear_model.LogisticRegression(
        C=params["c"],
        l1_ratio=L1_RATIOS[params["regularization"]],
        solver="saga",
        class_weight=None if params["class_weight"] == "none" else params["class_weight"],
        tol=params["tolerance"],
        warm_start=True,
    )


def _fit_quietly(model: Any, data: Table) -> None:
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # Each stretch but the last is meant to end before convergence.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(data.features, data.target, sample_weight=fitting_weights(data))


def _snapshot(model: Any, curve: Curve, progress: Progress, most: int) -> Snapshot:
    linear = LinearPredictor("classification", model.coef_.copy(), model.intercept_.copy())
    return look(linear, curve, progress, most, state=lambda: to_state(linear, progress))
