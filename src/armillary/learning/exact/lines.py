"""Weights of linear models, whichever library learned them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Predictor
from armillary.learning.derived.predictor import DerivedPredictor
from armillary.learning.linear import LinearPredictor

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """Weights (n_outputs, n_columns) and intercepts (n_outputs,)."""

    coefficients: Floats
    intercepts: Floats

    def against(self, usual: Matrix) -> Callable[[Matrix], Floats]:
        """Give what columns add where usual rows (n_usual, n_columns) are the base."""
        import numpy as np

        middle = usual.mean(axis=0, dtype=np.float64)
        base = self.coefficients @ middle + self.intercepts

        def contributions(features: Matrix) -> Floats:
            moved = (features - middle)[:, :, None] * self.coefficients.T[None]
            ends = np.broadcast_to(base, (len(features), 1, len(base)))
            return np.concatenate([moved, ends], axis=1)

        return contributions


def line_of(predictor: Predictor) -> Line | None:
    """Give the weights of a linear model; None of any other.

    Whether the line is what the model says, or its log odds or logarithm, is for who asks to see.
    """
    if isinstance(predictor, LinearPredictor):
        return Line(predictor.coefficients, predictor.intercepts)
    return _of_estimator(predictor) if isinstance(predictor, DerivedPredictor) else None


def _of_estimator(predictor: DerivedPredictor) -> Line | None:
    import numpy as np

    outcome = predictor.outcome
    estimator = getattr(predictor.estimator, "estimator_", predictor.estimator)
    found = getattr(estimator, "coef_", None), getattr(estimator, "intercept_", None)
    if any(one is None for one in found):
        return None
    weights = np.atleast_2d(np.asarray(found[0], dtype=np.float64))
    starts = np.atleast_1d(np.asarray(found[1], dtype=np.float64)).reshape(-1)
    if weights.shape[1] != outcome.n_columns or starts.size not in (1, len(weights)):
        return None
    starts = np.broadcast_to(starts, (len(weights),))
    if outcome.kind == "classification":
        return Line(weights, starts)
    if _is_logarithm(estimator):
        # Of a scaled target the logarithm moves, which only a target that was not moved allows.
        return Line(weights, starts + np.log(outcome.spread)) if outcome.centre == 0 else None
    return Line(weights * outcome.spread, starts * outcome.spread + outcome.centre)


def _is_logarithm(estimator: Any) -> bool:
    """Tell whether a line is the logarithm of what a model says, as of Poisson and gamma."""
    from sklearn.linear_model import GammaRegressor, PoissonRegressor

    return isinstance(estimator, GammaRegressor | PoissonRegressor)
