"""Some of many places, spread evenly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def spread(length: int, limit: int) -> npt.NDArray[np.int64]:
    """Give at most ``limit`` places spread evenly over ``length``, the first and the last too."""
    import numpy as np

    if length <= limit:
        return np.arange(length)
    return np.linspace(0, length - 1, limit).round().astype(np.int64)
