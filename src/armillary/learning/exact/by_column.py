"""Models that ask each column by itself, and add up what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from armillary.learning.contract import Predictor

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]


@runtime_checkable
class ByColumn(Protocol):
    """A predictor whose scores are sums, one part of each column."""

    def said_by_columns(self, features: Matrix) -> Floats:
        """Give what columns say, and what is there anyway (n_rows, n_columns + 1, n_outputs)."""
        ...


def by_column_of(predictor: Predictor, usual: Matrix) -> Callable[[Matrix], Floats] | None:
    """Give what columns add where usual rows are the base; None of a model of another kind.

    Of a sum, the Shapley value of a column is what it says less what it usually says.
    """
    if not isinstance(predictor, ByColumn):
        return None
    middle = predictor.said_by_columns(usual).mean(axis=0)  # (n_columns + 1, n_outputs)

    def contributions(features: Matrix) -> Floats:
        given = predictor.said_by_columns(features)
        given[:, :-1] -= middle[:-1]
        given[:, -1] += middle[:-1].sum(axis=0)
        return given

    return contributions
