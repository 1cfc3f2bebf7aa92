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

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.linear_boosting.params import ABOUT, PARAMS
from armillary.learning.contract import (
    ONE_THREAD,
    Encoding,
    Machine,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.leafwise.booster import BEST_FILE, LinearBoosterPredictor, predictor_of
from armillary.learning.leafwise.rounds import Rounds
from armillary.learning.pack import reading_weights
from armillary.learning.rounds import add_rounds, begin_or_resume

if TYPE_CHECKING:
    import numpy as np


class LinearBoosting:
    """Boosted linear trees, one round at a time; keeps the best round on the validation part."""

    id = "linear_boosting"
    about = ABOUT
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    params = PARAMS
    # LightGBM holds the numbers of linear leaves as float32, and of a gap it has no slope.
    encoding = Encoding(scale=True, dtype="float32")
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
        """Add rounds until all are done or patience runs out."""
        seed = int(rng.integers(2**30))
        progress = begin_or_resume(params, resume)
        rounds = Rounds(data, params, seed, machine.threads, progress, resume)
        yield from add_rounds(rounds, is_resumed=resume is not None)

    def load(self, state: State) -> LinearBoosterPredictor:
        """Read the model text."""
        with reading_weights():
            return predictor_of(state.files[BEST_FILE])


algorithm = LinearBoosting()
