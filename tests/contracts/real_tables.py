"""A table with everything that real ones have, and how far algorithms are trained on it."""

import numpy as np
import pandas as pd
from sklearn.datasets import make_classification, make_regression

from armillary.learning.contract import TaskKind

SMALL = {  # enough steps to be interrupted, few enough to be quick
    "random_forest": {"n_estimators": 30},
    "hist_gradient_boosting": {"max_iter": 20},
    "lightgbm": {"n_estimators": 20},
    "feedforward_nn": {"epochs": 10, "dropout_rate": 0.2, "learning_rate": 0.01},
    "convolutional_nn": {"epochs": 12, "dropout_rate": 0.1, "learning_rate": 0.02},
    "recurrent_nn": {"epochs": 4, "dropout_rate": 0.1},
    "transformer_nn": {"epochs": 3, "dropout_rate": 0.1},
    "logistic_regression": {"tolerance": 1e-8},
    "extra_trees": {"n_estimators": 30, "many_categories": "means"},
    "adaboost": {"n_estimators": 20},
    "gradient_boosting_classifier": {"n_estimators": 20},
    "gradient_boosting_regressor": {"n_estimators": 20},
}
# What has to find out how columns belong together is judged by those that matter, and given time.
PATIENT = {
    "recurrent_nn": {"epochs": 40, "learning_rate": 0.02},
    "transformer_nn": {"epochs": 15, "learning_rate": 0.01},
}


def real_table(kind: TaskKind, n_classes: int) -> pd.DataFrame:
    """Give 240 rows with everything that real tables have."""
    if kind == "classification":
        numbers, target = make_classification(
            240,
            4,
            n_informative=4,
            n_redundant=0,
            n_classes=n_classes,
            class_sep=2.0,
            random_state=3,
        )
        names = np.array(["no", "yes", "maybe", "never"])
        truth: object = names[target]
    else:
        numbers, truth = make_regression(240, 4, noise=5.0, random_state=3)
        truth = truth - truth.min() + 1.0  # some predict nothing but numbers above zero
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(numbers, columns=["a", "b", "c", "d"])
    frame.loc[rng.random(240) < 0.2, "a"] = np.nan
    frame.loc[5, "b"] = np.inf
    frame["colour"] = rng.choice(["red", "green", "blue"], 240)
    frame.loc[::9, "colour"] = None
    frame["town"] = [f"town {number}" for number in rng.integers(0, 90, 240)]
    frame["when"] = pd.date_range("2024-01-01", periods=240, freq="7h")
    frame.loc[3, "when"] = pd.NaT
    frame["is_open"] = rng.random(240) < 0.5
    frame["maybe_open"] = pd.array(np.where(frame["a"].isna(), None, frame["is_open"]), "boolean")
    frame["count"] = pd.array(rng.integers(0, 9, 240), "Int64")
    frame["constant"] = "same"
    frame["empty"] = np.nan
    frame["empty_text"] = pd.Series([None] * 240, dtype="str")
    frame["target"] = truth
    return frame


def as_form(row: dict[str, object]) -> dict[str, object]:
    """Give a row as the page sends it: JSON, with null or nothing where a value is not known."""
    plain = {name: None if pd.isna(value) else value for name, value in row.items()}
    plain["b"] = None if plain["b"] == np.inf else plain["b"]
    plain["colour"] = plain["colour"] or ""
    return {**plain, "when": plain["when"] and plain["when"].isoformat()}
