"""CatBoost: gradient boosting with trees that ask the same question at every node of a level.

**Source:** L. Prokhorenkova, G. Gusev, A. Vorobev, A. Dorogush and A. Gulin, "CatBoost: unbiased
boosting with categorical features", NeurIPS 2018; driven some rounds at a time. An extra: training
needs the package, using a model does not.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "catboost", {"n_estimators": 20}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.85
    True

"""

from __future__ import annotations

from armillary.learning.algorithms.catboost.params import ABOUT, PARAMS
from armillary.learning.algorithms.catboost.training import Rounds
from armillary.learning.algorithms.catboost.trees import SymmetricTrees
from armillary.learning.contract import Encoding, State
from armillary.learning.rounds_learner import RoundsLearner


class CatBoost(RoundsLearner):
    """Boosted symmetric trees; keeps the round that is best on the validation part."""

    id = "catboost"
    about = ABOUT
    params = PARAMS
    encoding = Encoding(missing="keep", dtype="float32")
    begin = Rounds

    def load(self, state: State) -> SymmetricTrees:
        """Give the stored trees."""
        return SymmetricTrees.from_state(state)


algorithm = CatBoost()
