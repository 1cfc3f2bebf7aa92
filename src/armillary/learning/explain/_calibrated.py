"""Calibration in torch, so that the slopes of a network go on through it."""

from __future__ import annotations

from typing import Any

from armillary.learning.calibration.calibration import Calibration
from armillary.learning.calibration.curves import Curve, Sigmoid

_LEAST, _SMALL = 1e-6, 1e-12  # as `armillary.learning.calibration` has them


def calibrated(calibration: Calibration, stated: Any) -> Any:
    """Give calibrated probabilities (n_rows, n_classes) of stated ones, both tensors."""
    import torch

    if calibration.method == "temperature":
        return torch.softmax(torch.log(stated + _SMALL) / calibration.temperature, dim=1)
    if calibration.n_classes == 2:
        second = _along(calibration.curves[0], stated[:, 1])
        return torch.stack([1 - second, second], dim=1)
    each = [_along(curve, stated[:, place]) for place, curve in enumerate(calibration.curves)]
    together = torch.stack(each, dim=1)
    sums = together.sum(dim=1, keepdim=True)
    alike = torch.full_like(together, 1 / calibration.n_classes)
    return torch.where(sums > 0, together / sums.clamp_min(_SMALL), alike)


def _along(curve: Curve | None, stated: Any) -> Any:
    import torch

    if curve is None:
        return stated
    if isinstance(curve, Sigmoid):
        held = stated.clamp(_LEAST, 1 - _LEAST)
        return torch.sigmoid(curve.slope * torch.logit(held) + curve.intercept)
    at = torch.tensor(curve.at, dtype=stated.dtype)
    value = torch.tensor(curve.value, dtype=stated.dtype)
    if len(at) == 1:
        return value.expand_as(stated) + 0.0 * stated
    held = stated.clamp(at[0], at[-1])
    left = torch.searchsorted(at, held.detach(), right=True).clamp(1, len(at) - 1) - 1
    slope = (value[left + 1] - value[left]) / (at[left + 1] - at[left])
    return value[left] + slope * (held - at[left])
