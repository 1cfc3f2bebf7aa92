"""Boosted trees whose leaves are linear: few leaves, each with a slope for what was asked about.

A tree of plain leaves climbs a slope in steps, and ends where the training rows end. Where a number
grows with another, by how much being a matter of categories, a few linear leaves say it at once.

**Source:** Y. Shi, J. Li and Z. Li, "Gradient boosting with piece-wise linear regression trees",
IJCAI 2019; LightGBM's ``linear_tree``, driven round by round.

Example:
    >>> from sklearn.datasets import load_diabetes
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_diabetes(as_frame=True).frame
    >>> task = Task("regression", "target")
    >>> *_, last = fit(table, task, "linear_boosting", {"n_estimators": 20}, seed=0)
    >>> last.evaluation["overall_metrics"]["r2"] > 0.3
    True

"""

from __future__ import annotations

from armillary.learning.algorithms.linear_boosting.params import ABOUT, PARAMS
from armillary.learning.contract import Encoding
from armillary.learning.leafwise.learner import LeafwiseLearner


class LinearBoosting(LeafwiseLearner):
    """Boosted linear trees, one round at a time."""

    id = "linear_boosting"
    about = ABOUT
    params = PARAMS
    # LightGBM holds the numbers of linear leaves as float32, and of a gap it has no slope.
    encoding = Encoding(scale=True, dtype="float32")


algorithm = LinearBoosting()
