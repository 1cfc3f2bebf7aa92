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

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.lightgbm.params import ABOUT, PARAMS
from armillary.learning.contract import (
    ONE_THREAD,
    Encoding,
    Machine,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.leafwise.booster import (
    BEST_FILE,
    LinearBoosterPredictor,
    predictor_of,
)
from armillary.learning.leafwise.rounds import Rounds
from armillary.learning.pack import reading_weights
from armillary.learning.rounds import add_rounds, begin_or_resume

if TYPE_CHECKING:
    import numpy as np


class LightGBM:
    """Boosted trees, one round at a time; keeps the round that is best on the validation part."""

    id = "lightgbm"
    about = ABOUT
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    params = PARAMS
    encoding = Encoding(missing="keep", categories="codes")
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


algorithm = LightGBM()
