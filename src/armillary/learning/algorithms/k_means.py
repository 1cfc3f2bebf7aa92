"""k-means: as many groups as asked for, each around a centre.

**Source:** S. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory
28, 1982; begun as D. Arthur and S. Vassilvitskii propose ("k-means++", SODA 2007). It comes to
the same end as scikit-learn's, which cannot be watched on its way.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> *_, last = fit(table, Task("clustering", "target"), "k_means", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["adjusted_rand"] > 0.5
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
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
from armillary.learning.pack import pack_arrays, pack_json, unpack_arrays, unpack_json
from armillary.learning.parameters import FloatParam, IntParam, Params
from armillary.learning.spreading import spread
from armillary.learning.unsupervised.centres import Centres
from armillary.learning.unsupervised.lloyd import mean_distance, move_centres
from armillary.learning.unsupervised.params import CLUSTERS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_PROGRESS, _RESUME = "progress.json", "resume.safetensors"
_MEASURED_ROWS = 2_000


@dataclass(frozen=True)
class _Progress:
    """Which beginning is under way, and the best end so far by the distances left."""

    step: int = 0
    beginning: int = 0
    iteration: int = 0
    best_loss: float | None = None


class _Search:
    """Iterations from one beginning after another; the best end counts."""

    def __init__(self, data: Table, params: Mapping[str, Any], rng: np.random.Generator) -> None:
        import numpy as np

        self._params = params
        self._rows = np.ascontiguousarray(data.features, dtype=np.float64)
        self._n_clusters = min(params["n_clusters"], len(data.features))
        self._seeds = rng.integers(2**31, size=params["n_init"]).tolist()
        self.progress = _Progress()
        self._spread = float(data.features.var(axis=0).mean())
        self._best: Floats | None = None
        self._centres = self._begin()
        parts = (data.features, data.validation_features)
        self._measured = [rows[spread(len(rows), _MEASURED_ROWS)] for rows in parts]

    def is_over(self) -> bool:
        """Tell whether every beginning has come to its end."""
        return self.progress.beginning >= len(self._seeds)

    def iterate(self) -> dict[str, float]:
        """Move each centre into the middle of its rows, and give the points of this step."""
        before, progress = self._centres, self.progress
        self._centres = move_centres(self._rows, before)
        metrics = self._points()
        progress = replace(progress, step=progress.step + 1, iteration=progress.iteration + 1)
        moved = float(((self._centres - before) ** 2).sum())
        is_still = moved <= self._params["tolerance"] * self._spread
        self.progress = progress
        if is_still or progress.iteration >= self._params["max_iter"]:
            self._end()
        return metrics

    def _end(self) -> None:
        """Keep the end of a beginning if it is the best one, and go to the next beginning."""
        progress = self.progress
        # Nothing is measured against where there is one beginning only.
        loss = mean_distance(self._rows, self._centres) if len(self._seeds) > 1 else 0.0
        if progress.best_loss is None or loss < progress.best_loss:
            self._best = self._centres
            progress = replace(progress, best_loss=loss)
        self.progress = replace(progress, beginning=progress.beginning + 1, iteration=0)
        if not self.is_over():
            self._centres = self._begin()

    def snapshot(self, metrics: Mapping[str, float]) -> Snapshot:
        """Give a look at the search."""
        progress = self.progress
        left = len(self._seeds) - progress.beginning
        most = progress.step + max(0, left * self._params["max_iter"] - progress.iteration)
        inside = progress.iteration / self._params["max_iter"]
        is_few = self._n_clusters < self._params["n_clusters"]
        told = f"There are only {self._n_clusters} rows, so {self._n_clusters} clusters were made."
        return Snapshot(
            step=progress.step,
            total=progress.step if self.is_over() else most,
            unit="iteration",
            metrics=metrics,
            state=self._state,
            predictor=self._predictor,
            fraction=1.0 if self.is_over() else (progress.beginning + inside) / len(self._seeds),
            warnings=(told,) if is_few else (),
        )

    def restore(self, state: State) -> None:
        """Go back to where the state was taken."""
        arrays = unpack_arrays(state, _RESUME)
        self.progress = _Progress(**unpack_json(state, _PROGRESS))
        self._centres = arrays["last"]
        self._best = None if self.progress.best_loss is None else arrays["best"]

    def _begin(self) -> Floats:
        """Draw the first centres of a beginning."""
        from sklearn.cluster import kmeans_plusplus

        seed = self._seeds[self.progress.beginning]
        centres: Floats = kmeans_plusplus(self._rows, self._n_clusters, random_state=seed)[0]
        return centres

    def _points(self) -> dict[str, float]:
        losses = [mean_distance(rows, self._centres) for rows in self._measured]
        return points({"loss": losses[0]}, {"loss": losses[1]})

    def _predictor(self) -> Centres:
        return Centres(self._centres if self._best is None else self._best)

    def _state(self) -> State:
        best = self._predictor()
        arrays = {"last": self._centres, "best": best.centres}
        resumable = {
            _RESUME: pack_arrays(arrays),
            _PROGRESS: pack_json(asdict(self.progress)),
        }
        return State({**best.to_state().files, **resumable}, frozenset(resumable))


class KMeans:
    """Groups around centres, iteration by iteration, from several beginnings."""

    id = "k_means"
    about = About(
        name="K-Means",
        aliases=("kmeans",),
        category="Traditional ML",
        description="Sorts rows into a given number of groups, each around its middle.",
        when_to_use="Round groups of like size, and as the first look at any table.",
        complexity="low",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/clustering.html#k-means",
        presets=(
            Preset("fast", "Fast", "One beginning.", {"n_init": 1}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Many beginnings.", {"n_init": 20, "max_iter": 1000}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("clustering",)
    encoding = Encoding(scale=True)
    resumable = True
    params = Params(
        [
            CLUSTERS,
            IntParam(
                name="n_init",
                title="Beginnings",
                effect="More beginnings find better groups; the best one is kept.",
                default=4,
                minimum=1,
                maximum=100,
                unit="beginnings",
            ),
            IntParam(
                name="max_iter",
                title="Most iterations",
                effect="Stops a beginning there even if the centres still move.",
                default=300,
                minimum=1,
                maximum=10_000,
                unit="iterations",
                advanced=True,
                log=True,
            ),
            FloatParam(
                name="tolerance",
                title="Tolerance",
                effect="Higher stops sooner, when the centres hardly move.",
                default=1e-4,
                minimum=0.0,
                maximum=0.1,
                advanced=True,
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
        """Iterate from each beginning until the centres stay where they are."""
        search = _Search(data, params, rng)
        if resume is not None:
            search.restore(resume)
            if search.is_over():
                yield search.snapshot({})
        while not search.is_over():
            metrics = search.iterate()
            yield search.snapshot(metrics)

    def load(self, state: State) -> Centres:
        """Give the stored centres."""
        return Centres.from_state(state)


algorithm = KMeans()
