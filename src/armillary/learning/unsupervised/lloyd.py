"""One iteration of k-means: each row to its nearest centre, each centre into its rows' middle.

Done by scikit-learn's own compiled loop, which k-means calls an iteration at a time; it is not part
of what scikit-learn promises to keep, so that there is the same in numpy, slower, to fall back on.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_CELLS = 4_000_000


def move_centres(rows: Floats, centres: Floats) -> Floats:
    """Give the centres (n_clusters, n_columns) after one iteration.

    ``rows`` (n_rows, n_columns) lie in memory row by row. A centre without rows goes to the row
    that lies farthest off. On one thread: with more, sums would end in other last bits each time.
    """
    import numpy as np

    iterate = _compiled()
    if iterate is None:
        return move_in_numpy(rows, centres)
    count = len(centres)
    moved, members = np.zeros_like(centres), np.zeros(count)
    nearest, shift = np.full(len(rows), -1, dtype=np.int32), np.zeros(count)
    weights = np.ones(len(rows))
    iterate(rows, weights, centres, moved, members, nearest, shift, 1, update_centers=True)
    return moved


def move_in_numpy(rows: Floats, centres: Floats) -> Floats:
    """Give what `move_centres` gives."""
    import numpy as np

    count = len(centres)
    nearest, apart = nearest_by_products(rows, centres)
    members = np.bincount(nearest, minlength=count)
    sums = [np.bincount(nearest, weights=column, minlength=count) for column in rows.T]
    moved: Floats = np.stack(sums, axis=1) / np.maximum(members, 1)[:, None]
    empty = np.flatnonzero(members == 0)
    if len(empty):
        moved[empty] = rows[np.argsort(-apart, kind="stable")[: len(empty)]]
    return moved


def mean_distance(rows: Floats, centres: Floats) -> float:
    """Give the mean squared distance of rows from their nearest centres."""
    import numpy as np

    return float(np.maximum(nearest_by_products(rows, centres)[1], 0.0).mean())


def nearest_by_products(rows: Floats, centres: Floats) -> tuple[Any, Floats]:
    """Give each row's nearest centre and the squared distance, both (n_rows,), by products."""
    import numpy as np

    lengths = np.square(centres).sum(axis=1)
    nearest, apart = np.empty(len(rows), dtype=np.int64), np.empty(len(rows))
    size = max(1, _CELLS // len(centres))
    for start in range(0, len(rows), size):
        part = slice(start, start + size)
        scores = lengths - 2.0 * (rows[part] @ centres.T)  # (row, centre)
        nearest[part] = scores.argmin(axis=1)
        apart[part] = scores[np.arange(len(scores)), nearest[part]]
    return nearest, apart + np.einsum("ij,ij->i", rows, rows)


@cache
def _compiled() -> Any:
    try:
        from sklearn.cluster._k_means_lloyd import lloyd_iter_chunked_dense
    except ImportError:
        return None
    return lloyd_iter_chunked_dense
