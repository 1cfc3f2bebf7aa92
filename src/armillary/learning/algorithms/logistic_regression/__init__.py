"""Logistic regression: a weighted sum of the columns, turned into probabilities.

**Source:** D. R. Cox, "The regression analysis of binary sequences", 1958; fitted by scikit-learn
with L-BFGS, or SAGA where weights are to become exactly zero.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "logistic_regression", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.9
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.logistic_regression.descending import descend
from armillary.learning.algorithms.logistic_regression.params import ABOUT, PARAMS
from armillary.learning.algorithms.logistic_regression.stretches import L1_RATIOS, stretch
from armillary.learning.contract import (
    ONE_THREAD,
    Encoding,
    Machine,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.linear import LinearPredictor

if TYPE_CHECKING:
    import numpy as np


class LogisticRegression:
    """Linear classification of two or many classes, with a look at the weights on the way."""

    id = "logistic_regression"
    about = ABOUT
    tasks: tuple[TaskKind, ...] = ("classification",)
    encoding = Encoding(scale=True)
    resumable = True
    weighs = True
    params = PARAMS

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Run the solver until it converges or ``max_iter`` is reached."""
        seed = int(rng.integers(2**31))
        if params["regularization"] in L1_RATIOS:
            yield from stretch(data, params, seed, resume)
        else:
            yield from descend(data, params, resume, machine)

    def load(self, state: State) -> LinearPredictor:
        """Give the predictor of stored coefficients."""
        return LinearPredictor.from_state("classification", state)


algorithm = LogisticRegression()
