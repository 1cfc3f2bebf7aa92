"""How much single columns tell of the target, before anything is learned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from armillary.learning.plane.axes import numbers_along
from armillary.learning.preprocess.read import taken

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.prepare import Prepared

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]


def telling(prepared: Prepared, names: Sequence[str], rows: Places) -> dict[str, float]:
    """Give the share of each column's ranks that the target explains, 0 to 1, in some rows.

    Of classes it is the part of the variance that lies between them (the correlation ratio), of
    numbers the squared rank correlation.
    **Source:** R. A. Fisher, "Statistical Methods for Research Workers", 1925, section 45, on
    ranks; C. Spearman, American Journal of Psychology 15, 1904.
    """
    target = prepared.target.values[rows]
    is_class = prepared.target.classes is not None
    found = {}
    for name in names:
        values = numbers_along(name, taken(prepared.frame[name], rows))
        known = values == values
        found[name] = _told(values[known], target[known], is_class=is_class)
    return found


def _told(values: Floats, target: npt.NDArray[np.float64], *, is_class: bool) -> float:
    import numpy as np
    from scipy.stats import rankdata

    if len(values) < 2:
        return 0.0
    ranks = rankdata(values)
    if not is_class:
        return _squared_correlation(ranks, rankdata(target))
    whole = float(np.square(ranks - ranks.mean()).sum())
    if whole == 0:
        return 0.0
    _, of_row = np.unique(target, return_inverse=True)
    counts = np.bincount(of_row)
    means = np.bincount(of_row, ranks) / counts
    return float((counts * np.square(means - ranks.mean())).sum()) / whole


def _squared_correlation(one: Floats, other: Floats) -> float:
    import numpy as np

    one, other = one - one.mean(), other - other.mean()
    size = float(np.square(one).sum() * np.square(other).sum())
    return float((one * other).sum()) ** 2 / size if size > 0 else 0.0
