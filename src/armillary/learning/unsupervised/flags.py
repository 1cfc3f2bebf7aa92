"""Where a score becomes unusual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

FLAG_COLUMNS = ("score", "is_unusual")


def find_threshold(scores: npt.NDArray[Any], contamination: float) -> float:
    """Give the score beyond which a share ``contamination`` of the training rows lies."""
    import numpy as np

    return float(np.quantile(scores, 1.0 - contamination))


def with_flags(scores: npt.NDArray[Any], threshold: float) -> Floats:
    """Give scores and whether they lie beyond the threshold, as 0 and 1 (n_rows, 2)."""
    import numpy as np

    return np.column_stack([scores, scores > threshold]).astype(np.float64)
