"""Which of scikit-learn's estimators are offered, and why the others are not.

Everything that scikit-learn finds is in exactly one of three places: curated by hand, left out with
a reason, or offered. What a newer scikit-learn brings is therefore offered by itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping

from armillary.learning.contract import TaskKind

CURATED: Mapping[str, str] = {
    "AdaBoostClassifier": "adaboost",
    "AdaBoostRegressor": "adaboost",
    "AgglomerativeClustering": "agglomerative_clustering",
    "CategoricalNB": "naive_bayes",
    "DBSCAN": "dbscan",
    "DecisionTreeClassifier": "decision_tree",
    "DecisionTreeRegressor": "decision_tree",
    "ElasticNet": "elastic_net",
    "ExtraTreesClassifier": "extra_trees",
    "ExtraTreesRegressor": "extra_trees",
    "FastICA": "fast_ica",
    "GaussianMixture": "gaussian_mixture",
    "GaussianNB": "naive_bayes",
    "HDBSCAN": "hdbscan",
    "HistGradientBoostingClassifier": "hist_gradient_boosting",
    "HistGradientBoostingRegressor": "hist_gradient_boosting",
    "IsolationForest": "isolation_forest",
    "KMeans": "k_means",
    "KNeighborsClassifier": "k_nearest_neighbors",
    "KNeighborsRegressor": "k_nearest_neighbors",
    "KernelPCA": "kernel_pca",
    "Lasso": "elastic_net",
    "LinearDiscriminantAnalysis": "linear_discriminant",
    "LinearRegression": "linear_regression",
    "LocalOutlierFactor": "local_outlier_factor",
    "LogisticRegression": "logistic_regression",
    "MinMaxScaler": "min_max_scaler",
    "MiniBatchKMeans": "mini_batch_k_means",
    "NMF": "nmf",
    "OneClassSVM": "one_class_svm",
    "PCA": "pca",
    "PolynomialFeatures": "polynomial_features",
    "PowerTransformer": "power_transformer",
    "QuantileTransformer": "quantile_transformer",
    "RandomForestClassifier": "random_forest",
    "RandomForestRegressor": "random_forest",
    "Ridge": "linear_regression",
    "RobustScaler": "robust_scaler",
    "SVC": "support_vector_machine",
    "SVR": "support_vector_machine",
    "SelectKBest": "select_k_best",
    "StandardScaler": "standard_scaler",
    "TSNE": "t_sne",
}
"""Estimators that an algorithm written by hand stands for: they are not offered twice."""

_OTHERS = "it only wraps another estimator, which has to be chosen first"
_TARGETS = "it is for several targets at once, and a task has one"
_DEPRECATED = "scikit-learn is about to remove it"
_COUNTS = "it is for counts of words: columns must not be negative, and tables' are"
_UNLABELLED = "it learns from rows without a label, which a task leaves out"
_GRAPH = "it makes a graph of neighbours, which is no table"
_LABELS = "it is for the labels of a target, which a task encodes itself"
_ENCODED = "words are made numbers, and gaps filled, before an algorithm sees a table"
_TEXTS = "it takes texts, pictures or records, not a table"
_COVARIANCE = "it gives a covariance, which says nothing of a row"
_NO_NEIGHBOURS = "it has no answer for a row without neighbours in its radius"

LEFT_OUT: Mapping[str, str] = {
    "BernoulliRBM": "it takes columns of yes and no only, and its features say little of others",
    "CCA": _TARGETS,
    "CalibratedClassifierCV": _OTHERS,
    "ClassifierChain": _OTHERS,
    "ColumnTransformer": "recipes and the algorithms that go first do that",
    "ComplementNB": _COUNTS,
    "CountVectorizer": _TEXTS,
    "DictVectorizer": _TEXTS,
    "DummyClassifier": "it looks at no column: a yardstick, not a model",
    "DummyRegressor": "it looks at no column: a yardstick, not a model",
    "EmpiricalCovariance": _COVARIANCE,
    "FeatureHasher": _TEXTS,
    "FeatureUnion": "recipes and the algorithms that go first do that",
    "FixedThresholdClassifier": _OTHERS,
    "FrozenEstimator": _OTHERS,
    "FunctionTransformer": "it runs a function of Python; recipes have expressions",
    "GenericUnivariateSelect": "its ways of selecting are offered by name",
    "GraphicalLasso": _COVARIANCE,
    "GraphicalLassoCV": _COVARIANCE,
    "GridSearchCV": _OTHERS,
    "HashingVectorizer": _TEXTS,
    "IsotonicRegression": "it takes one column only",
    "KNeighborsTransformer": _GRAPH,
    "KernelCenterer": "it takes a table of likenesses, not of rows",
    "KernelDensity": "it keeps a compiled search, and says only how dense it is at a row",
    "LabelBinarizer": _LABELS,
    "LabelEncoder": _LABELS,
    "LabelPropagation": _UNLABELLED,
    "LabelSpreading": _UNLABELLED,
    "LedoitWolf": _COVARIANCE,
    "MinCovDet": _COVARIANCE,
    "MiniBatchNMF": "what it says of a row depends on the rows beside it; NMF is offered",
    "MissingIndicator": _ENCODED,
    "MultiLabelBinarizer": _LABELS,
    "MultiOutputClassifier": _OTHERS,
    "MultiOutputRegressor": _OTHERS,
    "MultiTaskElasticNet": _TARGETS,
    "MultiTaskElasticNetCV": _TARGETS,
    "MultiTaskLasso": _TARGETS,
    "MultiTaskLassoCV": _TARGETS,
    "MultinomialNB": _COUNTS,
    "NearestNeighbors": "it learns nothing of its own",
    "OAS": _COVARIANCE,
    "OneHotEncoder": _ENCODED,
    "OneVsOneClassifier": _OTHERS,
    "OneVsRestClassifier": _OTHERS,
    "OrdinalEncoder": _ENCODED,
    "OutputCodeClassifier": _OTHERS,
    "PLSCanonical": _TARGETS,
    "PLSSVD": _TARGETS,
    "PassiveAggressiveClassifier": _DEPRECATED,
    "PassiveAggressiveRegressor": _DEPRECATED,
    "PatchExtractor": _TEXTS,
    "Pipeline": "recipes and the algorithms that go first do that",
    "RFECV": "it fits a model for every number of columns; RFE and a search do the same",
    "RadiusNeighborsClassifier": _NO_NEIGHBOURS,
    "RadiusNeighborsRegressor": _NO_NEIGHBOURS,
    "RadiusNeighborsTransformer": _GRAPH,
    "RandomizedSearchCV": _OTHERS,
    "RegressorChain": _OTHERS,
    "SGDOneClassSVM": "it is straight, and tells nothing apart in columns around zero",
    "SelfTrainingClassifier": _OTHERS,
    "SequentialFeatureSelector": "it fits a model for every pair of columns",
    "ShrunkCovariance": _COVARIANCE,
    "SimpleImputer": _ENCODED,
    "SparseCoder": "it learns nothing: the parts have to be given",
    "SpectralBiclustering": "it groups rows and columns at once, and has no answer for new rows",
    "SpectralCoclustering": "it groups rows and columns at once, and has no answer for new rows",
    "StackingClassifier": _OTHERS,
    "StackingRegressor": _OTHERS,
    "TargetEncoder": _ENCODED,
    "TfidfTransformer": _COUNTS,
    "TfidfVectorizer": _TEXTS,
    "TransformedTargetRegressor": _OTHERS,
    "TunedThresholdClassifierCV": _OTHERS,
    "TweedieRegressor": "its powers are offered by name: Ridge, PoissonRegressor, GammaRegressor",
    "VotingClassifier": _OTHERS,
    "VotingRegressor": _OTHERS,
}
"""Estimators that are not offered, each with its reason."""


_REDUCING = ("sklearn.decomposition", "sklearn.manifold", "sklearn.random_projection")


def find_estimators() -> dict[str, type]:
    """Give every estimator that scikit-learn finds, by name, in order."""
    from sklearn.utils import all_estimators

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own deprecated modules, which it looks into
        found = all_estimators()
    return dict(sorted(found))


def offered_estimators() -> dict[str, type]:
    """Give those that are offered."""
    return {
        name: estimator
        for name, estimator in find_estimators().items()
        if name not in CURATED and name not in LEFT_OUT
    }


def task_of(estimator: type) -> TaskKind:
    """Give the task of an estimator, by what it is and where scikit-learn keeps it."""
    from sklearn import base

    reduces = (
        estimator.__module__.startswith(_REDUCING) or estimator.__name__ == "FeatureAgglomeration"
    )
    mixins: tuple[tuple[type, TaskKind], ...] = (
        (base.ClassifierMixin, "classification"),
        (base.RegressorMixin, "regression"),
        (base.OutlierMixin, "anomaly_detection"),
    )
    for mixin, task in mixins:
        if issubclass(estimator, mixin):
            return task
    if reduces:
        return "dimensionality_reduction"
    is_grouping = issubclass(estimator, base.ClusterMixin | base.DensityMixin)
    return "clustering" if is_grouping else "preprocessing"
