"""Random forest: many trees, each grown on its own draw of rows and columns, vote.

**Source:** L. Breiman, "Random forests", Machine Learning 45, 2001; trees grown by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "random_forest", {"n_estimators": 20}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.9
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.random_forest.params import ABOUT, PARAMS
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
from armillary.learning.pace import Pace
from armillary.learning.trees import Forest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_LOOKS = 25
_SEEDS_BELOW = 2**31 - 1


@dataclass
class _Votes:
    """The sum of the votes so far for the rows of the curve."""

    curve: Curve
    training: npt.NDArray[Any]
    validation: npt.NDArray[Any]

    def count(self, forest: Forest, trees: list[Any]) -> None:
        forest.add(self.training, self.curve.features, trees)
        forest.add(self.validation, self.curve.validation_features, trees)

    def points(self, forest: Forest) -> dict[str, float]:
        return self.curve.points(forest.finish(self.training), forest.finish(self.validation))


class RandomForest:
    """Classification and regression by a vote of trees.

    Trees are grown in chunks of about half a second. The seed of a tree depends only on its
    number, so the forest is the same however it was cut into chunks.
    """

    id = "random_forest"
    about = ABOUT
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    params = PARAMS
    encoding = Encoding(dtype="float32")
    resumable = True

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Grow the forest, looking at the curve after each chunk."""
        n_outputs = data.n_classes if data.kind == "classification" else 1
        forest = Forest(data.kind, data.features.shape[1], n_outputs, ())
        curve = Curve(data)
        n_training, n_validation = len(curve.target), len(curve.validation_target)
        votes = _Votes(curve, forest.nothing(n_training), forest.nothing(n_validation))
        seed, wanted = int(rng.integers(_SEEDS_BELOW)), params["n_estimators"]
        if resume is not None:
            forest = Forest.from_state(resume)
            votes.count(forest, list(forest.trees))
            yield _snapshot(forest, wanted, votes)
        pace = Pace(machine.clock, unit=machine.threads, most=-(-wanted // _LOOKS))
        while len(forest.trees) < wanted:
            size = min(pace.next_size(), wanted - len(forest.trees))
            trees = _grow(data, params, seed, len(forest.trees), size, machine.threads)
            forest = forest.grown(trees)
            votes.count(forest, trees)
            pace.done()
            yield _snapshot(forest, wanted, votes)

    def load(self, state: State) -> Forest:
        """Give the forest that is stored."""
        return Forest.from_state(state)


def _snapshot(forest: Forest, wanted: int, votes: _Votes) -> Snapshot:
    return Snapshot(
        step=len(forest.trees),
        total=wanted,
        unit="tree",
        metrics=votes.points(forest),
        state=forest.to_state,
        predictor=lambda: forest,
    )


def _grow(
    data: Table, params: Mapping[str, Any], seed: int, first: int, size: int, threads: int
) -> list[Any]:
    """Grow the trees number ``first`` to ``first + size``."""
    import numpy as np

    draws = np.random.RandomState(seed)
    draws.randint(np.iinfo(np.int32).max, size=first)  # scikit-learn draws one seed a tree
    model = _estimator(data, params)
    model.set_params(n_estimators=size, random_state=draws, n_jobs=threads)
    model.fit(data.features, data.target)
    return [estimator.tree_ for estimator in model.estimators_]


def _estimator(data: Table, params: Mapping[str, Any]) -> Any:
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    columns = params["max_features"]
    if columns == "auto":
        columns = "sqrt" if data.kind == "classification" else "third"
    shared = {
        "max_depth": params["max_depth"],
        "min_samples_split": params["min_samples_split"],
        "min_samples_leaf": params["min_samples_leaf"],
        "max_leaf_nodes": params["max_leaf_nodes"],
        "max_features": {"all": 1.0, "third": 1 / 3}.get(columns, columns),
        "bootstrap": params["bootstrap"],
        "max_samples": _rows_drawn(len(data.target), params),
        "ccp_alpha": params["ccp_alpha"],
    }
    if data.kind == "regression":
        return RandomForestRegressor(criterion=params["regression_criterion"], **shared)
    weight = params["class_weight"]
    return RandomForestClassifier(
        criterion=params["criterion"],
        class_weight=None if weight == "none" else weight,
        **shared,
    )


def _rows_drawn(n_rows: int, params: Mapping[str, Any]) -> int | None:
    """Give how many rows each tree draws; None stands for as many as there are."""
    if params["max_samples"] is None or not params["bootstrap"]:
        return None
    share: float = params["max_samples"]
    return max(1, round(n_rows * share))


algorithm = RandomForest()
