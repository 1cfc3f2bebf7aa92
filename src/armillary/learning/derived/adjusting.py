"""Values that a table has no room for, brought to the nearest that it has, and told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.contract import Table

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
