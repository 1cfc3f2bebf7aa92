"""XGBoost: gradient boosting with trees that pay for every leaf.

**Source:** T. Chen and C. Guestrin, "XGBoost: a scalable tree boosting system", KDD 2016; driven
round by round.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "xgboost", {"n_estimators": 20}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.85
    True

"""

from __future__ import annotations

from armillary.learning.algorithms.xgboost.booster import (
    BEST_FILE,
    BoosterPredictor,
    read_booster,
)
from armillary.learning.algorithms.xgboost.params import ABOUT, PARAMS
from armillary.learning.algorithms.xgboost.training import Rounds
from armillary.learning.contract import Encoding, State
from armillary.learning.rounds_learner import RoundsLearner


class XGBoost(RoundsLearner):
    """Boosted trees, one round at a time; keeps the round that is best on the validation part."""

    id = "xgboost"
    about = ABOUT
    params = PARAMS
    # Splits by sets of codes would tell nearly unique categories by heart.
    encoding = Encoding(missing="keep", dtype="float32")
    weighs = True
    begin = Rounds

    def load(self, state: State) -> BoosterPredictor:
        """Read the model's JSON."""
        return BoosterPredictor(read_booster(state.files[BEST_FILE]))


algorithm = XGBoost()
