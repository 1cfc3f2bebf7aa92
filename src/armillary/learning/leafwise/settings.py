"""A table and our parameters in LightGBM's own words, and its metrics in ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.balance import class_weights
from armillary.learning.contract import Table
from armillary.learning.metrics import Curve, points
from armillary.learning.weights import fitting_weights

_OBJECTIVES = {"squared_error": "regression", "absolute_error": "regression_l1"}
_WIDE = 200


def settings_of(data: Table, params: Mapping[str, Any], seed: int, threads: int) -> dict[str, Any]:
    """Give LightGBM's own settings."""
    depth, leaves = params["max_depth"], params["num_leaves"]
    is_wide = data.features.shape[1] > _WIDE
    is_tiny = len(data.target) < 2 * params["min_samples_leaf"]
    return {
        **_objective(data, params),
        **_leaves(params),
        # Without a column that could be split, LightGBM fails where columns are drawn.
        **({"feature_pre_filter": False} if is_tiny else {}),
        "num_leaves": leaves,
        "max_depth": -1 if depth is None else depth,
        "min_data_in_leaf": params["min_samples_leaf"],
        "feature_fraction": params["colsample"],
        "lambda_l1": params.get("reg_alpha", 0.0),
        "lambda_l2": params["reg_lambda"],
        "min_gain_to_split": params["min_split_gain"],
        "max_bin": params["max_bin"],
        "data_random_seed": seed,
        "num_threads": threads,
        "deterministic": True,
        # Left alone, LightGBM times both and takes the faster: not the same sums every time.
        "force_col_wise": is_wide,
        "force_row_wise": not is_wide,
        "verbosity": -1,
    }


def _leaves(params: Mapping[str, Any]) -> dict[str, Any]:
    """Say whether leaves hold linear functions: so they do where these are held small."""
    if "linear_lambda" not in params:
        return {}
    return {"linear_tree": True, "linear_lambda": params["linear_lambda"]}


def _objective(data: Table, params: Mapping[str, Any]) -> dict[str, Any]:
    if data.kind == "regression":
        return {"objective": _OBJECTIVES[params.get("loss", "squared_error")], "metric": ["l2"]}
    if data.n_classes == 2:
        return {"objective": "binary", "metric": ["binary_logloss", "binary_error"]}
    metric = ["multi_logloss", "multi_error"]
    return {"objective": "multiclass", "num_class": data.n_classes, "metric": metric}


def datasets_of(data: Table, params: Mapping[str, Any], settings: dict[str, Any]) -> list[Any]:
    """Give the training rows, those of them that the curve is measured on, and validation."""
    import lightgbm

    training = lightgbm.Dataset(
        data.features,
        data.target,
        weight=_weights(data, params),
        categorical_feature=list(data.categorical),
        params=settings,
        free_raw_data=False,
    )
    curve = Curve(data)
    watched = (
        (curve.features, curve.target, curve.weights),
        (data.validation_features, data.validation_target, data.validation_weights),
    )
    return [
        training,
        *(
            lightgbm.Dataset(
                features, target, weight=weights, reference=training, free_raw_data=False
            )
            for features, target, weights in watched
        ),
    ]


def _weights(data: Table, params: Mapping[str, Any]) -> Any:
    """Weigh each row (n_rows,); None where all count alike."""
    own = fitting_weights(data)
    if params["class_weight"] != "balanced" or data.kind != "classification":
        return own
    by_class = class_weights(data)[data.target]
    return by_class if own is None else by_class * own


def points_of(evaluated: list[tuple[str, str, float, bool]]) -> dict[str, float]:
    """Name LightGBM's metrics as ours."""
    parts: dict[str, dict[str, float]] = {"train": {}, "val": {}}
    for part, metric, measured, _ in evaluated:
        value = float(measured)
        if metric.endswith("error"):
            parts[part]["accuracy"] = 1.0 - value
        else:
            parts[part]["loss"] = value
        if metric == "l2":
            parts[part]["rmse"] = value**0.5
    return points(parts["train"], parts["val"])
