"""Which of scikit-learn's estimators are offered, and why the others are not.

Everything that scikit-learn finds is in exactly one of three places: curated by hand, left out with
a reason, or offered. What a newer scikit-learn brings is therefore offered by itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping

CURATED: Mapping[str, str] = {
    "AdaBoostClassifier": "adaboost",
    "AdaBoostRegressor": "adaboost",
    "CategoricalNB": "naive_bayes",
    "DecisionTreeClassifier": "decision_tree",
    "DecisionTreeRegressor": "decision_tree",
    "ElasticNet": "elastic_net",
    "ExtraTreesClassifier": "extra_trees",
    "ExtraTreesRegressor": "extra_trees",
    "GaussianNB": "naive_bayes",
    "HistGradientBoostingClassifier": "hist_gradient_boosting",
    "HistGradientBoostingRegressor": "hist_gradient_boosting",
    "KNeighborsClassifier": "k_nearest_neighbors",
    "KNeighborsRegressor": "k_nearest_neighbors",
    "Lasso": "elastic_net",
    "LinearDiscriminantAnalysis": "linear_discriminant",
    "LinearRegression": "linear_regression",
    "LogisticRegression": "logistic_regression",
    "RandomForestClassifier": "random_forest",
    "RandomForestRegressor": "random_forest",
    "Ridge": "linear_regression",
    "SVC": "support_vector_machine",
    "SVR": "support_vector_machine",
}
"""Estimators that an algorithm written by hand stands for: they are not offered twice."""

_OTHERS = "it only wraps another estimator, which has to be chosen first"
_TARGETS = "it is for several targets at once, and a task has one"
_DEPRECATED = "scikit-learn is about to remove it"
_COUNTS = "it is for counts of words: columns must not be negative, and tables' are"
_UNLABELLED = "it learns from rows without a label, which a task leaves out"
_NO_NEIGHBOURS = "it has no answer for a row without neighbours in its radius"

LEFT_OUT: Mapping[str, str] = {
    "CCA": _TARGETS,
    "CalibratedClassifierCV": _OTHERS,
    "ClassifierChain": _OTHERS,
    "ComplementNB": _COUNTS,
    "DummyClassifier": "it looks at no column: a yardstick, not a model",
    "DummyRegressor": "it looks at no column: a yardstick, not a model",
    "FixedThresholdClassifier": _OTHERS,
    "IsotonicRegression": "it takes one column only",
    "LabelPropagation": _UNLABELLED,
    "LabelSpreading": _UNLABELLED,
    "MultiOutputClassifier": _OTHERS,
    "MultiOutputRegressor": _OTHERS,
    "MultiTaskElasticNet": _TARGETS,
    "MultiTaskElasticNetCV": _TARGETS,
    "MultiTaskLasso": _TARGETS,
    "MultiTaskLassoCV": _TARGETS,
    "MultinomialNB": _COUNTS,
    "OneVsOneClassifier": _OTHERS,
    "OneVsRestClassifier": _OTHERS,
    "OutputCodeClassifier": _OTHERS,
    "PLSCanonical": _TARGETS,
    "PassiveAggressiveClassifier": _DEPRECATED,
    "PassiveAggressiveRegressor": _DEPRECATED,
    "RadiusNeighborsClassifier": _NO_NEIGHBOURS,
    "RadiusNeighborsRegressor": _NO_NEIGHBOURS,
    "RegressorChain": _OTHERS,
    "SelfTrainingClassifier": _OTHERS,
    "StackingClassifier": _OTHERS,
    "StackingRegressor": _OTHERS,
    "TransformedTargetRegressor": _OTHERS,
    "TunedThresholdClassifierCV": _OTHERS,
    "TweedieRegressor": "its powers are offered by name: Ridge, PoissonRegressor, GammaRegressor",
    "VotingClassifier": _OTHERS,
    "VotingRegressor": _OTHERS,
}
"""Estimators that are not offered, each with its reason."""


def find_estimators() -> dict[str, type]:
    """Give every classifier and regressor that scikit-learn finds, by name, in order."""
    from sklearn.utils import all_estimators

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own deprecated modules, which it looks into
        found = all_estimators(type_filter=["classifier", "regressor"])
    return dict(sorted(found))


def offered_estimators() -> dict[str, type]:
    """Give those that are offered."""
    return {
        name: estimator
        for name, estimator in find_estimators().items()
        if name not in CURATED and name not in LEFT_OUT
    }
