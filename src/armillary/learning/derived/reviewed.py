"""What scikit-learn's declared constraints do not say, looked through by hand.

Short lists of exceptions: knobs that turn nothing, values that are no use on a table, knobs that
only matter with another one's choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NO_KNOBS = frozenset(
    {
        # How the work is done, not what is learned.
        "cache_size",
        "copy",
        "copy_X",
        "copy_X_train",
        "gcv_mode",
        "max_skips",
        "n_jobs",
        "precompute",
        "random_state",
        "shrinking",
        "verbose",
        "warm_start",
        # By what the best of several is chosen: scikit-learn's usual judge.
        "scoring",
        # What is kept beside the model, which nobody reads here.
        "compute_score",
        "fit_path",
        "oob_score",
        "store_covariance",
        "store_cv_results",
        # How scores are given, of which probabilities are made in one way.
        "break_ties",
        "decision_function_shape",
        # Guards of the numerics: turning them by hand only breaks the solution.
        "eps",
        "jitter",
        # Whatever the table is, its columns are scaled and some are constant in a draw.
        "intercept_scaling",
        "n_targets",
    }
)
"""Knobs that are never offered."""

FIXED: Mapping[str, Mapping[str, Any]] = {
    # Today's way of saying it; scikit-learn warns of the old one.
    "LogisticRegressionCV": {
        "l1_ratios": (0.0,),
        "use_legacy_attributes": False,
        "scoring": "neg_log_loss",
        "solver": "lbfgs",
    },
    # The other way has no solution where a class has fewer rows than there are columns.
    "QuadraticDiscriminantAnalysis": {"solver": "eigen"},
}
"""Values that are given to an estimator always; those knobs are not offered."""

NOT_OFFERED: Mapping[str, frozenset[str]] = {
    "BayesianRidge": frozenset({"alpha_init", "lambda_init"}),  # it ends at the same place
    "BernoulliNB": frozenset({"force_alpha"}),
    # Both count only for rows held back, which is not done by default.
    "GradientBoostingClassifier": frozenset({"tol", "validation_fraction"}),
    "GradientBoostingRegressor": frozenset({"tol", "validation_fraction"}),
    # One against one gives no probabilities; to begin anew costs much and seldom ends elsewhere.
    "GaussianProcessClassifier": frozenset({"multi_class", "n_restarts_optimizer"}),
    # The target is scaled already.
    "GaussianProcessRegressor": frozenset({"n_restarts_optimizer", "normalize_y"}),
    "LarsCV": frozenset({"max_n_alphas"}),  # how finely a curve is looked at
    # With weights above zero only its paths begin a hair below zero, and it fails.
    "LassoLarsCV": frozenset({"max_n_alphas", "positive"}),
    "LogisticRegressionCV": frozenset({"dual", "refit"}),
    # Details of its steps that matter less than the draw of the first weights.
    "MLPClassifier": frozenset({"epsilon", "power_t", "shuffle", "validation_fraction"}),
    "MLPRegressor": frozenset({"epsilon", "power_t", "shuffle", "validation_fraction"}),
    # The most iterations are -1 there, for none: it ends by itself, and an early end is no model.
    # The share of rows at the border is kept, whatever the classes weigh.
    "NuSVC": frozenset({"class_weight", "max_iter"}),
    "NuSVR": frozenset({"max_iter"}),
    "OrthogonalMatchingPursuit": frozenset({"tol"}),  # it would switch off the number of columns
    "Perceptron": frozenset({"validation_fraction"}),
    # With one target it is done after one iteration, and columns are scaled already.
    "PLSRegression": frozenset({"max_iter", "scale", "tol"}),
    "QuadraticDiscriminantAnalysis": frozenset({"reg_param", "tol"}),  # for the other solver
    "QuantileRegressor": frozenset({"solver"}),  # each finds the same best answer
    "RidgeCV": frozenset({"alpha_per_target"}),
    "SGDClassifier": frozenset({"power_t", "validation_fraction"}),
    "SGDRegressor": frozenset({"power_t", "validation_fraction"}),
}
"""Knobs of one estimator that are not offered, beside those of none."""

DEFAULTS: Mapping[tuple[str, str], Any] = {
    # Linear is what ridge regression does.
    ("KernelRidge", "kernel"): "rbf",
    # Shrinking by 1 leaves no weight at all where target and columns are scaled.
    ("LassoLars", "alpha"): 0.01,
    ("QuantileRegressor", "alpha"): 0.01,
    # Without shrinking there is no solution where columns stand for categories.
    ("QuadraticDiscriminantAnalysis", "shrinkage"): 0.1,
    # As many rows as columns are more than there are in wide tables.
    ("RANSACRegressor", "min_samples"): 0.5,
    # Each costs a solution of its own.
    ("TheilSenRegressor", "max_subpopulation"): 1000.0,
}
"""Defaults that differ from scikit-learn's, where its own is no use on a scaled table."""

RANGES: Mapping[tuple[str, str], tuple[float, float]] = {
    ("BernoulliNB", "binarize"): (0.0, 3.0),
    ("ElasticNetCV", "l1_ratio"): (0.01, 1.0),
    ("GaussianProcessRegressor", "alpha"): (1e-10, 1.0),
    ("GradientBoostingClassifier", "learning_rate"): (1e-3, 1.0),
    ("GradientBoostingRegressor", "learning_rate"): (1e-3, 1.0),
    ("HuberRegressor", "epsilon"): (1.0, 10.0),
    ("KernelRidge", "coef0"): (-10.0, 10.0),
    ("KernelRidge", "degree"): (1.0, 8.0),
    ("LogisticRegressionCV", "Cs"): (1, 30),
    ("NuSVC", "coef0"): (-10.0, 10.0),
    ("NuSVC", "degree"): (1, 8),
    ("NuSVR", "coef0"): (-10.0, 10.0),
    ("NuSVR", "degree"): (1, 8),
    ("OrthogonalMatchingPursuitCV", "max_iter"): (1, 100),
    ("QuadraticDiscriminantAnalysis", "shrinkage"): (1e-3, 1.0),
    ("RANSACRegressor", "min_samples"): (0.1, 1.0),
    ("RANSACRegressor", "residual_threshold"): (0.1, 10.0),
    ("SGDClassifier", "eta0"): (1e-5, 1.0),
    ("SGDRegressor", "eta0"): (1e-5, 0.1),
    ("TheilSenRegressor", "max_subpopulation"): (10.0, 10_000.0),
}
"""Ranges narrower than the constraint, where its ends only fail or take for ever."""

NOT_NULLABLE = frozenset(
    {
        ("BernoulliNB", "binarize"),  # columns would have to be 0 and 1 already
        ("QuadraticDiscriminantAnalysis", "shrinkage"),
        ("RANSACRegressor", "min_samples"),
        ("SGDClassifier", "l1_ratio"),
        ("SGDRegressor", "l1_ratio"),
    }
)
"""Knobs that are not left empty, though scikit-learn allows it."""

_BENDING = ("poly", "rbf", "sigmoid")
_OWN_STEPS = ("sparse_cg", "lsqr", "sag", "saga")
WHEN: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("GradientBoostingRegressor", "alpha"): ("loss", ("huber", "quantile")),
    ("KernelRidge", "coef0"): ("kernel", ("poly", "sigmoid")),
    ("KernelRidge", "degree"): ("kernel", ("poly",)),
    ("KernelRidge", "gamma"): ("kernel", ("laplacian", *_BENDING)),
    ("MLPClassifier", "beta_1"): ("solver", ("adam",)),
    ("MLPClassifier", "beta_2"): ("solver", ("adam",)),
    ("MLPClassifier", "learning_rate"): ("solver", ("sgd",)),
    ("MLPClassifier", "max_fun"): ("solver", ("lbfgs",)),
    ("MLPClassifier", "momentum"): ("solver", ("sgd",)),
    ("MLPClassifier", "nesterovs_momentum"): ("solver", ("sgd",)),
    ("MLPRegressor", "beta_1"): ("solver", ("adam",)),
    ("MLPRegressor", "beta_2"): ("solver", ("adam",)),
    ("MLPRegressor", "learning_rate"): ("solver", ("sgd",)),
    ("MLPRegressor", "max_fun"): ("solver", ("lbfgs",)),
    ("MLPRegressor", "momentum"): ("solver", ("sgd",)),
    ("MLPRegressor", "nesterovs_momentum"): ("solver", ("sgd",)),
    ("NuSVC", "coef0"): ("kernel", ("poly", "sigmoid")),
    ("NuSVC", "degree"): ("kernel", ("poly",)),
    ("NuSVC", "gamma"): ("kernel", _BENDING),
    ("NuSVR", "coef0"): ("kernel", ("poly", "sigmoid")),
    ("NuSVR", "degree"): ("kernel", ("poly",)),
    ("NuSVR", "gamma"): ("kernel", _BENDING),
    ("Perceptron", "alpha"): ("penalty", ("elasticnet", "l1", "l2")),
    ("Perceptron", "eta0"): ("penalty", ("elasticnet", "l1", "l2")),
    ("Perceptron", "l1_ratio"): ("penalty", ("elasticnet",)),
    ("RidgeClassifier", "max_iter"): ("solver", _OWN_STEPS),
    ("RidgeClassifier", "tol"): ("solver", _OWN_STEPS),
    ("SGDClassifier", "epsilon"): (
        "loss",
        ("epsilon_insensitive", "huber", "squared_epsilon_insensitive"),
    ),
    ("SGDClassifier", "eta0"): ("learning_rate", ("adaptive", "constant", "invscaling")),
    ("SGDClassifier", "l1_ratio"): ("penalty", ("elasticnet",)),
    ("SGDRegressor", "epsilon"): (
        "loss",
        ("epsilon_insensitive", "huber", "squared_epsilon_insensitive"),
    ),
    ("SGDRegressor", "eta0"): ("learning_rate", ("adaptive", "constant", "invscaling")),
    ("SGDRegressor", "l1_ratio"): ("penalty", ("elasticnet",)),
}
"""Knobs that matter only with some choices of another one."""

_NOT_NEGATIVE = ("poisson",)  # for targets that are never below zero
NO_OPTIONS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("ExtraTreeRegressor", "criterion"): _NOT_NEGATIVE,
    ("GradientBoostingClassifier", "loss"): ("exponential",),  # for two classes only
    # Likenesses that are handed in ready, are for columns without negative numbers, or come twice.
    ("KernelRidge", "kernel"): ("precomputed", "additive_chi2", "chi2", "polynomial"),
    ("MLPRegressor", "loss"): _NOT_NEGATIVE,
    ("NuSVC", "kernel"): ("precomputed",),
    ("NuSVR", "kernel"): ("precomputed",),
    ("RidgeClassifier", "solver"): ("lbfgs",),  # for weights above zero only
    # A step of its own kind, as long as eta0: a row that is wrong is set right at once.
    ("SGDClassifier", "learning_rate"): ("pa1", "pa2"),
    ("SGDRegressor", "learning_rate"): ("pa1", "pa2"),
}
"""Choices that are not offered."""
