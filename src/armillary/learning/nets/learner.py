"""What every network does as an algorithm: epochs, with signs of life within long ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import (
    ONE_THREAD,
    Control,
    Encoding,
    Machine,
    SetParam,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.nets.architecture import Architecture
from armillary.learning.nets.predictor import NetworkPredictor
from armillary.learning.pace import Pulse

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.nets.epochs import Epochs

_CARD_FULL = (
    "The graphics card had no memory left, so the training went on without it. What else uses the "
    "card may have taken it; a smaller batch size needs less."
)


class NetworkLearner:
    """Classification and regression; keeps the epoch that is best on the validation part."""

    architecture: Architecture
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    encoding = Encoding(scale=True, dtype="float32")
    resumable = True
    weighs = True
    parallel = uses_gpu = True

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Run epoch after epoch, with a sign of life within long ones.

        Where a graphics card has no memory left, which others of its users may have taken, the
        training goes on without one from where it was.
        """
        from armillary.learning.nets.epochs import Epochs
        from armillary.learning.nets.placing import is_card_full

        begin = partial(Epochs, self.architecture, data, params, int(rng.integers(2**62)))
        pulse = Pulse(machine.clock)
        epochs: Epochs | None = None
        try:
            epochs = _restored(begin(machine), resume)
            yield from _follow(epochs, pulse, is_restored=resume is not None)
            return
        except RuntimeError as problem:
            if not is_card_full(problem):
                raise
            # Steps of the batch that was broken off may count twice; nothing else is different.
            begun = resume if epochs is None else epochs.state()
        epochs = None  # the card's memory is for others now
        below = _restored(begin(replace(machine, device="cpu")), begun)
        below.remarks = (_CARD_FULL,)
        yield from _follow(below, pulse, is_restored=begun is not None)

    def load(self, state: State) -> NetworkPredictor:
        """Give the network that is stored."""
        return NetworkPredictor.from_state(self.architecture, state)


def _restored(epochs: Epochs, state: State | None) -> Epochs:
    if state is not None:
        epochs.restore(state)
    return epochs


def _follow(epochs: Epochs, pulse: Pulse, *, is_restored: bool) -> Training:
    if is_restored:
        _obey(epochs, (yield epochs.snapshot({})))
    while not epochs.is_over():
        for metrics in epochs.run_one():
            if metrics is None and not pulse.is_due():
                continue
            control = yield epochs.snapshot(metrics or {})
            pulse.beat()
            _obey(epochs, control)


def _obey(epochs: Epochs, control: Control | None) -> None:
    if isinstance(control, SetParam):
        epochs.set_param(control.name, float(control.value))
