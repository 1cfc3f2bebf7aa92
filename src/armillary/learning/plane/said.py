"""What a model says of rows, as one value each that can be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from armillary.learning.contract import Describer, Predictor, TaskKind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]

UNUSUAL = ("usual", "unusual")
"""The two things that are said of a row where the unusual is looked for."""


@dataclass(frozen=True)
class Said:
    """``values`` (n,) are numbers, or the places of classes; NaN where the model says none.

    ``sure`` (n,) is the probability of that class, None where there are no probabilities.
    """

    values: Floats
    sure: Floats | None = None


def ask(predictor: Predictor, kind: TaskKind, parts: Iterable[Matrix]) -> Said:
    """Ask about rows part by part; of clusters -1 becomes NaN: they are of none."""
    import numpy as np

    found = [_read(predictor, kind, predictor.predict(part)) for part in parts]
    if not found:
        return Said(np.empty(0))
    sure = [one.sure for one in found if one.sure is not None]
    return Said(
        np.concatenate([one.values for one in found]), np.concatenate(sure) if sure else None
    )


def _read(predictor: Predictor, kind: TaskKind, output: Matrix) -> Said:
    import numpy as np

    output = output.astype(np.float64, copy=False)
    if kind == "classification":
        told = np.isfinite(output).all(axis=1)
        return Said(
            np.where(told, output.argmax(axis=1), np.nan),
            np.where(told, output.max(axis=1), np.nan),
        )
    if kind == "regression":
        return Said(np.where(np.isfinite(output), output, np.nan))
    if kind == "clustering":
        return Said(np.where(output[:, 0] >= 0, output[:, 0], np.nan))
    at = cast("Describer", predictor).columns.index("is_unusual")
    return Said((output[:, at] > 0).astype(np.float64))
