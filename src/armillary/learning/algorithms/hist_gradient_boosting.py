"""Histogram gradient boosting: each tree corrects what those before it got wrong.

**Source:** J. H. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of
Statistics 29, 2001; with binned columns as in LightGBM, by scikit-learn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms._hist_gradient_boosting_params import ABOUT, PARAMS
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
from armillary.learning.pack import reading_weights, require_sound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_FILE = "boosting.skops"
_TREE_TYPE = "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"


@dataclass(frozen=True)
class BoostingPredictor:
    """A fitted estimator of scikit-learn."""

    estimator: Any

    def predict(self, features: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        if hasattr(self.estimator, "predict_proba"):
            probabilities: npt.NDArray[np.float64] = self.estimator.predict_proba(features)
            return probabilities
        values: npt.NDArray[np.float64] = self.estimator.predict(features)
        return values

    def importance(self) -> npt.NDArray[np.float64]:
        """Give what the splits on each column gained in all (n_columns,)."""
        import numpy as np

        gains = np.zeros(self.estimator.n_features_in_)
        for nodes in _node_tables(self.estimator):
            inner = nodes[nodes["is_leaf"] == 0]
            np.add.at(gains, inner["feature_idx"], inner["gain"])
        return gains

    def to_state(self) -> State:
        """Give the estimator as a skops archive, without what only training needs."""
        import skops.io

        return State({_FILE: skops.io.dumps(self.estimator)})


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
        estimator = _estimator(data, params, int(rng.integers(2**31)))
        validation = (data.validation_features, data.validation_target)
        stopping = params["early_stopping_rounds"] is not None
        given = dict(zip(("X_val", "y_val"), validation, strict=True)) if stopping else {}
        estimator.fit(data.features, data.target, **given)
        predictor = BoostingPredictor(estimator)
        total = int(estimator.n_iter_)
        for step, metrics in enumerate(_stages(estimator, Curve(data)), start=1):
            yield Snapshot(
                step=step,
                total=total,
                unit="round",
                metrics=metrics,
                state=predictor.to_state,
                predictor=lambda: predictor,
                best=step == total,
                staged=True,
                warnings=_say_if_stopped(total, params) if step == total else (),
            )

    def load(self, state: State) -> BoostingPredictor:
        """Read the estimator; only the types that it is made of are let in."""
        import skops.io

        with reading_weights():
            data = state.files[_FILE]
            strangers = set(skops.io.get_untrusted_types(data=data)) - {_TREE_TYPE}
            require_sound(not strangers, f"they hold unknown types ({', '.join(strangers)})")
            estimator = skops.io.loads(data, trusted=[_TREE_TYPE])
            _check(estimator)
            return BoostingPredictor(estimator)


def _estimator(data: Table, params: Mapping[str, Any], seed: int) -> Any:
    from sklearn.ensemble import (
        HistGradientBoostingClassifier,
        HistGradientBoostingRegressor,
    )

    patience = params["early_stopping_rounds"]
    names = ("learning_rate", "max_iter", "max_leaf_nodes", "max_depth", "min_samples_leaf")
    more = ("l2_regularization", "max_bins", "max_features")
    shared = {name: params[name] for name in (*names, *more)} | {
        "categorical_features": _narrow_categories(data, params["max_bins"]),
        "early_stopping": patience is not None,
        "n_iter_no_change": patience or 10,
        "random_state": seed,
    }
    if data.kind == "regression":
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


def _stages(estimator: Any, curve: Curve) -> Iterator[dict[str, float]]:
    """Yield the points of the curve after each round."""
    name = "staged_predict_proba" if curve.kind == "classification" else "staged_predict"
    staged = getattr(estimator, name)
    outputs = zip(staged(curve.features), staged(curve.validation_features), strict=True)
    for output, validation_output in outputs:
        yield curve.points(output, validation_output)


def _say_if_stopped(total: int, params: Mapping[str, Any]) -> tuple[str, ...]:
    if total >= params["max_iter"]:
        return ()
    patience = params["early_stopping_rounds"]
    return (f"Stopped after round {total}: no improvement in {patience} rounds.",)


def _node_tables(estimator: Any) -> Iterator[Any]:
    for trees_of_round in estimator._predictors:
        for tree in trees_of_round:
            yield tree.nodes


def _check(estimator: Any) -> None:
    """Refuse nodes that name a column or a child that does not exist."""
    import numpy as np

    known = ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")
    require_sound(type(estimator).__name__ in known, "they are of another kind of model")
    n_columns = estimator.n_features_in_
    for nodes in _node_tables(estimator):
        inner = np.flatnonzero(nodes["is_leaf"] == 0)
        for side in ("left", "right"):
            child = nodes[side][inner]
            is_sound = bool(((child > inner) & (child < len(nodes))).all())
            require_sound(is_sound, "a tree has a branch that leads nowhere")
        columns = nodes["feature_idx"][inner]
        is_sound = bool(((columns >= 0) & (columns < n_columns)).all())
        require_sound(is_sound, "a tree asks for a column that there is not")


algorithm = HistGradientBoosting()
