"""The numbers of one step of a training curve."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Table, TaskKind
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

CURVE_ROWS = 5_000


def points(training: dict[str, float], validation: dict[str, float]) -> dict[str, float]:
    """Name the numbers of both parts: ``train_loss``, ``val_loss``, …; validation may be empty."""
    named = {f"train_{name}": value for name, value in training.items()}
    return named | {f"val_{name}": value for name, value in validation.items()}


def score(
    kind: TaskKind,
    target: npt.NDArray[Any],
    output: npt.NDArray[Any],
    weights: npt.NDArray[Any] | None = None,
) -> dict[str, float]:
    """Give ``loss`` and ``accuracy`` of probabilities (n, n_classes), or ``loss`` and ``rmse``.

    The loss is the mean log loss (natural logarithm), or the mean squared error of values (n,);
    with ``weights`` (n,) rows count as much as these say.
    """
    if kind == "regression":
        return score_values(target, output, weights)
    return score_probabilities(target, output, weights)


def score_probabilities(
    target: npt.NDArray[Any],
    probabilities: npt.NDArray[Any],
    weights: npt.NDArray[Any] | None = None,
) -> dict[str, float]:
    """Give the log loss and the accuracy of probabilities (n, n_classes) of class indices (n,)."""
    import numpy as np

    if probabilities.shape[1] == 2:  # by columns, which is several times as fast as by rows
        first, second = probabilities[:, 0], probabilities[:, 1]
        of_truth, whole = np.where(target == 1, second, first), first + second
        said = second > first
    else:
        of_truth, whole = probabilities[np.arange(len(target)), target], probabilities.sum(axis=1)
        said = probabilities.argmax(axis=1)
    losses = -np.log(np.clip(of_truth / whole, np.finfo(np.float64).eps, 1.0))
    loss = np.average(losses, weights=weights)
    accuracy = np.average(said == target, weights=weights)
    return {"loss": float(loss), "accuracy": float(accuracy)}


def score_values(
    target: npt.NDArray[Any],
    values: npt.NDArray[Any],
    weights: npt.NDArray[Any] | None = None,
) -> dict[str, float]:
    """Give the mean squared error and its root."""
    import numpy as np

    squares = np.square(values - target, dtype=np.float64)
    loss = float(np.average(squares, weights=weights))
    return {"loss": loss, "rmse": loss**0.5}


class Curve:
    """The rows on which a training's curve is measured, at most ``limit`` of each part.

    A few thousand rows show the shape; measuring all of them at every step would cost more than
    learning from them.
    """

    def __init__(self, data: Table, *, limit: int = CURVE_ROWS) -> None:
        self.kind = data.kind
        training = _spread(len(data.target), limit)
        validation = _spread(len(data.validation_target), limit)
        self.features = data.features[training]
        self.target = data.target[training]
        self.validation_features = data.validation_features[validation]
        self.validation_target = data.validation_target[validation]
        self.weights = None if data.weights is None else data.weights[training]
        held = data.validation_weights
        self.validation_weights = None if held is None else held[validation]

    def points(
        self, output: npt.NDArray[Any], validation_output: npt.NDArray[Any]
    ) -> dict[str, float]:
        """Score the outputs for both parts."""
        return points(
            score(self.kind, self.target, output, self.weights),
            score(self.kind, self.validation_target, validation_output, self.validation_weights),
        )

    def measure(self, predict: Callable[[npt.NDArray[Any]], npt.NDArray[Any]]) -> dict[str, float]:
        """Score what a model predicts for both parts."""
        return self.points(predict(self.features), predict(self.validation_features))


def _spread(length: int, limit: int) -> slice | npt.NDArray[Any]:
    """Choose all rows, which copies none of them, or ``limit`` of them spread evenly."""
    return slice(None) if length <= limit else spread(length, limit)
