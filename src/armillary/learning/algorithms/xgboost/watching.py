"""The curve of an XGBoost booster, which measures it itself, without an array handed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from armillary.learning.algorithms.xgboost.booster import matrix_of
from armillary.learning.contract import Table
from armillary.learning.metrics import Curve, points

_MEASURED = re.compile(r"\t(train|val)-([a-z]+):(\S+)")


def metrics_of(data: Table) -> list[str]:
    """Name XGBoost's own metrics that say what a curve shows."""
    if data.kind == "regression":
        return ["rmse"]
    return ["logloss", "error"] if data.n_classes == 2 else ["mlogloss", "merror"]


class Watch:
    """The rows on which the curve is measured: see `armillary.learning.metrics.Curve`.

    Give ``training``, the matrix that is learned from, where all of its rows are watched and count
    alike: what it says of them the booster knows already.
    """

    def __init__(self, data: Table, types: Sequence[str], training: Any = None) -> None:
        curve = Curve(data)
        of_training = (curve.features, curve.target, curve.weights)
        held = (curve.validation_features, curve.validation_target, curve.validation_weights)
        self.own = [_matrix(*held, types)]
        """The matrices that the booster is to remember the outputs for."""
        if training is None:
            training = _matrix(*of_training, types)
            self.own.append(training)
        self._named = [(training, "train"), (self.own[0], "val")]

    def points(self, booster: Any) -> dict[str, float]:
        """Measure both parts."""
        parts: dict[str, dict[str, float]] = {"train": {}, "val": {}}
        for part, metric, measured in _MEASURED.findall(booster.eval_set(self._named)):
            value = float(measured)
            if metric.endswith("error"):
                parts[part]["accuracy"] = 1.0 - value
            elif metric == "rmse":
                parts[part] |= {"loss": value**2, "rmse": value}
            else:
                parts[part]["loss"] = value
        return points(parts["train"], parts["val"])


def _matrix(features: Any, target: Any, weights: Any, types: Sequence[str]) -> Any:
    matrix = matrix_of(features, types)
    matrix.set_label(target)
    if weights is not None:
        matrix.set_weight(weights)
    return matrix
