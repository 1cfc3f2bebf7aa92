"""The rows that a network learns from, as tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.balance import class_weights
from armillary.learning.contract import SUPERVISED, Table
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy.typing as npt
    import torch


class Rows:
    """Training and validation rows on a device; numbers to predict are centred and scaled.

    Where there is no target, the rows themselves are to be had back.
    """

    def __init__(self, data: Table, device: torch.device, at_once: int) -> None:
        import torch

        self.device = device
        self.centre, self.spread = 0.0, 1.0
        target, validation_target = data.target, data.validation_target
        if data.kind not in SUPERVISED:
            target, validation_target = data.features, data.validation_features
        if data.kind == "regression":
            self.centre = float(target.mean())
            self.spread = float(target.std()) or 1.0
            target = ((target - self.centre) / self.spread).astype("float32")
            validation_target = (validation_target - self.centre) / self.spread
            validation_target = validation_target.astype("float32")
        self.features = torch.from_numpy(data.features).to(device)
        self.target = torch.from_numpy(target).to(device)
        self.count = len(target)
        self.weights = _tensor(data.weights, device)
        self.fitting_weights = _tensor(fitting_weights(data), device)
        self.total = self.count if data.weights is None else float(data.weights.sum())
        held = data.validation_weights
        self.validation_total = len(validation_target) if held is None else float(held.sum())
        # In pieces, since the layers of all rows at once might not fit into memory.
        validation = (data.validation_features, validation_target)
        pieces = [torch.split(torch.from_numpy(array).to(device), at_once) for array in validation]
        weights = _tensor(held, device)
        weighed = [None] * len(pieces[0]) if weights is None else torch.split(weights, at_once)
        self.validation = list(zip(*pieces, weighed, strict=True))


def _tensor(weights: npt.NDArray[Any] | None, device: torch.device) -> torch.Tensor | None:
    import torch

    return None if weights is None else torch.from_numpy(weights.astype("float32")).to(device)


def class_tensor(data: Table, device: torch.device) -> torch.Tensor | None:
    """Weigh each class (n_classes,) by how rare it is; None where there are no classes."""
    import numpy as np
    import torch

    if data.kind != "classification":
        return None
    return torch.from_numpy(class_weights(data).astype(np.float32)).to(device)
