"""Values that a table has no room for, brought to the nearest that it has, and told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MANY_BY_DEFAULT = frozenset({("Lars", "n_nonzero_coefs")})  # 500, which stands for all


def fit_to_table(name: str, settings: dict[str, Any], data: Table) -> tuple[dict[str, Any], Any]:
    """Give settings that fit the table, and what was changed in words."""
    rows, columns = data.features.shape
    most: dict[str, float] = {"n_components": min(rows, columns), "n_nonzero_coefs": columns}
    if name == "OrthogonalMatchingPursuitCV":
        most["max_iter"] = columns
    if name == "NuSVC":
        most["nu"] = _most_at_border(data)
    told = []
    fitted = dict(settings) | _begin_with(name, data)
    for knob, highest in most.items():
        if fitted.get(knob) is not None and fitted[knob] > highest:
            if (name, knob) not in _MANY_BY_DEFAULT:
                told.append(f"This table allows {knob} up to {highest:g}, which was used.")
            fitted[knob] = highest
    return fitted, tuple(told)


def fit_to_rows(
    name: str, settings: dict[str, Any], rows: Any
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Give settings that fit rows without a target, and what was changed in words."""
    n_rows, n_columns = rows.shape
    room = {"rows": n_rows, "others": n_rows - 1, "columns": n_columns}
    room["both"] = min(n_rows, n_columns)
    told, fitted = [], dict(settings)
    for knob, of in _ROOM.get(name, {}).items():
        highest = max(1, room[of])
        if isinstance(fitted.get(knob), int) and fitted[knob] > highest:
            told.append(f"This table allows {knob} up to {highest:g}, which was used.")
            fitted[knob] = highest
    if name == "VarianceThreshold" and fitted["threshold"] >= (
        most := float(rows.var(axis=0).max())
    ):
        told.append(f"No column varies by {fitted['threshold']:g}, so the widest were kept.")
        fitted["threshold"] = max(0.0, most * (1 - 1e-9))
    return fitted | _least(name, fitted), tuple(told)


_ROOM: Mapping[str, Mapping[str, str]] = {
    "BayesianGaussianMixture": {"n_components": "rows"},
    "BisectingKMeans": {"n_clusters": "rows"},
    "ClassicalMDS": {"n_components": "rows"},
    "DictionaryLearning": {"n_components": "rows", "transform_n_nonzero_coefs": "columns"},
    "FactorAnalysis": {"n_components": "both"},
    "FeatureAgglomeration": {"n_clusters": "columns"},
    "GaussianRandomProjection": {"n_components": "columns"},
    "IncrementalPCA": {"n_components": "both"},
    "Isomap": {"n_components": "others", "n_neighbors": "others"},
    "LocallyLinearEmbedding": {"n_components": "both", "n_neighbors": "others"},
    "MDS": {"n_components": "columns"},
    "MiniBatchDictionaryLearning": {"n_components": "rows", "transform_n_nonzero_coefs": "columns"},
    "MiniBatchSparsePCA": {"n_components": "both"},
    "NeighborhoodComponentsAnalysis": {"n_components": "columns"},
    "Nystroem": {"n_components": "rows"},
    "OPTICS": {"min_samples": "rows", "min_cluster_size": "rows"},
    "RFE": {"n_features_to_select": "columns"},
    "SelectFromModel": {"max_features": "columns"},
    "SparsePCA": {"n_components": "both"},
    "SparseRandomProjection": {"n_components": "columns"},
    "SpectralClustering": {"n_clusters": "others", "n_components": "others", "n_neighbors": "rows"},
    "SpectralEmbedding": {"n_components": "others", "n_neighbors": "rows"},
    "TruncatedSVD": {"n_components": "both"},
}
"""How high knobs may go in a table: as rows, as the other rows, as columns, or as the fewer."""


def _least(name: str, fitted: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is as high as another knob asks for."""
    if name == "IncrementalPCA" and fitted.get("batch_size") is not None:
        return {"batch_size": max(fitted["batch_size"], fitted["n_components"])}
    if fitted.get("transform_n_nonzero_coefs") is not None:
        most = min(fitted["transform_n_nonzero_coefs"], fitted["n_components"])
        return {"transform_n_nonzero_coefs": most}
    return {}


def begin_selecting(name: str, data: Table, seed: int) -> dict[str, Any]:
    """Give by what columns are selected: a test, or the trees that weigh them."""
    from sklearn import ensemble, feature_selection

    is_classes = data.n_classes > 0
    if name in ("SelectFdr", "SelectFpr", "SelectFwe", "SelectPercentile"):
        test = feature_selection.f_classif if is_classes else feature_selection.f_regression
        return {"score_func": test}
    if name in ("RFE", "SelectFromModel"):
        kind = ensemble.ExtraTreesClassifier if is_classes else ensemble.ExtraTreesRegressor
        return {"estimator": kind(n_estimators=50, min_samples_leaf=2, random_state=seed)}
    return {}


NEEDS_INDEPENDENT = frozenset({"TheilSenRegressor"})
"""Estimators that solve for weights which only columns that do not follow from others have."""

_LOOKED_AT = 10_000
_NOTHING_NEW = 1e-8  # of what the first column has: rounding is far below, a real column far above


def independent_columns(
    features: npt.NDArray[np.float64],
) -> npt.NDArray[np.intp]:
    """Give the places of columns that do not follow from others of shape (rows, columns).

    One flag for each category adds up to 1 in every row, as an intercept does: one of them says
    nothing new. By a QR decomposition with pivots (Golub and Van Loan, Matrix Computations, 5.4.2).
    """
    import numpy as np
    from scipy.linalg import qr

    triangle = np.linalg.qr(features - features.mean(axis=0), mode="r")
    pivoted, places = qr(triangle, mode="r", pivoting=True)
    new = np.abs(np.diag(pivoted))
    n_new = max(1, int(np.sum(new > new[0] * _NOTHING_NEW)))
    return np.sort(places[:n_new])


def rows_to_a_draw(features: npt.NDArray[np.float64]) -> int:
    """Give how many rows a draw needs for one solution in every second draw.

    As many as there are weights where columns are measured. More where they are flags, since a
    draw in which one never changes says nothing of it; at most half of the rows, and at most
    20 for each weight, since larger draws bear fewer wrong rows.
    """
    import numpy as np

    n_rows, n_columns = features.shape
    least = min(n_columns + 1, n_rows)
    sizes = range(least, max(least, min(n_rows // 2, 20 * least)) + 1)
    some = features[:: max(1, n_rows // _LOOKED_AT)]
    most_common = np.array([np.unique(one, return_counts=True)[1].max() for one in some.T])
    shares = most_common / len(some)
    place = bisect_left(sizes, -0.5, key=lambda size: -float(np.sum(shares**size)))
    return sizes[min(place, len(sizes) - 1)]


def widen(estimator: Any, places: npt.NDArray[np.intp], n_columns: int) -> None:
    """Let a linear estimator that learned from some columns take all: the others weigh nothing."""
    import numpy as np

    weights = np.zeros(n_columns)
    weights[places] = estimator.coef_
    estimator.coef_, estimator.n_features_in_ = weights, n_columns


def _most_at_border(data: Table) -> float:
    """Give the largest nu for which any two classes have a border: twice the smaller's share."""
    import numpy as np

    counts = np.sort(np.bincount(data.target))
    counts = counts[counts > 0]
    smallest, largest = int(counts[0]), int(counts[-1])
    return 0.99 * 2 * smallest / (smallest + largest)


def _begin_with(name: str, data: Table) -> dict[str, Any]:
    """Give what an estimator begins with where scikit-learn's own way is no use on wide tables.

    A Gaussian process begins with a reach of 1 and never leaves it, which in many columns is far
    less than any two rows lie apart. Here it begins as wide as the table is, and learns the reach
    and, of numbers, how noisy they are.
    """
    if name not in ("GaussianProcessClassifier", "GaussianProcessRegressor"):
        return {}
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    kernel = ConstantKernel() * RBF(data.features.shape[1] ** 0.5)
    return {"kernel": kernel + WhiteKernel() if name == "GaussianProcessRegressor" else kernel}
