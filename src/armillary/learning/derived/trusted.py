"""The classes that a stored estimator may be made of; no state can name any other."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache

from armillary.learning.catalogue import list_entries

_PARTS = (
    # What estimators are made of, beside themselves.
    "scipy.interpolate.BSpline",
    "sklearn.cluster._bisect_k_means._BisectingTree",
    "sklearn.decomposition.KernelPCA",
    "sklearn.dummy.DummyClassifier",
    "sklearn.dummy.DummyRegressor",
    "sklearn.gaussian_process._gpc._BinaryGaussianProcessClassifierLaplace",
    "sklearn.gaussian_process.kernels.ConstantKernel",
    "sklearn.gaussian_process.kernels.Product",
    "sklearn.gaussian_process.kernels.RBF",
    "sklearn.gaussian_process.kernels.Sum",
    "sklearn.gaussian_process.kernels.WhiteKernel",
    "sklearn.linear_model.LinearRegression",
    "sklearn.multiclass.OneVsOneClassifier",
    "sklearn.multiclass.OneVsRestClassifier",
    "sklearn.multiclass._ConstantPredictor",
    "sklearn.neighbors.NearestNeighbors",
    "sklearn.preprocessing.KernelCenterer",
    "sklearn.preprocessing.LabelBinarizer",
    "sklearn.preprocessing.OneHotEncoder",
    "sklearn.tree.DecisionTreeClassifier",
    "sklearn.tree.DecisionTreeRegressor",
    "sklearn.tree.ExtraTreeRegressor",
)

BROUGHT_PATHS = (
    # What models that were trained elsewhere are made of; an algorithm by hand stands for most.
    "sklearn.decomposition.PCA",
    "sklearn.decomposition.TruncatedSVD",
    "sklearn.discriminant_analysis.LinearDiscriminantAnalysis",
    "sklearn.ensemble.AdaBoostClassifier",
    "sklearn.ensemble.AdaBoostRegressor",
    "sklearn.ensemble.BaggingClassifier",
    "sklearn.ensemble.BaggingRegressor",
    "sklearn.ensemble.ExtraTreesClassifier",
    "sklearn.ensemble.ExtraTreesRegressor",
    "sklearn.ensemble.RandomForestClassifier",
    "sklearn.ensemble.RandomForestRegressor",
    "sklearn.ensemble.VotingClassifier",
    "sklearn.ensemble.VotingRegressor",
    "sklearn.feature_selection.SelectKBest",
    "sklearn.feature_selection.VarianceThreshold",
    "sklearn.impute.SimpleImputer",
    "sklearn.linear_model.ElasticNet",
    "sklearn.linear_model.Lasso",
    "sklearn.linear_model.LogisticRegression",
    "sklearn.linear_model.Ridge",
    "sklearn.naive_bayes.GaussianNB",
    "sklearn.neighbors.KNeighborsClassifier",
    "sklearn.neighbors.KNeighborsRegressor",
    "sklearn.pipeline.Pipeline",
    "sklearn.preprocessing.LabelEncoder",
    "sklearn.preprocessing.MaxAbsScaler",
    "sklearn.preprocessing.MinMaxScaler",
    "sklearn.preprocessing.Normalizer",
    "sklearn.preprocessing.PolynomialFeatures",
    "sklearn.preprocessing.PowerTransformer",
    "sklearn.preprocessing.QuantileTransformer",
    "sklearn.preprocessing.RobustScaler",
    "sklearn.preprocessing.StandardScaler",
    "sklearn.svm.SVC",
    "sklearn.svm.SVR",
    "sklearn.tree.ExtraTreeClassifier",
)

NOT_KEPT: Mapping[str, frozenset[str]] = {
    # What only learning needs; losses, searches and functions are made anew.
    "AffinityPropagation": frozenset({"affinity_matrix_", "labels_"}),
    "BSpline": frozenset({"_asarray"}),
    "Birch": frozenset({"dummy_leaf_", "labels_", "root_"}),
    "BisectingKMeans": frozenset({"_kmeans_single", "_n_threads", "_random_state", "labels_"}),
    "EllipticEnvelope": frozenset({"dist_", "raw_support_", "support_"}),
    "FeatureAgglomeration": frozenset({"pooling_func"}),
    "GammaRegressor": frozenset({"_base_loss"}),
    "GaussianProcessClassifier": frozenset({"rng"}),
    # The table of rows by rows tells how sure it is, which nobody asks.
    "GaussianProcessRegressor": frozenset({"L_", "_rng"}),
    "GradientBoostingClassifier": frozenset({"_loss", "_rng"}),
    "GradientBoostingRegressor": frozenset({"_loss", "_rng"}),
    "Isomap": frozenset({"embedding_"}),
    # The rows that it compares with are those of the map that holds it.
    "KNeighborsClassifier": frozenset({"_tree"}),
    "KNeighborsRegressor": frozenset({"_tree"}),
    "KernelPCA": frozenset({"X_fit_"}),
    "LatentDirichletAllocation": frozenset({"random_state_"}),
    "MLPClassifier": frozenset({"_optimizer", "_random_state"}),
    "MLPRegressor": frozenset({"_optimizer", "_random_state"}),
    "MeanShift": frozenset({"labels_"}),
    "MiniBatchDictionaryLearning": frozenset({"_A", "_B", "_random_state"}),
    "NearestNeighbors": frozenset({"_tree"}),
    "NeighborhoodComponentsAnalysis": frozenset({"random_state_"}),
    "OneHotEncoder": frozenset({"dtype"}),
    "Perceptron": frozenset({"_loss_function_"}),
    "PoissonRegressor": frozenset({"_base_loss"}),
    "SGDClassifier": frozenset({"_loss_function_"}),
    "SelectKBest": frozenset({"score_func"}),
    "SimpleImputer": frozenset({"_fill_dtype", "_fit_dtype"}),
    "_BinaryGaussianProcessClassifierLaplace": frozenset({"rng"}),
}
"""Attributes that are not stored."""


def trusted_class(name: str) -> type | None:
    """Give the class that a state may name so, or None where it may not."""
    path = _paths().get(name)
    return None if path is None else load_class(path)


@cache
def load_class(path: str) -> type:
    """Import a class of our own lists by its path."""
    module, _, name = path.rpartition(".")
    kind: type = getattr(importlib.import_module(module), name)
    return kind


@cache
def trusted_paths() -> tuple[str, ...]:
    """Give the classes that estimators of ours are made of, by path."""
    offered = [entry.derived_from for entry in list_entries() if entry.derived_from is not None]
    return (*_PARTS, *offered)


@cache
def _paths() -> dict[str, str]:
    return {path.rpartition(".")[2]: path for path in (*BROUGHT_PATHS, *trusted_paths())}
