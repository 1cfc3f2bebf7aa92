"""Making probabilities say how often they come true, by rows that nothing was learned from."""

from armillary.learning.calibration.calibration import (
    METHODS,
    Calibration,
    Method,
    cross_fitted,
    learn,
    require_probabilities,
)
from armillary.learning.calibration.predictor import (
    CalibratedPredictor,
    calibration_of,
    innermost,
    with_innermost,
)

__all__ = [
    "METHODS",
    "CalibratedPredictor",
    "Calibration",
    "Method",
    "calibration_of",
    "cross_fitted",
    "innermost",
    "learn",
    "require_probabilities",
    "with_innermost",
]
