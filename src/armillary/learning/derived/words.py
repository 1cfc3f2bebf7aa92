"""Our own words for derived algorithms and their knobs; scikit-learn's page tells the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping

from armillary.learning.derived import words_describing as describing

EFFECTS: Mapping[str, str] = {
    "Cs": "How many amounts of shrinking are tried.",
    "C": "Higher follows the rows more closely; lower keeps the model calm.",
    "alphas": "How many amounts of shrinking are tried.",
    "alpha": "Higher keeps the model calmer and simpler.",
    "activation": "What each neuron does with the sum that it gets.",
    "batch_size": "Rows looked at before each step of learning.",
    "binarize": "Where a column counts as yes: above this, in spreads from its mean.",
    "bootstrap": "Each member sees its own draw of rows; off, all see every row.",
    "ccp_alpha": "Higher cuts back branches that gain little.",
    "class_weight": "Balanced makes rare classes count as much as frequent ones.",
    "criterion": "By what the better of two candidates is told.",
    "degree": "Higher lets a polynomial bend more.",
    "bootstrap_features": "Each member sees its own draw of columns.",
    "early_stopping": "Holds rows back and stops when they are predicted no better.",
    "epsilon": "Errors smaller than this do not count in full, in spreads of the target.",
    "eta0": "How far the first steps go.",
    "fit_intercept": "Off makes the model go through zero.",
    "gamma": "Higher looks at near rows only.",
    "hidden_layer_sizes": "More neurons can say more, and overfit sooner.",
    "kernel": "How two rows are compared.",
    "l1_ratio": "1 sets needless weights to zero; lower rather shrinks all alike.",
    "learning_rate": "Lower takes smaller, safer steps.",
    "learning_rate_init": "Lower takes smaller, safer steps.",
    "loss": "What counts as an error, and how much.",
    "max_depth": "Lower makes simpler trees; empty lets them grow out.",
    "max_features": "How many columns each may choose from; fewer make them more different.",
    "max_iter": "Stops there even if it is not at the end.",
    "max_leaf_nodes": "Lower keeps trees small by growing the best branches only.",
    "max_subpopulation": "How many small draws of rows are looked at.",
    "max_trials": "How many small draws of rows are looked at.",
    "max_samples": "Lower lets each member see fewer rows.",
    "metric": "How far two rows are from each other.",
    "min_samples_leaf": "Higher gives smoother answers that follow single rows less.",
    "min_samples_split": "Higher stops trees from splitting small groups.",
    "momentum": "Higher keeps going where the last steps went.",
    "n_components": "How many mixtures of columns are used.",
    "n_estimators": "More members give steadier answers and take longer.",
    "n_nonzero_coefs": "How many columns may have a weight.",
    "nu": "Higher keeps more rows at the border, and the border smoother.",
    "penalty": "How large weights are held back.",
    "positive": "Allows no weight below zero.",
    "priors": "How often each class is expected beforehand.",
    "quantile": "The share of rows that lie below what is predicted; 0.5 is the median.",
    "shrinkage": "Higher trusts less how columns move together.",
    "shrink_threshold": "Higher forgets columns in which classes hardly differ.",
    "solver": "How the best weights are sought.",
    "splitter": "Best seeks the best split of each column, random draws one.",
    "subsample": "Lower lets each tree see fewer rows: faster, and steadier in sum.",
    "tol": "Lower goes closer to the optimum and takes longer.",
}
"""What turning a knob does, where it does the same in every estimator that has it."""

_CHOICES: Mapping[str, str] = {
    "gamma": "Scale heeds how far the columns spread, auto only how many there are.",
    "learning_rate": "How the length of the steps changes while it learns.",
    "max_features": "How many columns each split may choose from; fewer make trees more different.",
}

_ABOUT: Mapping[str, tuple[str, str]] = {
    "ARDRegression": (
        "Linear regression that learns for each column how far to trust it.",
        "Many columns of which few matter, and a few thousand rows.",
    ),
    "BaggingClassifier": (
        "Trees grown on draws of rows, all columns open to every split, vote.",
        "When a random forest hides the one column that matters.",
    ),
    "BaggingRegressor": (
        "The mean of trees grown on draws of rows, all columns open to every split.",
        "When a random forest hides the one column that matters.",
    ),
    "BayesianRidge": (
        "Linear regression that finds from the rows how far to shrink.",
        "A linear model without a knob to turn.",
    ),
    "BernoulliNB": (
        "Counts for each class how often a column is above its mean.",
        "Very many columns of yes and no.",
    ),
    "ElasticNetCV": (
        "Elastic net that finds its own shrinking by cross-validation.",
        "Many columns of which few matter, and nothing to be tuned by hand.",
    ),
    "ExtraTreeClassifier": (
        "One tree with splits drawn by lot.",
        "To see what a single member of extra trees does.",
    ),
    "ExtraTreeRegressor": (
        "One tree with splits drawn by lot.",
        "To see what a single member of extra trees does.",
    ),
    "GammaRegressor": (
        "Adds up in proportions: each column multiplies the predicted amount.",
        "Amounts above zero with a long tail, such as costs or durations.",
    ),
    "GaussianProcessClassifier": (
        "Compares a row with every known row, smoothly, and learns how far likeness reaches.",
        "Some hundred rows, few columns, and honest doubt far from what is known.",
    ),
    "GaussianProcessRegressor": (
        "A smooth curve through the known rows that learns how far likeness reaches.",
        "Some hundred rows, few columns, smooth truth.",
    ),
    "GradientBoostingClassifier": (
        "Small trees, each correcting those before it, with exact splits.",
        "Tables of a few thousand rows; histogram gradient boosting is faster beyond.",
    ),
    "GradientBoostingRegressor": (
        "Small trees, each correcting those before it, with exact splits.",
        "Tables of a few thousand rows, also for quantiles; others are faster beyond.",
    ),
    "HuberRegressor": (
        "Linear regression in which far-off rows pull less.",
        "A linear truth with some rows that are simply wrong.",
    ),
    "KernelRidge": (
        "Ridge regression on likenesses between rows, so that it can bend.",
        "Smooth truth and up to a few thousand rows.",
    ),
    "Lars": (
        "Adds one column after the other, the one that explains most of what is left.",
        "To see in which order columns matter.",
    ),
    "LarsCV": (
        "Adds one column after the other and stops where cross-validation says so.",
        "A short list of columns that matter, and nothing to tune.",
    ),
    "LassoCV": (
        "Lasso that finds its own shrinking by cross-validation.",
        "Many columns of which few matter, and nothing to be tuned by hand.",
    ),
    "LassoLars": (
        "Lasso solved by adding one column after the other.",
        "Many columns and few rows.",
    ),
    "LassoLarsCV": (
        "Lasso by steps, with the shrinking found by cross-validation.",
        "Many columns, few rows, and nothing to tune.",
    ),
    "LassoLarsIC": (
        "Lasso by steps, with the shrinking chosen by an information criterion.",
        "Quicker than cross-validation where rows are plenty and truth is linear.",
    ),
    "LinearSVC": (
        "The straight border with the widest margin, solved for many rows.",
        "Many rows or columns, and borders that are straight.",
    ),
    "LinearSVR": (
        "A straight line in which small errors do not count at all.",
        "Many rows, a linear truth and some that are far off.",
    ),
    "LogisticRegressionCV": (
        "Logistic regression that finds its own shrinking by cross-validation.",
        "Readable weights and probabilities without anything to tune.",
    ),
    "MLPClassifier": (
        "Scikit-learn's own small network, with one hidden layer.",
        "To compare with scikit-learn; the feedforward network shows more while it learns.",
    ),
    "MLPRegressor": (
        "Scikit-learn's own small network, with one hidden layer.",
        "To compare with scikit-learn; the feedforward network shows more while it learns.",
    ),
    "NearestCentroid": (
        "Takes the class whose middle is nearest.",
        "Very many classes or columns, and as a first look.",
    ),
    "NuSVC": (
        "A support vector machine told which share of rows may lie at the border.",
        "When that share is easier to guess than a price for errors.",
    ),
    "NuSVR": (
        "Support vectors for numbers, told which share of rows may lie outside the tube.",
        "When that share is easier to guess than the width of the tube.",
    ),
    "OrthogonalMatchingPursuit": (
        "Takes columns one by one and solves anew for all that were taken.",
        "When the number of columns that matter is known.",
    ),
    "OrthogonalMatchingPursuitCV": (
        "Takes columns one by one, as many as cross-validation finds useful.",
        "A short list of columns that matter, and nothing to tune.",
    ),
    "PLSRegression": (
        "Mixes columns into a few that go along with the target, and adds those up.",
        "Many columns that say nearly the same, such as spectra.",
    ),
    "Perceptron": (
        "Moves a straight border at every row that is on the wrong side.",
        "As the simplest of all learners, to compare with.",
    ),
    "PoissonRegressor": (
        "Adds up in proportions: each column multiplies the predicted count.",
        "Counts of events, none below zero.",
    ),
    "QuadraticDiscriminantAnalysis": (
        "Takes every class as a cloud of its own shape, and draws bent borders.",
        "Few columns of numbers, and classes that spread differently.",
    ),
    "QuantileRegressor": (
        "Linear regression for a chosen quantile instead of the mean.",
        "To know how high it gets in nine of ten cases, not on the average.",
    ),
    "RANSACRegressor": (
        "Fits lines to small draws of rows and keeps the one that most rows agree with.",
        "When a good part of the rows is wrong.",
    ),
    "RidgeCV": (
        "Ridge regression that finds its own shrinking.",
        "A linear model without anything to tune.",
    ),
    "RidgeClassifier": (
        "Straight borders by least squares with weights kept small.",
        "Many columns or classes, when a quick answer is wanted.",
    ),
    "RidgeClassifierCV": (
        "Straight borders by least squares, with the shrinking found by itself.",
        "Many columns or classes, and nothing to tune.",
    ),
    "SGDClassifier": (
        "A linear classifier that learns row by row, with a loss of choice.",
        "Very many rows.",
    ),
    "SGDRegressor": (
        "Linear regression that learns row by row, with a loss of choice.",
        "Very many rows.",
    ),
    "TheilSenRegressor": (
        "The middle of many lines, each through a few rows.",
        "Few columns, and up to a third of the rows wrong.",
    ),
}

NAMED_BY_COLUMN = describing.NAMED_BY_COLUMN
_SPLIT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def name(class_name: str) -> str:
    """Give the name of a class in words: "Ridge Classifier CV" of ``RidgeClassifierCV``."""
    return " ".join(_SPLIT.split(class_name))


def identity(class_name: str) -> str:
    """Give the id of a class: ``ridge_classifier_cv`` of ``RidgeClassifierCV``."""
    return name(class_name).lower().replace(" ", "_")


def about(class_name: str) -> tuple[str, str]:
    """Give what an estimator does, and when to use it."""
    return {**_ABOUT, **describing.ABOUT}.get(
        class_name,
        (
            f"Scikit-learn's {class_name}, with the knobs that it declares.",
            "When you know it from scikit-learn; its page tells what it is good at.",
        ),
    )


def components(class_name: str, count: int) -> tuple[str, ...]:
    """Name what a row becomes: ``svd_1, svd_2`` of ``TruncatedSVD``."""
    word = describing.COMPONENTS.get(class_name, identity(class_name))
    return tuple(f"{word}_{place + 1}" for place in range(count))


def title(knob: str) -> str:
    """Give the name of a knob in words."""
    words = knob.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def effect(knob: str, kind: str, *, is_choice: bool) -> str:
    """Say in a line what a knob does, or at least what it takes."""
    known = _CHOICES.get(knob) if is_choice else None
    known = known or EFFECTS.get(knob) or describing.EFFECTS.get(knob)
    return known or f"{kind} See scikit-learn's page."
