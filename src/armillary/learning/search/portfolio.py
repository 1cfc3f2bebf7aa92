"""Values that do well on many tables, tried before anything is guessed.

A search of half a minute makes a dozen trials: too few to learn from what it sees where good values
lie. These differ from one another, so that on most tables one of them is near the best, and their
sum is better than each.

**Source**: Feurer et al. (2022), Auto-Sklearn 2.0; Salinas and Erickson (2024), TabRepo.
"""

from collections.abc import Mapping
from typing import Any

Values = tuple[str, Mapping[str, Any]]

_FEW_ROWS, _MANY_ROWS = 10_000, 20_000
_DRAWN = {"subsample": 0.9, "colsample": 0.8}
_SLOW = {"n_estimators": 1500, "learning_rate": 0.05, "early_stopping_rounds": 40, **_DRAWN}
# Forests draw columns by lot: of a place's hundred flags they hardly see the one that matters.
_TOLD = {"many_categories": "means"}
# Few leaves say much where each holds a line; slopes want rows to tell them.
_LINED = {**_SLOW, **_TOLD, "num_leaves": 15, "min_samples_leaf": 50}
_FEW_LINED: Values = (
    "linear_boosting",
    {**_SLOW, **_TOLD, "num_leaves": 7, "min_samples_leaf": 20},
)
# Hours of years are thousands of values, and each may be worth a border.
_FINE = {**_SLOW, "max_bin": 2047}

_OF_MANY: tuple[Values, ...] = (
    ("lightgbm", {}),
    ("lightgbm", {**_FINE, "num_leaves": 127, "min_samples_leaf": 5}),
    ("lightgbm", {**_FINE, "num_leaves": 350, "min_samples_leaf": 3, "colsample": 0.7}),
    ("xgboost", {**_FINE, "max_depth": 8}),
    ("linear_boosting", _LINED),
    ("lightgbm", {**_SLOW, "num_leaves": 15, "colsample": 0.5, "reg_lambda": 1.0}),
    ("random_forest", {**_TOLD, "min_samples_leaf": 3}),
    ("extra_trees", _TOLD),
    ("lightgbm", {**_SLOW, "num_leaves": 31, "reg_lambda": 5.0}),
    ("xgboost", {}),
    ("xgboost", {**_SLOW, "max_depth": 4, "colsample": 0.6}),
    ("random_forest", _TOLD),
    ("extra_trees", {**_TOLD, "n_estimators": 200, "min_samples_leaf": 2}),
)
# Small trees come early: they are quick, and often the better ones where rows are few.
_OF_FEW: tuple[Values, ...] = (
    ("lightgbm", {}),
    ("lightgbm", {**_SLOW, "num_leaves": 127, "min_samples_leaf": 5}),
    ("linear_boosting", _LINED),
    ("lightgbm", {**_SLOW, "num_leaves": 15, "min_samples_leaf": 3}),
    ("xgboost", {**_SLOW, "max_depth": 4}),
    ("random_forest", {**_TOLD, "min_samples_leaf": 3}),
    ("xgboost", {**_SLOW, "max_depth": 8}),
    ("extra_trees", {**_TOLD, "min_samples_leaf": 2}),
    ("lightgbm", {**_SLOW, "num_leaves": 15, "colsample": 0.5, "reg_lambda": 1.0}),
    ("lightgbm", {**_SLOW, "num_leaves": 350, "min_samples_leaf": 3, "colsample": 0.7}),
    ("extra_trees", _TOLD),
    ("lightgbm", {**_SLOW, "num_leaves": 31, "reg_lambda": 5.0}),
    ("xgboost", {}),
    ("random_forest", _TOLD),
    ("extra_trees", {**_TOLD, "n_estimators": 200, "min_samples_leaf": 2}),
)


def portfolio(n_rows: int) -> tuple[Values, ...]:
    """Give algorithms and values in which they differ from their defaults, in order of trying."""
    if n_rows > _MANY_ROWS:
        return _OF_MANY
    return _OF_FEW if n_rows > _FEW_ROWS else (_OF_FEW[0], _FEW_LINED, *_OF_FEW[1:])
