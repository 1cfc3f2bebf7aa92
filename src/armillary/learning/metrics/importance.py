"""How much each column of the table matters to a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Predictor, TaskKind
from armillary.learning.metrics.curve import score

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

_PERMUTED_ROWS = 200
_PERMUTED_COLUMNS = 50


def feature_importance(
    predictor: Predictor,
    features: Matrix,
    target: Matrix,
    sources: Sequence[str],
    kind: TaskKind,
    *,
    per_unit: bool = False,
) -> dict[str, Any] | None:
    """Give ``{features, importances, method}``, most important first, summing to 1.

    ``method`` is "model" where the model has weights of its own, folded back from the encoded
    columns to those of the table (``sources``). Otherwise it is "permutation": how much the loss on
    the given rows grows when a column is shuffled; None for tables too wide to try that.

    Weights ``per_unit`` of an encoded column count as much as the column varies; otherwise the rare
    categories of a long column would outweigh everything.
    """
    columns = list(dict.fromkeys(sources))
    own = predictor.importance()
    if own is not None:
        if per_unit:
            own = own * features.std(axis=0, dtype="float64")
        weights = dict.fromkeys(columns, 0.0)
        for source, weight in zip(sources, own.tolist(), strict=True):
            weights[source] += weight
        return _ranked(weights, "model")
    if len(columns) > _PERMUTED_COLUMNS:
        return None
    rows, truth = features[:_PERMUTED_ROWS], target[:_PERMUTED_ROWS]

    def loss(matrix: Matrix) -> float:
        return score(kind, truth, predictor.predict(matrix))["loss"]

    return _ranked(_permuted(rows, columns, sources, loss), "permutation")


def _permuted(
    rows: Matrix, columns: Sequence[str], sources: Sequence[str], loss: Callable[[Matrix], float]
) -> dict[str, float]:
    """Give how much the loss grows when each column's rows are put in another order.

    The order is the same for every column and model: rows move by half the table.
    """
    import numpy as np

    before = loss(rows)
    grown = {}
    for column in columns:
        moved = rows.copy()
        places = [place for place, source in enumerate(sources) if source == column]
        moved[:, places] = np.roll(rows[:, places], max(1, len(rows) // 2), axis=0)
        grown[column] = max(0.0, loss(moved) - before)
    return grown


def _ranked(weights: dict[str, float], method: str) -> dict[str, Any]:
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    return {
        "features": [name for name, _ in ranked],
        "importances": [weight / total if total > 0 else 0.0 for _, weight in ranked],
        "method": method,
    }
