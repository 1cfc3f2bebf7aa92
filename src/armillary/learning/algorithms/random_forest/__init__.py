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

from collections.abc import Callable, Mapping
from typing import Any

from armillary.learning.algorithms.random_forest.params import ABOUT, PARAMS
from armillary.learning.contract import TaskKind
from armillary.learning.growing import GrownForest


class RandomForest(GrownForest):
    """Classification and regression by a vote of trees."""

    id = "random_forest"
    about = ABOUT
    params = PARAMS

    def kinds(self) -> Mapping[TaskKind, Callable[..., Any]]:
        """Give scikit-learn's forest for each task."""
        from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

        return {"classification": RandomForestClassifier, "regression": RandomForestRegressor}


algorithm = RandomForest()
