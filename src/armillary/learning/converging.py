"""Fitting estimators that may be cut short."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt


def is_cut_short(
    estimator: Any,
    features: npt.NDArray[Any],
    target: npt.NDArray[Any] | None,
    weights: npt.NDArray[Any] | None = None,
) -> bool:
    """Fit one of scikit-learn's estimators, and tell whether its solver was cut short."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", ConvergenceWarning)
        given = {} if weights is None else {"sample_weight": weights}
        estimator.fit(features, target, **given)
    return any(issubclass(one.category, ConvergenceWarning) for one in said)
