"""What every algorithm that LightGBM computes does: rounds, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import ONE_THREAD, Machine, State, Table, TaskKind, Training
from armillary.learning.pack import reading_weights
from armillary.learning.rounds import add_rounds, begin_or_resume

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.leafwise.booster import LinearBoosterPredictor


class LeafwiseLearner:
    """Classification and regression; keeps the round that is best on the validation part."""

    tasks: tuple[TaskKind, ...] = ("classification", "regression")
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
        from armillary.learning.leafwise.rounds import Rounds

        seed = int(rng.integers(2**30))
        progress = begin_or_resume(params, resume)
        rounds = Rounds(data, params, seed, machine.threads, progress, resume)
        yield from add_rounds(rounds, is_resumed=resume is not None)

    def load(self, state: State) -> LinearBoosterPredictor:
        """Read the model text."""
        from armillary.learning.leafwise.booster import BEST_FILE, predictor_of

        with reading_weights():
            return predictor_of(state.files[BEST_FILE])
