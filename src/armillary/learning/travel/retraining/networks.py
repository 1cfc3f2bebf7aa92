"""Neural networks, in PyTorch: one way of learning, and a file for each kind of network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from armillary.learning.travel.retraining import Plan, learner, template

if TYPE_CHECKING:
    from armillary.learning.travel.retraining._learned import Learned

_KINDS: Mapping[str, str] = {
    "feedforward_nn": "network_feedforward.py",
    "convolutional_nn": "network_convolutional.py",
    "recurrent_nn": "network_recurrent.py",
    "transformer_nn": "network_transformer.py",
}


class Networks:
    """All networks that predict a column."""

    id = "networks"

    def takes(self, learned: Learned) -> bool:
        """Take the kinds that have a file."""
        return learned.algorithm in _KINDS

    def plan(self, learned: Learned) -> Plan:
        """Give the layers and how they learn."""
        text = learner(
            "learner_network.py",
            settings=dict(learned.params),
            n_outputs=len(learned.classes) if learned.classes else 1,
            seed=learned.seed_of(2**62),
        )
        network = {"network.py": template(_KINDS[learned.algorithm])}
        # Another number of threads or another processor rounds float32 otherwise, epoch by epoch.
        return Plan(text, ("torch",), tolerance=1e-3, files=network)


retraining = Networks()
