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
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.random_forest.params import ABOUT, PARAMS
from armillary.learning.contract import (
    ONE_THREAD,
    Encoding,
    Machine,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.growing import grow_forest, row_settings, tree_settings
from armillary.learning.trees import Forest

if TYPE_CHECKING:
    import numpy as np

_SEEDS_BELOW = 2**31 - 1


class RandomForest:
    """Classification and regression by a vote of trees."""

    id = "random_forest"
    about = ABOUT
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    params = PARAMS
    encoding = Encoding(dtype="float32")
    resumable = True
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
        """Grow the forest, looking at the curve after each chunk."""
        from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

        kinds = {"classification": RandomForestClassifier, "regression": RandomForestRegressor}
        settings = tree_settings(data, params) | row_settings(data, params)
        yield from grow_forest(
            data,
            lambda: kinds[data.kind](**settings),
            wanted=params["n_estimators"],
            seed=int(rng.integers(_SEEDS_BELOW)),
            resume=resume,
            machine=machine,
        )

    def load(self, state: State) -> Forest:
        """Give the forest that is stored."""
        return Forest.from_state(state)


algorithm = RandomForest()
