"""What columns add to calibrated probabilities, where calibrating draws a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.learning.calibration.calibration import Calibration
from armillary.learning.calibration.curves import Sigmoid
from armillary.learning.calibration.predictor import CalibratedPredictor
from armillary.learning.exact.sums import Exact, scale_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]


def after_calibrating(predictor: CalibratedPredictor, inner: Exact, rows: Matrix) -> Exact:
    """Give what columns add to what is calibrated, or else to what was said before.

    A sigmoid draws a line through the log odds of two classes, a temperature divides log odds and
    scores: what each column adds goes along. A curve of steps has no such line, nor have classes
    whose curves are drawn one by one.
    """
    line = _line(predictor.calibration)
    if line is None or inner.scale not in ("log odds", "score"):
        return replace(inner, is_before=True)
    of_two = inner.as_log_odds() if predictor.calibration.n_classes == 2 else inner
    calibrated = of_two.along_line(*line)
    sums = calibrated.contributions(rows).sum(axis=1)
    is_so = scale_of(sums, predictor.predict(rows)) == calibrated.scale
    return calibrated if is_so else replace(inner, is_before=True)


def _line(calibration: Calibration) -> tuple[float, float] | None:
    """Give by what log odds or scores are multiplied, and moved."""
    if calibration.method == "temperature":
        return 1.0 / calibration.temperature, 0.0
    if calibration.n_classes != 2:
        return None
    curve = calibration.curves[0]
    if curve is None:
        return 1.0, 0.0
    return (curve.slope, curve.intercept) if isinstance(curve, Sigmoid) else None
