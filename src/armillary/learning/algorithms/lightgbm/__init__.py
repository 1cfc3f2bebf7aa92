"""LightGBM: gradient boosting with trees that grow where they help most.

**Source:** G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS
2017; driven round by round.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "lightgbm", {"n_estimators": 20}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.85
    True

"""

from __future__ import annotations

from armillary.learning.algorithms.lightgbm.params import ABOUT, PARAMS
from armillary.learning.contract import Encoding
from armillary.learning.leafwise.learner import LeafwiseLearner


class LightGBM(LeafwiseLearner):
    """Boosted trees, one round at a time."""

    id = "lightgbm"
    about = ABOUT
    params = PARAMS
    encoding = Encoding(missing="keep", categories="codes")


algorithm = LightGBM()
