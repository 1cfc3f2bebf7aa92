"""k-nearest neighbours: a row is like the rows around it.

**Source:** T. Cover and P. Hart, "Nearest neighbor pattern classification", IEEE Transactions on
Information Theory 13, 1967; searched by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "k_nearest_neighbors", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.9
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import (
    ONE_THREAD,
    About,
    Encoding,
    Machine,
    Preset,
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.metrics import Curve
from armillary.learning.pack import (
    pack_arrays,
    pack_json,
    reading_weights,
    require_sound,
    unpack_arrays,
    unpack_json,
)
from armillary.learning.parameters import ChoiceParam, IntParam, Params
from armillary.learning.shared_parameters import MANY_CATEGORIES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_CURVE_ROWS = 1000  # each costs a search through all training rows


@dataclass(frozen=True)
class NeighborsPredictor:
    """The training rows themselves (n_rows, n_columns) with a search over them."""

    estimator: Any
    features: npt.NDArray[Any]
    target: npt.NDArray[Any]
    settings: Mapping[str, Any]

    def predict(self, features: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Give the shares of the classes, or the mean, among each row's neighbours."""
        if self.settings["kind"] == "regression":
            values: npt.NDArray[np.float64] = self.estimator.predict(features)
            return values
        shares: npt.NDArray[np.float64] = self.estimator.predict_proba(features)
        return shares

    def importance(self) -> None:
        """Neighbours weigh all columns alike."""

    def to_state(self) -> State:
        """Give the training rows and the settings of the search."""
        arrays = {"features": self.features, "target": self.target}
        return State(
            {"examples.safetensors": pack_arrays(arrays), "search.json": pack_json(self.settings)}
        )


class KNearestNeighbors:
    """Classification and regression by the nearest rows; one step."""

    id = "k_nearest_neighbors"
    about = About(
        name="K-Nearest Neighbors",
        aliases=("knn",),
        category="Traditional ML",
        description="Looks up the most similar known rows and lets them vote.",
        when_to_use="Small tables with few columns, and as a check on cleverer models.",
        complexity="low",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/neighbors.html",
        presets=(
            Preset("fast", "Fast", "Only the closest rows.", {"n_neighbors": 3}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset(
                "thorough",
                "Thorough",
                "Many neighbours, the closer the weightier.",
                {"n_neighbors": 25, "weights": "distance"},
            ),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    encoding = Encoding(scale=True, dtype="float32")
    resumable = False
    parallel = True
    params = Params(
        [
            IntParam(
                name="n_neighbors",
                title="Neighbours (k)",
                effect="More neighbours give smoother borders and forget fine detail.",
                default=5,
                minimum=1,
                maximum=500,
                unit="rows",
                log=True,
            ),
            ChoiceParam(
                name="weights",
                title="Votes",
                effect="Uniform counts all neighbours alike; distance lets closer ones count more.",
                default="uniform",
                options=("uniform", "distance"),
            ),
            ChoiceParam(
                name="metric",
                title="Distance",
                effect=(
                    "Euclidean is the straight line, manhattan adds up the columns, chebyshev "
                    "takes the largest difference, cosine compares directions."
                ),
                default="euclidean",
                options=("euclidean", "manhattan", "chebyshev", "cosine"),
            ),
            MANY_CATEGORIES,
        ]
    )

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Store the rows; the work is done when predicting."""
        k = min(params["n_neighbors"], len(data.target))
        settings = {"kind": data.kind, **params, "n_neighbors": k}
        predictor = _build(data.features, data.target, settings, machine.threads)
        few = f"There are only {k} training rows, so k = {k} was used."
        yield Snapshot(
            step=1,
            total=1,
            unit="fit",
            metrics=Curve(data, limit=_CURVE_ROWS).measure(predictor.predict),
            state=predictor.to_state,
            predictor=partial(_build, data.features, data.target, settings),
            warnings=(few,) if k < params["n_neighbors"] else (),
        )

    def load(self, state: State) -> NeighborsPredictor:
        """Build the search over stored rows again."""
        with reading_weights():
            arrays = unpack_arrays(state, "examples.safetensors")
            features, target = arrays["features"], arrays["target"]
            settings = unpack_json(state, "search.json")
            require_sound(len(features) == len(target), "rows and targets differ in number")
            return _build(features, target, settings)


def _build(
    features: npt.NDArray[Any],
    target: npt.NDArray[Any],
    settings: Mapping[str, Any],
    threads: int = 1,
) -> NeighborsPredictor:
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

    kinds = {"classification": KNeighborsClassifier, "regression": KNeighborsRegressor}
    names = ("n_neighbors", "weights", "metric")
    estimator = kinds[settings["kind"]](
        **{name: settings[name] for name in names}, n_jobs=None if threads == 1 else threads
    )
    return NeighborsPredictor(estimator.fit(features, target), features, target, settings)


algorithm = KNearestNeighbors()
