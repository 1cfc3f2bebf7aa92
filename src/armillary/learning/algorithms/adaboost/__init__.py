"""AdaBoost: small trees in turn, each grown on rows weighed by how the trees before it missed them.

**Source:** Y. Freund and R. Schapire, 1997; for many classes J. Zhu et al., "Multi-class AdaBoost",
Statistics and its Interface 2, 2009; for numbers H. Drucker, "Improving regressors using boosting
techniques", ICML 1997. The trees are scikit-learn's; its own loop cannot be looked at, steered or
resumed on the way, hence this one.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "adaboost", {"n_estimators": 20}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.85
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.adaboost.params import ABOUT, PARAMS
from armillary.learning.algorithms.adaboost.rounds import Rounds
from armillary.learning.contract import (
    ONE_THREAD,
    Encoding,
    Machine,
    SetParam,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.weighted_trees import WeightedTrees

if TYPE_CHECKING:
    import numpy as np


class AdaBoost:
    """Classification and regression by trees of different weight, one tree at a time."""

    id = "adaboost"
    about = ABOUT
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    params = PARAMS
    encoding = Encoding(dtype="float32")
    resumable = True
    weighs = True

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Add trees until there are enough, or the next would not help."""
        rounds = Rounds(data, params, int(rng.integers(2**31 - 1)), machine, resume)
        is_first_look = resume is not None
        while is_first_look or not rounds.is_over():
            if not is_first_look:
                rounds.add()
            is_first_look = False
            control = yield rounds.snapshot()
            if isinstance(control, SetParam) and control.name == "learning_rate":
                rounds.set_learning_rate(float(control.value))

    def load(self, state: State) -> WeightedTrees:
        """Give the trees and their weights."""
        return WeightedTrees.from_state(state)


algorithm = AdaBoost()
