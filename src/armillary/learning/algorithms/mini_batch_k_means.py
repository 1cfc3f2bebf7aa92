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
from armillary.learning.pack import pack_arrays, reading_weights, unpack_arrays
from armillary.learning.parameters import IntParam, Params
from armillary.learning.spreading import spread
from armillary.learning.unsupervised.centres import Centres
from armillary.learning.unsupervised.lloyd import mean_distance
from armillary.learning.unsupervised.params import CLUSTERS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_RESUME = "resume.safetensors"
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
    resumable = True
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
        done = 0
        if resume is not None:
            done = _restore(model, resume)
            for _ in range(done):
                rng.permutation(len(rows))  # the orders of the epochs that are done
            yield _snapshot(model, done, total, {})
        for epoch in range(done + 1, total + 1):
            order = rng.permutation(len(rows))
            for start in range(0, len(rows), size):
                batch = rows[order[start : start + size]]
                if len(batch) >= n_clusters:
                    _learn(model, batch)
            losses = [mean_distance(part, model.cluster_centers_) for part in measured]
            curve = points({"loss": losses[0]}, {"loss": losses[1]})
            yield _snapshot(model, epoch, total, curve)

    def load(self, state: State) -> Centres:
        """Give the stored centres."""
        return Centres.from_state(state)


def _begin(n_clusters: int, seed: int) -> Any:
    from sklearn import cluster

    return cluster.MiniBatchKMeans(n_clusters, n_init=1, random_state=seed)


def _snapshot(model: Any, epoch: int, total: int, metrics: Mapping[str, float]) -> Snapshot:
    """Give a look at the centres as they are now."""
    centres = Centres(model.cluster_centers_.copy())
    resumable = {_RESUME: _pack(model, epoch)}
    return Snapshot(
        step=epoch,
        total=total,
        unit="epoch",
        metrics=metrics,
        state=lambda: State({**centres.to_state().files, **resumable}, frozenset(resumable)),
        predictor=lambda: centres,
    )


def _pack(model: Any, epoch: int) -> bytes:
    """Give what going on needs: how many rows each centre has seen, and where chance stands."""
    import numpy as np

    _, keys, place, has_gauss, gauss = model._random_state.get_state()
    chance = np.array([place, has_gauss, gauss], dtype=np.float64)
    arrays = {"centres": model.cluster_centers_, "counts": model._counts, "keys": keys}
    counted = np.array([epoch, model._n_since_last_reassign, model.n_steps_], dtype=np.int64)
    return pack_arrays({**arrays, "chance": chance, "counted": counted})


def _restore(model: Any, state: State) -> int:
    """Put a model back to where the state was taken, and give the epochs done."""
    with reading_weights():
        kept = unpack_arrays(state, _RESUME)
        epoch, since, steps = kept["counted"].tolist()
        place, has_gauss, gauss = kept["chance"].tolist()
        centres = kept["centres"]
        _learn(model, centres)  # makes what is set below
        model.cluster_centers_, model._counts = centres.copy(), kept["counts"].copy()
        model._n_since_last_reassign, model.n_steps_ = since, steps
        # As scikit-learn has it: one stream of chance for beginning and for later.
        model._random_state.set_state(("MT19937", kept["keys"], int(place), int(has_gauss), gauss))
    return int(epoch)


def _learn(model: Any, batch: npt.NDArray[Any]) -> None:
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.partial_fit(batch)


algorithm = MiniBatchKMeans()
