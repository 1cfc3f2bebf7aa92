"""What the metrics page shows of a finished model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import ClassLabel
from armillary.learning.metrics.residuals import diagnose_residuals
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    Vector = npt.NDArray[Any]

NONE_YET: Mapping[str, float | None] = dict.fromkeys(
    ("accuracy", "precision", "recall", "f1_score", "auc", "mse", "rmse", "mae", "r2")
)
_CURVE_POINTS = 200
_SHOWN_PREDICTIONS = 500


def evaluate(
    target: Vector,
    output: Vector,
    classes: Sequence[ClassLabel] | None,
    weights: Vector | None = None,
) -> dict[str, Any]:
    """Judge the output for rows that the model has not seen.

    With classes, ``target`` (n,) holds indices and ``output`` (n, n_classes) probabilities; else
    both are numbers (n,). Gives ``overall_metrics`` (those that do not apply are None),
    ``confusion_matrix`` (truth in rows), ``class_labels``, ``roc_data`` one-vs-rest with curves of
    at most 200 points, and for regression ``predictions`` {actual, predicted} (at most 500) and
    ``residuals``, see `diagnose_residuals`. With ``weights`` (n,) rows count in the metrics and
    curves as much as these say; the matrix and the residuals count each once.
    """
    if classes is None:
        return _evaluate_values(target, output, weights)
    return _evaluate_classes(target, output, classes, weights)


def _evaluate_classes(
    target: Vector,
    probabilities: Vector,
    classes: Sequence[ClassLabel],
    weights: Vector | None,
) -> dict[str, Any]:
    import numpy as np

    predicted = probabilities.argmax(axis=1)
    size = len(classes)
    matrix = _count_pairs(target, predicted, size)
    roc = roc_curves(target, probabilities, classes, weights)
    overall = {
        "accuracy": float(np.average(predicted == target, weights=weights)),
        **_by_support(
            matrix if weights is None else _count_pairs(target, predicted, size, weights)
        ),
        "auc": _overall_auc(roc["auc"]),
    }
    return {
        "overall_metrics": {**NONE_YET, **overall},
        "confusion_matrix": matrix.tolist(),
        "class_labels": [str(label) for label in classes],
        "roc_data": roc,
        "predictions": None,
        "residuals": None,
    }


def _count_pairs(
    target: Vector, predicted: Vector, size: int, weights: Vector | None = None
) -> Vector:
    """Give the confusion matrix (size, size), truth in rows."""
    import numpy as np

    pairs = np.asarray(target, dtype=np.int64) * size + predicted
    return np.bincount(pairs, weights, minlength=size * size).reshape(size, size)


def _by_support(matrix: Vector) -> dict[str, float]:
    """Give precision, recall and F1 of a confusion matrix: means weighted by the true rows.

    Where a class was never said, or never true, its share of nothing is 0.
    """
    import numpy as np

    hits, said, true = matrix.diagonal(), matrix.sum(axis=0), matrix.sum(axis=1)

    def mean(above: Vector, below: Vector) -> float:
        shares = np.divide(above, below, out=np.zeros(len(true)), where=below > 0)
        return float((shares * true).sum() / max(float(true.sum()), 1e-300))

    return {
        "precision": mean(hits, said),
        "recall": mean(hits, true),
        "f1_score": mean(2.0 * hits, said + true),
    }


def roc_curves(
    target: Vector,
    probabilities: Vector,
    classes: Sequence[ClassLabel],
    weights: Vector | None = None,
) -> dict[str, list[Any]]:
    """Give the curve of each class against the rest; empty where the rows hold it nowhere or all.

    ``thresholds`` are the probabilities from which on rows count as of the class, None where none
    do. Precise areas are computed before the curves are thinned.
    """
    import numpy as np
    from sklearn import config_context
    from sklearn.metrics import roc_curve

    names = ("classes", "fpr", "tpr", "thresholds", "auc")
    curves: dict[str, list[Any]] = {name: [] for name in names}
    for place, label in enumerate(classes):
        truth = target == place
        curves["classes"].append(str(label))
        if not 0 < truth.sum() < len(truth):
            for name in ("fpr", "tpr", "thresholds"):
                curves[name].append([])
            curves["auc"].append(None)
            continue
        # Half of the time of a short curve goes into checking what it is asked with.
        with config_context(skip_parameter_validation=True):
            false_rate, true_rate, least = roc_curve(
                truth, probabilities[:, place], sample_weight=weights
            )
        kept = spread(len(false_rate), _CURVE_POINTS)
        curves["fpr"].append(false_rate[kept].tolist())
        curves["tpr"].append(true_rate[kept].tolist())
        curves["thresholds"].append(
            [float(one) if np.isfinite(one) else None for one in least[kept]]
        )
        curves["auc"].append(float(np.trapezoid(true_rate, false_rate)))
    return curves


def _overall_auc(areas: Sequence[float | None]) -> float | None:
    """Give the mean area over the classes seen; of two classes, the second one's."""
    seen = [area for area in areas if area is not None]
    if len(areas) == 2:
        return areas[1]
    return math.fsum(seen) / len(seen) if seen else None


def _evaluate_values(target: Vector, output: Vector, weights: Vector | None) -> dict[str, Any]:
    import numpy as np

    errors = np.asarray(target, dtype=np.float64) - output
    mse = float(np.average(errors**2, weights=weights))
    overall = {
        "mse": mse,
        "rmse": mse**0.5,
        "mae": float(np.average(np.abs(errors), weights=weights)),
        "r2": _explained(target, mse, weights) if len(target) > 1 else None,
    }
    kept = spread(len(target), _SHOWN_PREDICTIONS)
    return {
        "overall_metrics": {**NONE_YET, **overall},
        "confusion_matrix": None,
        "class_labels": None,
        "roc_data": None,
        "predictions": {"actual": target[kept].tolist(), "predicted": output[kept].tolist()},
        "residuals": diagnose_residuals(target, output),
    }


def _explained(target: Vector, mse: float, weights: Vector | None) -> float:
    """Give R²; of a target that is the same everywhere 1 where it is met, else 0."""
    import numpy as np

    mean = np.average(target, weights=weights)
    spread_of = float(np.average((target - mean) ** 2, weights=weights))
    if spread_of == 0:
        return 1.0 if mse == 0 else 0.0
    return 1.0 - mse / spread_of
