"""Isolation forest: rows that few random cuts set apart.

**Source:** F. T. Liu, K. M. Ting and Z.-H. Zhou, "Isolation forest", ICDM 2008; trees grown by
scikit-learn, each from a seed of its own.

Example:
    >>> from sklearn.datasets import load_breast_cancer
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_breast_cancer(as_frame=True).frame
    >>> task = Task("anomaly_detection", "target")
    >>> *_, last = fit(table, task, "isolation_forest", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["auc"] > 0.6
    True

"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
from armillary.learning.pace import Pace
from armillary.learning.pack import pack_json, unpack_json
from armillary.learning.parameters import IntParam, Params
from armillary.learning.spreading import spread
from armillary.learning.trees import Forest
from armillary.learning.unsupervised.flags import FLAG_COLUMNS, find_threshold, with_flags
from armillary.learning.unsupervised.params import CONTAMINATION

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_SHAPE = "isolation.json"
_LOOKS = 25
_MEASURED_ROWS = 2_000


@dataclass(frozen=True)
class Isolation:
    """Trees of random cuts, each of ``n_drawn`` rows.

    ``scores`` are near 1 for rows that are soon alone, and below 0.5 for usual ones.
    """

    forest: Forest
    n_drawn: int
    threshold: float

    columns = FLAG_COLUMNS
    places_new = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give how soon each row is alone, and whether that is unusual."""
        depths = path_lengths(self.forest.trees, self._lengths, features)
        return with_flags(scores_of(depths, len(self.forest.trees), self.n_drawn), self.threshold)

    @cached_property
    def _lengths(self) -> list[Floats]:
        return [leaf_lengths(tree) for tree in self.forest.trees]

    def importance(self) -> None:
        """Cuts are random; columns have no weights."""

    def to_state(self) -> State:
        """Give the trees, and what their depths are compared with."""
        shape = {"n_drawn": self.n_drawn, "threshold": self.threshold}
        return State({**self.forest.to_state().files, _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> Isolation:
        """Rebuild what `to_state` gave."""
        return Isolation(Forest.from_state(state), **unpack_json(state, _SHAPE))


def path_lengths(
    trees: Sequence[Any], lengths: Sequence[Floats], features: npt.NDArray[Any]
) -> Floats:
    """Give the sum over the trees of how deep each row's leaf lies (n_rows,)."""
    import numpy as np

    rows = np.ascontiguousarray(features, dtype=np.float32)
    depths = np.zeros(len(rows))
    for tree, length in zip(trees, lengths, strict=True):
        depths += length[tree.apply(rows)]
    return depths


def average_path(counts: npt.NDArray[Any]) -> Floats:
    """Give how many random cuts it takes on average to part so many rows."""
    import numpy as np

    many = np.maximum(counts, 3).astype(np.float64)
    length = 2.0 * (np.log(many - 1.0) + np.euler_gamma) - 2.0 * (many - 1.0) / many
    return np.where(counts <= 1, 0.0, np.where(counts == 2, 1.0, length))


def scores_of(depths: Floats, n_trees: int, n_drawn: int) -> Floats:
    """Turn sums of depths into scores: 1 is alone at once, 0.5 is as deep as the average."""
    import numpy as np

    usual = n_trees * float(average_path(np.array([n_drawn]))[0])
    return np.asarray(2.0 ** (-depths / usual)) if usual > 0 else np.full(len(depths), 0.5)


def leaf_lengths(tree: Any) -> Floats:
    """Give how deep each node lies (n_nodes,).

    A leaf that holds several rows counts as deep as it would take to part them.
    """
    import numpy as np

    depths = np.zeros(tree.node_count)
    for node, (left, right) in enumerate(
        zip(tree.children_left.tolist(), tree.children_right.tolist(), strict=True)
    ):
        if left != -1:  # children always come after their parents
            depths[left] = depths[right] = depths[node] + 1
    return depths + average_path(tree.n_node_samples)


class IsolationForest:
    """Trees of random cuts, grown in chunks of about half a second."""

    id = "isolation_forest"
    about = About(
        name="Isolation Forest",
        category="Ensemble Methods",
        description="Finds rows that a few random cuts set apart from all others.",
        when_to_use="The first choice for outliers, in tables of any size.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/outlier_detection.html#isolation-forest"
        ),
        presets=(
            Preset("fast", "Fast", "Few trees.", {"n_estimators": 50}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Many trees of more rows.",
                   {"n_estimators": 500, "max_samples": 1024}),
        ),
    )  # fmt: skip
    tasks: tuple[TaskKind, ...] = ("anomaly_detection",)
    encoding = Encoding(dtype="float32")
    resumable = False
    params = Params(
        [
            CONTAMINATION,
            IntParam(
                name="n_estimators",
                title="Trees",
                effect="More trees give steadier scores and take longer.",
                default=200,
                minimum=1,
                maximum=2000,
                unit="trees",
                log=True,
            ),
            IntParam(
                name="max_samples",
                title="Rows a tree",
                effect="Fewer rows make what is rare stand out; more see finer.",
                default=256,
                minimum=2,
                maximum=100_000,
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
        """Grow the trees; the curve tells how much the scores still change."""
        growing = _Growing(data, params, int(rng.integers(2**31)))
        pace = Pace(machine.clock, unit=1, most=-(-params["n_estimators"] // _LOOKS))
        while not growing.is_over():
            metrics = growing.grow(pace.next_size())
            pace.done()
            yield growing.snapshot(metrics)

    def load(self, state: State) -> Isolation:
        """Give the stored trees."""
        return Isolation.from_state(state)


class _Growing:
    """A forest under way, and the depths of the rows it is measured by."""

    def __init__(self, data: Table, params: Mapping[str, Any], seed: int) -> None:
        import numpy as np
        from sklearn import ensemble

        self._params, self._rows = params, data.features
        self._n_drawn = min(params["max_samples"], len(data.features))
        self._forest = Forest("regression", data.features.shape[1], 1, ())
        parts = (data.features, data.validation_features)
        self._parts = [part[spread(len(part), _MEASURED_ROWS)] for part in parts]
        self._depths = [np.zeros(len(part)) for part in self._parts]
        # Asked to go on, it draws for the trees that it has, so that chunks change nothing.
        self._model = ensemble.IsolationForest(
            max_samples=self._n_drawn, warm_start=True, random_state=seed
        )

    def is_over(self) -> bool:
        """Tell whether all trees are grown."""
        wanted: int = self._params["n_estimators"]
        return len(self._forest.trees) >= wanted

    def grow(self, size: int) -> dict[str, float]:
        """Grow some trees, and say how much that changed the scores."""
        before = self._scores()
        done = len(self._forest.trees)
        wanted = min(done + size, self._params["n_estimators"])
        self._model.set_params(n_estimators=wanted).fit(self._rows)
        trees = [estimator.tree_ for estimator in self._model.estimators_[done:]]
        self._forest = self._forest.grown(trees)
        lengths = [leaf_lengths(tree) for tree in trees]
        for depths, part in zip(self._depths, self._parts, strict=True):
            depths += path_lengths(trees, lengths, part)
        if not done:
            return {}
        changes = [
            float(abs(now - then).mean()) for now, then in zip(self._scores(), before, strict=True)
        ]
        return points({"score_change": changes[0]}, {"score_change": changes[1]})

    def snapshot(self, metrics: Mapping[str, float]) -> Snapshot:
        """Give a look at the forest so far."""
        forest = self._forest
        threshold = find_threshold(self._scores()[0], self._params["contamination"])
        found = Isolation(forest, self._n_drawn, threshold)
        return Snapshot(
            step=len(forest.trees),
            total=self._params["n_estimators"],
            unit="tree",
            metrics=metrics,
            state=found.to_state,
            predictor=lambda: found,
        )

    def _scores(self) -> list[Floats]:
        count = max(1, len(self._forest.trees))
        return [scores_of(depths, count, self._n_drawn) for depths in self._depths]


algorithm = IsolationForest()
