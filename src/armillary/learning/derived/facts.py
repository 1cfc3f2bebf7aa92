"""What is known of an estimator by where scikit-learn keeps it: rules, and no library to load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from armillary.learning.contract import Category, Encoding

_TREES = ("sklearn.ensemble", "sklearn.tree")
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


def category(path: str) -> Category:
    """Give the category: ensembles and networks by their module, all else is traditional."""
    return _FOLDERS.get(folder(path), "Traditional ML")


def encoding(path: str) -> Encoding:
    """Give how the table is encoded: trees split numbers as they are, all else compares columns.

    Whatever weighs columns against each other, by distance, kernel or sum, needs them in one scale.
    """
    return Encoding(scale=folder(path) not in _TREES)


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
