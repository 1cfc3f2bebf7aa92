"""A quick model, good enough to say what a table lets one know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from armillary.learning.guard.seen import Codes, Column, Floats, Seen

_ROUNDS, _LEAVES, _RATE = 50, 15, 0.2
_FOLDS = 3
_ROWS = 5_000
_CATEGORIES = 50


def quick_scores(seen: Seen, names: Sequence[str], target: Codes, n_classes: int) -> Floats:
    """Give out-of-fold chances (n_rows, n_classes), or guesses (n_rows, 1) where that is 0.

    Folds are those of the table: rows that were found to belong together stay together.
    """
    import lightgbm

    features = np.stack([_numbers(seen.columns[name]) for name in names], axis=1)
    folds = seen.folds % _FOLDS
    out = np.zeros((len(target), max(1, n_classes)))
    for fold in range(_FOLDS):
        learned = np.flatnonzero(folds != fold)
        if len(learned) > _ROWS:
            learned = np.sort(np.random.default_rng(fold).permutation(learned)[:_ROWS])
        data = lightgbm.Dataset(features[learned], target[learned], free_raw_data=True)
        booster = lightgbm.train(_parameters(n_classes), data, num_boost_round=_ROUNDS)
        held = folds == fold
        found = np.asarray(booster.predict(features[held], num_threads=1))
        if n_classes == 2:
            out[held] = np.stack([1 - found, found], axis=1)
        else:
            out[held] = found.reshape(int(held.sum()), -1)
    return out


def _parameters(n_classes: int) -> dict[str, Any]:
    how: dict[str, Any] = {"objective": "regression"}
    if n_classes == 2:
        how = {"objective": "binary"}
    elif n_classes > 2:
        how = {"objective": "multiclass", "num_class": n_classes}
    return {
        **how,
        "learning_rate": _RATE,
        "num_leaves": _LEAVES,
        "min_data_in_leaf": 10,
        "max_bin": 63,
        "num_threads": 1,
        "seed": 0,
        "deterministic": True,
        "verbose": -1,
    }


def _numbers(column: Column) -> Floats:
    """Give a column as numbers; rare categories are one, else they are learned by heart."""
    if column.numbers is not None:
        return column.numbers
    rank = np.argsort(np.argsort(-column.counts, kind="stable"), kind="stable")
    of_value = np.append(np.minimum(rank, _CATEGORIES), -1).astype(np.float64)
    of_value[-1] = np.nan
    found: Floats = of_value[column.codes]
    return found
