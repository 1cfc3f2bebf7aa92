"""What every network does as an algorithm: epochs, with signs of life within long ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

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
from armillary.learning.nets.architecture import Architecture
from armillary.learning.nets.predictor import NetworkPredictor
from armillary.learning.pace import Pulse

if TYPE_CHECKING:
    import numpy as np


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
        """Run epoch after epoch, with a sign of life within long ones."""
        from armillary.learning.nets.epochs import Epochs

        epochs = Epochs(self.architecture, data, params, int(rng.integers(2**62)), machine)
        pulse = Pulse(machine.clock)
        if resume is not None:
            epochs.restore(resume)
            control = yield epochs.snapshot({})
            if isinstance(control, SetParam):
                epochs.set_param(control.name, float(control.value))
        while not epochs.is_over():
            for metrics in epochs.run_one():
                if metrics is None and not pulse.is_due():
                    continue
                control = yield epochs.snapshot(metrics or {})
                pulse.beat()
                if isinstance(control, SetParam):
                    epochs.set_param(control.name, float(control.value))

    def load(self, state: State) -> NetworkPredictor:
        """Give the network that is stored."""
        return NetworkPredictor.from_state(self.architecture, state)
