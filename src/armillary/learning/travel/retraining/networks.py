"""Networks of dense layers, in PyTorch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.learning.travel.retraining import Plan, learner
from armillary.learning.travel.retraining._blank import seed_of

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


class Networks:
    """The feedforward network."""

    id = "networks"

    def takes(self, model: FittedModel) -> bool:
        """Take networks of dense layers."""
        return model.algorithm == "feedforward_nn"

    def plan(self, model: FittedModel) -> Plan:
        """Give the layers and how they learn."""
        text = learner(
            "learner_feedforward.py",
            settings=dict(model.params),
            n_outputs=len(model.classes) if model.classes else 1,
            seed=seed_of(model, 2**62),
        )
        # Another number of threads or another processor rounds float32 otherwise, epoch by epoch.
        return Plan(text, ("torch",), tolerance=1e-3)


retraining = Networks()
