"""How alike two curves of the same thing are, and rows spread evenly over a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.explaining import rounded

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def curve_agreement(one: Floats, other: Floats) -> float | None:
    """Say how alike the shapes of two curves (n_values, n_outputs) are, 0 to 1; None where flat.

    It is 1 less the root mean square distance of the two, each less its mean, as a share of how far
    they themselves go up and down.
    """
    import numpy as np

    first, second = (curve - curve.mean(axis=0) for curve in (one, other))
    size = np.sqrt(np.square((first + second) / 2).mean())
    largest = max(float(np.abs(one).max(initial=0.0)), float(np.abs(other).max(initial=0.0)))
    if not size > 1e-9 * max(largest, 1e-9):
        return None
    apart = np.sqrt(np.square(first - second).mean())
    agreement: float = rounded(max(0.0, 1.0 - float(apart / size)))
    return agreement


def mean_of_known(values: Sequence[float | None]) -> Any:
    """Give the mean of those that are known; None where none is."""
    known = [value for value in values if value is not None]
    return rounded(sum(known) / len(known)) if known else None
