"""Autoencoder: a network that gives each row back through a narrow place.

**Source:** G. Hinton and R. Salakhutdinov, "Reducing the dimensionality of data with neural
networks", Science 313, 2006; computed by PyTorch. What it gives back badly is unusual.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("dimensionality_reduction", "target")
    >>> *_, last = fit(table, task, "autoencoder", {"epochs": 100}, seed=0)
    >>> last.evaluation["overall_metrics"]["explained_variance"] > 0.8
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from armillary.learning.algorithms.autoencoder.model import Autoencoded, Hourglass
from armillary.learning.algorithms.autoencoder.params import ABOUT, PARAMS
from armillary.learning.contract import (
    ONE_THREAD,
    Machine,
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.nets.learner import NetworkLearner
from armillary.learning.nets.predictor import NetworkPredictor
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np

_SCORED_ROWS = 5_000


class Autoencoder(NetworkLearner):
    """Few numbers for each row, or how badly it is given back."""

    id = "autoencoder"
    about = ABOUT
    params = PARAMS
    architecture = Hourglass()
    tasks: tuple[TaskKind, ...] = ("dimensionality_reduction", "anomaly_detection")

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Run epochs as every network does, and make of each look a model that describes rows."""
        training = super().train(data, params, rng, resume=resume, machine=machine)
        try:
            look = next(training)
            while True:
                control = yield _dress(look, data, params)
                look = training.send(control)
        except StopIteration:
            return
        finally:
            training.close()

    def load(self, state: State) -> Autoencoded:  # type: ignore[override]  # it describes rows
        """Give the stored network."""
        return Autoencoded.from_state(self.architecture, state)


def _dress(look: Snapshot, data: Table, params: Mapping[str, Any]) -> Snapshot:
    def predictor() -> Autoencoded:
        rows = data.features[spread(len(data.features), _SCORED_ROWS)]
        network = cast(NetworkPredictor, look.predictor())
        return Autoencoded.of(network, data.kind, rows, params["contamination"])

    def state() -> State:
        whole = look.state()
        return State({**whole.files, **predictor().to_state().files}, whole.resume_only)

    return replace(look, predictor=predictor, state=state)


algorithm = Autoencoder()
