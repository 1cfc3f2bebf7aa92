"""Feedforward network: layers of neurons trained by stochastic gradient descent.

**Source:** D. Rumelhart, G. Hinton and R. Williams, "Learning representations by back-propagating
errors", Nature 323, 1986; computed by PyTorch.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "feedforward_nn", {"epochs": 50, "learning_rate": 0.01}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.9
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.feedforward_nn.epochs import Epochs
from armillary.learning.algorithms.feedforward_nn.params import ABOUT, PARAMS
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
from armillary.learning.network import NetworkPredictor
from armillary.learning.pace import Pulse

if TYPE_CHECKING:
    import numpy as np


class FeedforwardNetwork:
    """Classification and regression; keeps the epoch that is best on the validation part."""

    id = "feedforward_nn"
    about = ABOUT
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    params = PARAMS
    encoding = Encoding(scale=True, dtype="float32")
    resumable = True

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
        epochs = Epochs(data, params, int(rng.integers(2**62)), machine)
        pulse = Pulse(machine.clock)
        if resume is not None:
            epochs.restore(resume)
            if epochs.is_over():
                yield epochs.snapshot({})
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
        return NetworkPredictor.from_state(state)


algorithm = FeedforwardNetwork()
