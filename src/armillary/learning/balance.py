"""Letting rare classes count as much as frequent ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Table

if TYPE_CHECKING:
    import numpy.typing as npt


def class_weights(data: Table) -> npt.NDArray[Any]:
    """Weigh each class (n_classes,) by how rare it is; the mean weight of the rows is 1."""
    import numpy as np

    counts = np.bincount(data.target, minlength=data.n_classes)
    return np.asarray(len(data.target) / (data.n_classes * counts))
