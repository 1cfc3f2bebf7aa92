"""How well each row sits in its cluster, at a price that grows with the rows, not their square.

**Source**: P. J. Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and
validation of cluster analysis.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_COMPARED_ROWS, _MEASURED_ROWS, _AT_ONCE = 2_000, 50_000, 2_000


def silhouettes(features: Array, clusters: Array, noise: int) -> Array:
    """Give the silhouette of each row (n,), -1 to 1; NaN of those in no cluster.

    Rows are compared with at most 2,000, spread evenly; of these it is what scikit-learn's
    `silhouette_samples` gives for them alone. Of more than 50,000 rows as many are measured.
    """
    import numpy as np

    found = np.full(len(clusters), np.nan)
    belongs = np.flatnonzero(clusters != noise)
    against = belongs[spread(len(belongs), _COMPARED_ROWS)]
    names, own_of = np.unique(clusters[against], return_inverse=True)
    if len(names) < 2:
        return found
    is_in = np.zeros((len(against), len(names)))
    is_in[np.arange(len(against)), own_of] = 1.0
    measured = belongs[spread(len(belongs), _MEASURED_ROWS)]
    for rows in _pieces(measured):
        own = np.searchsorted(names, clusters[rows])
        is_known = names[np.minimum(own, len(names) - 1)] == clusters[rows]
        rows, own = rows[is_known], own[is_known]
        sums = _distances(features[rows], features[against]) @ is_in
        found[rows] = _of(sums, own, is_in.sum(axis=0), np.isin(rows, against))
    return found


def _of(sums: Array, own: Array, sizes: Array, is_compared: Array) -> Array:
    """Give silhouettes (n,) from the summed distances to each cluster (n, n_clusters)."""
    import numpy as np

    at = np.arange(len(sums))
    others = sizes[own] - is_compared
    within = sums[at, own] / np.maximum(others, 1)
    away = sums / sizes
    away[at, own] = np.inf
    nearest = away.min(axis=1)
    most = np.maximum(within, nearest)
    found = np.divide(nearest - within, most, out=np.zeros(len(sums)), where=most > 0)
    # A row alone in its cluster is 0 by convention.
    return np.where(others > 0, found, 0.0)


def _distances(rows: Array, others: Array) -> Array:
    from sklearn.metrics.pairwise import euclidean_distances

    found: Array = euclidean_distances(rows.astype("float64"), others.astype("float64"))
    return found


def _pieces(rows: Array) -> Iterator[Array]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
