"""Neural networks, in PyTorch: one way of learning, and a file for each kind of network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.travel.retraining import Plan, Verbatim, learner, template

if TYPE_CHECKING:
    from armillary.learning.travel.retraining._learned import Learned

SEEDS_BELOW = 2**62
# Another number of threads or another processor rounds float32 otherwise, epoch by epoch.
_TOLERANCE = 1e-3
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
        course, params = learned.course, learned.params
        epochs = params["epochs"] if course is None else course.ended
        text = learner(
            "learner_network.py",
            network=Verbatim("network"),
            stretches=_stretches(learned.values_of(epochs)),
            epochs=epochs,
            n_outputs=len(learned.classes) if learned.classes else 1,
            seed=learned.seed_of(SEEDS_BELOW),
        )
        network = {"network.py": template(_KINDS[learned.algorithm])}
        return Plan(text, ("torch",), tolerance=_TOLERANCE, files=network)


retraining = Networks()


def coder(params: Mapping[str, Any], width: int, seed: int) -> Plan:
    """Give what trains an autoencoder again that goes before a learner."""
    text = learner(
        "learner_network.py",
        network=Verbatim("autoencoder_network"),
        stretches=_stretches([(0, params)]),
        epochs=params["epochs"],
        n_outputs=width,
        seed=seed,
    )
    files = {"autoencoder_network.py": template("network_autoencoder.py")}
    return Plan(text, ("torch",), tolerance=_TOLERANCE, files=files)


def _stretches(held: Sequence[tuple[int, Mapping[str, Any]]]) -> list[tuple[int, dict[str, Any]]]:
    """Give the settings by the epoch behind which they held; the first ones whole."""
    found: list[tuple[int, dict[str, Any]]] = []
    now: dict[str, Any] = {}
    for behind, values in held:
        changed = {name: value for name, value in values.items() if now.get(name, ...) != value}
        found.append((behind, changed))
        now = dict(values)
    return found
