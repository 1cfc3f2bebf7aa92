"""How much single columns tell of the target, before anything is learned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.plane.axes import numbers_along

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]


def telling(
    rows: pd.DataFrame, names: Sequence[str], target: npt.NDArray[Any], *, is_class: bool
) -> dict[str, float]:
    """Give the share of each column's ranks that the target (n_rows,) explains, 0 to 1.

    Of classes it is the part of the variance that lies between them (the correlation ratio), of
    numbers the squared rank correlation.
    **Source:** R. A. Fisher, "Statistical Methods for Research Workers", 1925, section 45, on
    ranks; C. Spearman, American Journal of Psychology 15, 1904.
    """
    import numpy as np
    from scipy.stats import rankdata

    values = np.column_stack([numbers_along(name, rows[name]) for name in names])
    # What is missing tells neither this way nor that.
    values = np.where(np.isnan(values), _medians(values), values)
    ranks = rankdata(values, axis=0)  # (n_rows, n_names)
    ranks -= ranks.mean(axis=0)
    whole = np.square(ranks).sum(axis=0)
    explained = (
        _between(ranks, target) if is_class else _along(ranks, rankdata(target.astype(float)))
    )
    shares = explained / np.where(whole > 0, whole, 1.0)
    return dict(zip(names, shares.tolist(), strict=True))


def _medians(values: Floats) -> Floats:
    """Give the middle of each column, 0 where it has none (n_columns,)."""
    import numpy as np

    known = np.isfinite(values).any(axis=0)
    medians = np.zeros(values.shape[1])
    medians[known] = np.nanmedian(values[:, known], axis=0)
    return medians


def _between(ranks: Floats, target: npt.NDArray[Any]) -> Floats:
    """Give the variance of centred ranks that lies between classes (n_names,), times the rows."""
    import numpy as np

    _, of_row, counts = np.unique(target, return_inverse=True, return_counts=True)
    is_of = of_row[:, None] == np.arange(len(counts))  # (n_rows, n_classes)
    sums = is_of.T.astype(float) @ ranks
    found: Floats = (np.square(sums) / counts[:, None]).sum(axis=0)
    return found


def _along(ranks: Floats, target: Floats) -> Floats:
    """Give the part of the variance of centred ranks that goes with the target's (n_names,)."""
    import numpy as np

    target = target - target.mean()
    size = float(np.square(target).sum())
    found: Floats = np.square(target @ ranks) / (size if size > 0 else 1.0)
    return found
