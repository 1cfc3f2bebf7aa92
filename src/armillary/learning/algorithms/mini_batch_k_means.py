"""Mini-batch k-means: k-means for tables of many rows, from a handful of rows at a time.

**Source:** D. Sculley, "Web-scale k-means clustering", WWW 2010; each batch is scikit-learn's own.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> *_, last = fit(table, Task("clustering", "target"), "mini_batch_k_means", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["adjusted_rand"] > 0.4
    True

"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
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
from armillary.learning.metrics import points
from armillary.learning.metrics.picture import spread
from armillary.learning.parameters import IntParam, Params
from armillary.learning.unsupervised.centres import Centres
from armillary.learning.unsupervised.lloyd import mean_distance
from armillary.learning.unsupervised.params import CLUSTERS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MEASURED_ROWS = 5_000


class MiniBatchKMeans:
    """Groups around centres that each batch of rows moves a little."""

    id = "mini_batch_k_means"
    about = About(
        name="Mini-Batch K-Means",
        category="Traditional ML",
        description="K-means that looks at a few rows at a time: nearly as good, much faster.",
        when_to_use="Hundreds of thousands of rows, or to see groups form at once.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/clustering.html#mini-batch-kmeans"
        ),
        presets=(
            Preset("fast", "Fast", "Each row once or twice.", {"epochs": 2}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Many passes.", {"epochs": 50}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("clustering",)
    encoding = Encoding(scale=True)
    resumable = False
    params = Params(
        [
            CLUSTERS,
            IntParam(
                name="epochs",
                title="Epochs",
                effect="How often all rows are seen; more passes settle the centres.",
                default=10,
                minimum=1,
                maximum=1000,
                unit="epochs",
                log=True,
            ),
            IntParam(
                name="batch_size",
                title="Batch size",
                effect="Rows seen before the centres move; more are steadier and slower.",
                default=1024,
                minimum=16,
                maximum=65_536,
                unit="rows",
                log=True,
            ),
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
        """Pass over the rows in a new order each time."""
        rows, total = data.features, params["epochs"]
        n_clusters = min(params["n_clusters"], len(rows))
        # A batch must hold at least as many rows as there are centres to begin with.
        size = max(params["batch_size"], n_clusters)
        model = _begin(n_clusters, int(rng.integers(2**31)))
        parts = (rows, data.validation_features)
        measured = [part[spread(len(part), _MEASURED_ROWS)] for part in parts]
        for epoch in range(1, total + 1):
            order = rng.permutation(len(rows))
            for start in range(0, len(rows), size):
                batch = rows[order[start : start + size]]
                if len(batch) >= n_clusters:
                    _learn(model, batch)
            centres = Centres(model.cluster_centers_.copy())
            losses = [mean_distance(part, centres.centres) for part in measured]
            yield Snapshot(
                step=epoch,
                total=total,
                unit="epoch",
                metrics=points({"loss": losses[0]}, {"loss": losses[1]}),
                state=centres.to_state,
                predictor=lambda centres=centres: centres,  # type: ignore[misc]  # bound now
            )

    def load(self, state: State) -> Centres:
        """Give the stored centres."""
        return Centres.from_state(state)


def _begin(n_clusters: int, seed: int) -> Any:
    from sklearn import cluster

    return cluster.MiniBatchKMeans(n_clusters, n_init=1, random_state=seed)


def _learn(model: Any, batch: npt.NDArray[Any]) -> None:
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.partial_fit(batch)


algorithm = MiniBatchKMeans()
