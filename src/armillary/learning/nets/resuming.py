"""What going on with a network takes, as safetensors and JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State
from armillary.learning.nets.predictor import NetworkPredictor
from armillary.learning.pack import pack_json, require_sound

if TYPE_CHECKING:
    import torch

    from armillary.learning.nets.epochs import Epochs

PROGRESS_FILE, RESUME_FILE = "progress.json", "resume.safetensors"
_BEST = "best."


@dataclass(frozen=True)
class Resumable:
    """What a network in training goes on from; its tensors change with the training.

    ``predictor`` gives the best network so far, whose tensors do not: a better one has others.
    """

    tensors: Mapping[str, torch.Tensor]
    progress: Mapping[str, Any]
    predictor: Callable[[], NetworkPredictor]

    @staticmethod
    def of(
        epochs: Epochs, shuffling: torch.Tensor, predictor: Callable[[], NetworkPredictor]
    ) -> Resumable:
        """Take the last network, the best, the optimizer's memory and the random numbers."""
        progress = epochs.progress
        is_best = progress.batch == 0 and progress.epoch == progress.best_epoch > 0
        # Those of the best are no longer changed, and need not be copied.
        last = epochs.best if is_best else epochs.net.tensors
        tensors = {f"last.{place}": tensor for place, tensor in enumerate(last)}
        tensors |= {f"{_BEST}{place}": tensor for place, tensor in enumerate(epochs.best)}
        for place, memory in epochs.optimizer.state_dict()["state"].items():
            kept = {name: value for name, value in memory.items() if value is not None}
            tensors |= {f"optimizer.{place}.{name}": value for name, value in kept.items()}
        tensors |= {"shuffling": shuffling, "dropping": epochs.dropping.get_state()}
        tensors["sums"] = epochs.sums
        return Resumable(tensors, asdict(progress), predictor)

    def copied(self) -> Resumable:
        """Give the same with tensors of its own, where the training would change them."""
        best = self._best()
        own = {
            name: tensor if id(tensor) in best else tensor.detach().clone()
            for name, tensor in self.tensors.items()
        }
        return replace(self, tensors=own)

    def _best(self) -> set[int]:
        return {id(tensor) for name, tensor in self.tensors.items() if name.startswith(_BEST)}

    def to_state(self) -> State:
        """Pack it."""
        from safetensors.torch import save

        best = self._best()
        packed = {
            # What is the same twice is not written by the format.
            name: (tensor.clone() if id(tensor) in best else tensor).detach().cpu().contiguous()
            for name, tensor in self.tensors.items()
        }
        files = {RESUME_FILE: save(packed), PROGRESS_FILE: pack_json(dict(self.progress))}
        return State({**self.predictor().to_state().files, **files}, frozenset(files))


def load_resumed(epochs: Epochs, data: bytes) -> None:
    """Put what `Resumable` packed back into place."""
    import torch
    from safetensors.torch import load

    stored = load(data)
    device = epochs.sums.device
    with torch.no_grad():
        for place, tensor in enumerate(epochs.net.tensors):
            is_same = stored[f"last.{place}"].shape == tensor.shape
            require_sound(is_same, "the layers have other sizes")
            tensor.copy_(stored[f"last.{place}"])
    epochs.best = [stored[f"best.{place}"].to(device) for place in range(len(epochs.best))]
    described = epochs.optimizer.state_dict()
    described["state"] = _memories(stored)
    epochs.optimizer.load_state_dict(described)
    epochs.shuffling.set_state(stored["shuffling"])
    # A processor and a graphics card have generators of different kinds: from one to the other the
    # training goes on as well, only with other draws.
    if stored["dropping"].shape == epochs.dropping.get_state().shape:
        epochs.dropping.set_state(stored["dropping"])
    epochs.sums = stored["sums"].to(device)


def _memories(stored: dict[str, torch.Tensor]) -> dict[int, dict[str, Any]]:
    memories: dict[int, dict[str, Any]] = {}
    for key, tensor in stored.items():
        if key.startswith("optimizer."):
            _, place, name = key.split(".", 2)
            memories.setdefault(int(place), {})[name] = tensor
    return memories
