"""What going on with a network takes, as safetensors and JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from armillary.learning.pack import pack_json, require_sound

if TYPE_CHECKING:
    import torch

    from armillary.learning.nets.epochs import Epochs

PROGRESS_FILE, RESUME_FILE = "progress.json", "resume.safetensors"


def save_resumable(epochs: Epochs, shuffling: torch.Tensor) -> dict[str, bytes]:
    """Give the last network, the best, the optimizer's memory and the random numbers."""
    from safetensors.torch import save

    tensors = {f"last.{place}": tensor for place, tensor in enumerate(epochs.net.tensors)}
    tensors |= {f"best.{place}": tensor for place, tensor in enumerate(epochs.best)}
    for place, memory in epochs.optimizer.state_dict()["state"].items():
        kept = {name: value for name, value in memory.items() if value is not None}
        tensors |= {f"optimizer.{place}.{name}": value for name, value in kept.items()}
    tensors |= {"shuffling": shuffling, "dropping": epochs.dropping.get_state()}
    tensors["sums"] = epochs.sums
    contiguous = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    return {RESUME_FILE: save(contiguous), PROGRESS_FILE: pack_json(asdict(epochs.progress))}


def load_resumed(epochs: Epochs, data: bytes) -> None:
    """Put what `save_resumable` gave back into place."""
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
