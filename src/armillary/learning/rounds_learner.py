"""What every algorithm that boosts trees does: rounds, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import ONE_THREAD, Machine, State, Table, TaskKind, Training
from armillary.learning.rounds import Rounds, add_rounds, begin_or_resume

if TYPE_CHECKING:
    import numpy as np


class RoundsLearner:
    """Classification and regression; keeps the round that is best on the validation part.

    ``begin`` makes the rounds of a training from its table, parameters, seed, threads, progress
    and, where it goes on, the state to go on from.
    """

    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    resumable = True
    parallel = True
    begin: Callable[..., Rounds]

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
        rounds = self.begin(data, params, seed, machine.threads, progress, resume)
        yield from add_rounds(rounds, is_resumed=resume is not None)
