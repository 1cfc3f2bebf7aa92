"""What a network is told to make small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.learning.contract import TaskKind

if TYPE_CHECKING:
    import torch


def mean_loss(
    kind: TaskKind,
    output: torch.Tensor,
    target: torch.Tensor,
    weights: torch.Tensor | None = None,
    class_weights: torch.Tensor | None = None,
) -> torch.Tensor:
    """Give the log loss of classes, or the squared error of values.

    The mean is over the rows, each by its weight (n,) and that of its class (n_classes,).
    """
    from torch.nn import functional

    if kind == "classification":
        if weights is None:
            return functional.cross_entropy(output, target, weight=class_weights)
        losses = functional.cross_entropy(output, target, reduction="none")
        if class_weights is not None:
            weights = weights * class_weights[target]
        return (losses * weights).sum() / weights.sum()
    output = output[:, 0] if target.ndim == 1 else output
    if weights is None:
        return functional.mse_loss(output, target)
    losses = functional.mse_loss(output, target, reduction="none")
    of_rows = losses if losses.ndim == 1 else losses.mean(dim=1)
    return (of_rows * weights).sum() / weights.sum()
