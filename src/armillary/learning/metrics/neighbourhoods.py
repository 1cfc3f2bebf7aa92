"""Whether the neighbours of each row stay its neighbours, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_NEIGHBOURS, _FEWEST = 5, 4


def trust_of_rows(rows: Array, places: Array) -> Array | None:
    """Give how seldom strangers became neighbours of each row (n,); None of fewer than 4 rows.

    ``rows`` (n, n_columns) are laid out as ``places`` (n, n_components). 1 says that all of the
    five nearest are neighbours in truth as well. The mean over rows is their trustworthiness, so
    that one row can be below 0.

    **Source**: J. Venna, S. Kaski (2001), Neighborhood preservation in nonlinear projection
    methods, equation 2, without the sum over rows.
    """
    import numpy as np
    from sklearn.metrics.pairwise import euclidean_distances

    count = len(rows)
    near = min(_NEIGHBOURS, (count - 1) // 2)
    if near < 1 or count < _FEWEST:
        return None
    away = euclidean_distances(rows.astype(np.float64))
    np.fill_diagonal(away, -np.inf)
    # The row itself is the 0th nearest, its nearest neighbour the first.
    ranks = np.empty((count, count), dtype=np.int64)
    np.put_along_axis(ranks, away.argsort(axis=1), np.arange(count)[None, :], axis=1)
    found = np.take_along_axis(ranks, _nearest(places, near), axis=1)
    too_far = np.maximum(found - near, 0).sum(axis=1)
    trust: Array = 1.0 - too_far * (2.0 / (near * (2.0 * count - 3.0 * near - 1.0)))
    return trust


def same_label_of_rows(places: Array, labels: Array) -> Array:
    """Give which share of the five nearest has the label of each row (n,).

    NaN where a label is not known, -1 in ``labels`` (n,), or there are no neighbours.
    """
    import numpy as np

    found = np.full(len(labels), np.nan)
    known = np.flatnonzero(labels >= 0)
    near = min(_NEIGHBOURS, len(known) - 1)
    if near < 1:
        return found
    own = labels[known]
    found[known] = (own[_nearest(places[known], near)] == own[:, None]).mean(axis=1)
    return found


def _nearest(places: Array, count: int) -> Array:
    from sklearn.neighbors import NearestNeighbors

    found: Array = NearestNeighbors(n_neighbors=count).fit(places).kneighbors(return_distance=False)
    return found
