"""Histogram gradient boosting: each tree corrects what those before it got wrong.

**Source:** J. H. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of
Statistics 29, 2001; with binned columns as in LightGBM, by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "hist_gradient_boosting", {"max_iter": 20}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.85
    True

"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.hist_gradient_boosting.params import ABOUT, PARAMS
from armillary.learning.boosting import BoostedTrees
from armillary.learning.contract import (
    ONE_THREAD,
    Encoding,
    Machine,
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.metrics import Curve
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np


# Nobody sees the curve grow, so that waiting for it is all that more rows would bring.
_CURVE_ROWS = 2_500


class HistGradientBoosting:
    """Boosted trees over binned columns, fitted in one piece.

    Going on one round at a time would bin and predict everything anew each time, so the curve is
    measured afterwards, stage by stage.
    """

    id = "hist_gradient_boosting"
    about = ABOUT
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    params = PARAMS
    encoding = Encoding(missing="keep", categories="codes")
    resumable = False
    weighs = True
    parallel = True

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Fit at once, then walk through the stages."""
        categorical = _narrow_categories(data, params["max_bins"])
        estimator = _estimator(data.kind, params, categorical, int(rng.integers(2**31)))
        validation = (data.validation_features, data.validation_target, data.validation_weights)
        stopping = params["early_stopping_rounds"] is not None
        given = (
            dict(zip(("X_val", "y_val", "sample_weight_val"), validation, strict=True))
            if stopping
            else {}
        )
        estimator.fit(data.features, data.target, sample_weight=fitting_weights(data), **given)
        trees = BoostedTrees.of(estimator, data.kind, categorical)
        total = int(estimator.n_iter_)
        for step, metrics in enumerate(_stages(trees, data), start=1):
            yield Snapshot(
                step=step,
                total=total,
                unit="round",
                metrics=metrics,
                state=trees.to_state,
                predictor=lambda: trees,
                best=step == total,
                staged=True,
                warnings=_say_if_stopped(total, params) if step == total else (),
            )

    def load(self, state: State) -> BoostedTrees:
        """Give the trees that are stored."""
        return BoostedTrees.from_state(state)


def _estimator(kind: TaskKind, params: Mapping[str, Any], categorical: list[int], seed: int) -> Any:
    from sklearn.ensemble import (
        HistGradientBoostingClassifier,
        HistGradientBoostingRegressor,
    )

    patience = params["early_stopping_rounds"]
    names = ("learning_rate", "max_iter", "max_leaf_nodes", "max_depth", "min_samples_leaf")
    more = ("l2_regularization", "max_bins", "max_features")
    shared = {name: params[name] for name in (*names, *more)} | {
        "categorical_features": categorical,
        "early_stopping": patience is not None,
        "n_iter_no_change": patience or 10,
        "tol": params["min_delta"],
        "random_state": seed,
    }
    if kind == "regression":
        return HistGradientBoostingRegressor(loss=params["loss"], **shared)
    weight = params["class_weight"]
    return HistGradientBoostingClassifier(
        class_weight=None if weight == "none" else weight, **shared
    )


def _narrow_categories(data: Table, max_bins: int) -> list[int]:
    """Give the category columns with no more codes than bins; others count as ordered numbers."""
    import numpy as np

    tables = (data.features, data.validation_features)
    return [
        place
        for place in data.categorical
        if max(np.nanmax(table[:, place], initial=0) for table in tables) < max_bins
    ]


def _stages(trees: BoostedTrees, data: Table) -> Iterator[dict[str, float]]:
    """Yield the points of the curve after each round."""
    curve = Curve(data, limit=_CURVE_ROWS)
    outputs = zip(
        trees.stages(curve.features), trees.stages(curve.validation_features), strict=True
    )
    for output, validation_output in outputs:
        yield curve.points(output, validation_output)


def _say_if_stopped(total: int, params: Mapping[str, Any]) -> tuple[str, ...]:
    if total >= params["max_iter"]:
        return ()
    patience = params["early_stopping_rounds"]
    return (f"Stopped after round {total}: no improvement in {patience} rounds.",)


algorithm = HistGradientBoosting()
