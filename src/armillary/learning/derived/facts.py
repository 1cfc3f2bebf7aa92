"""What is known of an estimator by where scikit-learn keeps it: rules, and no library to load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from armillary.learning.contract import SUPERVISED, Category, Encoding, TaskKind

_TREES = ("sklearn.ensemble", "sklearn.tree")
_AS_IT_IS = ("sklearn.feature_selection", "sklearn.preprocessing")
_COMPARING = frozenset({"Binarizer", "Normalizer"})  # what is kept there, but weighs columns
_OF_TASKS: Mapping[TaskKind, Category] = {
    "clustering": "Traditional ML",
    "anomaly_detection": "Traditional ML",
    "dimensionality_reduction": "Dimensionality Reduction",
    "preprocessing": "Preprocessing",
}
_FOLDERS: Mapping[str, Category] = {
    "sklearn.ensemble": "Ensemble Methods",
    "sklearn.neural_network": "Neural Networks",
}

MAX_ROWS: Mapping[str, int] = {
    # Solves for a table of rows by rows again and again: time grows with the cube.
    "GaussianProcessClassifier": 1_500,
    "GaussianProcessRegressor": 1_500,
    # The same once: memory grows with the square.
    "KernelRidge": 5_000,
    # Compares rows with rows until it is done: time grows with the square.
    "NuSVC": 10_000,
    "NuSVR": 10_000,
    # A linear program with an unknown for every row.
    "QuantileRegressor": 10_000,
}
"""The most training rows of estimators whose cost grows faster than the table."""

MOST_DRAWN: Mapping[str, int] = {
    # All rows are compared with all, in memory.
    "AffinityPropagation": 2_000,
    "ClassicalMDS": 2_000,
    "Isomap": 1_500,
    "LocallyLinearEmbedding": 3_000,
    "SpectralClustering": 3_000,
    "SpectralEmbedding": 3_000,
    # The same, again and again.
    "MDS": 600,
    "NeighborhoodComponentsAnalysis": 2_000,
    # Each row is a beginning, or asks all others.
    "KNNImputer": 5_000,
    "MeanShift": 2_000,
    "OPTICS": 5_000,
}
"""The most rows that those without a target learn from; of more a part is drawn, and told."""

NEEDS_TARGET = frozenset(
    {
        "NeighborhoodComponentsAnalysis",
        "RFE",
        "SelectFdr",
        "SelectFpr",
        "SelectFromModel",
        "SelectFwe",
        "SelectPercentile",
    }
)
"""Those that learn from a target although they predict nothing."""

TO_UNIT = frozenset({"AdditiveChi2Sampler", "LatentDirichletAllocation", "SkewedChi2Sampler"})
"""Those that take no negative numbers: columns are first brought to where 0 is the least, 1 most.

What lies beyond is taken for the end of the range.
"""

# A target that is divided by its spread would not be a count or an amount any more.
_LEAST_TARGET: Mapping[str, Literal["zero", "above_zero"]] = {
    "PoissonRegressor": "zero",
    "GammaRegressor": "above_zero",
}


def folder(path: str) -> str:
    """Give the public module of an estimator: ``sklearn.tree`` of ``sklearn.tree.Name``."""
    return path.rpartition(".")[0]


def class_name(path: str) -> str:
    """Give the name of an estimator without its module."""
    return path.rpartition(".")[2]


def category(path: str, task: TaskKind) -> Category:
    """Give the category: by the task, and of those that predict by the module."""
    return _FOLDERS.get(folder(path), "Traditional ML") if task in SUPERVISED else _OF_TASKS[task]


def encoding(path: str) -> Encoding:
    """Give how the table is encoded: trees split numbers as they are, all else compares columns.

    Whatever weighs columns against each other, by distance, kernel or sum, needs them in one scale.
    """
    is_by_column = folder(path) in _AS_IT_IS and class_name(path) not in _COMPARING
    is_gap_filler = folder(path) == "sklearn.impute"
    return Encoding(
        scale=folder(path) not in _TREES and not is_by_column,
        missing="keep" if is_gap_filler else "fill",
    )


def scales_target(path: str) -> bool:
    """Tell whether numbers to predict are brought to mean 0 and spread 1, as the columns are.

    Then a knob means the same for every target: scikit-learn's defaults are made for such a scale.
    """
    return encoding(path).scale and least_target(path) is None


def least_target(path: str) -> Literal["zero", "above_zero"] | None:
    """Give what the numbers to predict must not be below, if anything."""
    return _LEAST_TARGET.get(class_name(path))


def max_rows(path: str) -> int | None:
    """Give the most training rows, or None where any number will do."""
    return MAX_ROWS.get(class_name(path))


def documentation_url(path: str) -> str:
    """Give scikit-learn's page of an estimator."""
    return f"https://scikit-learn.org/stable/modules/generated/{path}.html"
