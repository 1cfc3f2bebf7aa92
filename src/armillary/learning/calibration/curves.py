"""Curves that turn the stated probability of one class into a calibrated one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.pack import require_sound

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_LEAST = 1e-6
_ROUNDS, _HALVINGS, _CLOSE = 100, 30, 1e-10


@dataclass(frozen=True)
class Sigmoid:
    """A line on the scale of log odds: 1 / (1 + exp(-(slope f + intercept)))."""

    slope: float
    intercept: float

    def apply(self, stated: Array) -> Array:
        """Give calibrated probabilities (n,)."""
        from scipy.special import expit

        calibrated: Array = expit(self.slope * log_odds(stated) + self.intercept)
        return calibrated

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {"slope": self.slope, "intercept": self.intercept}


@dataclass(frozen=True)
class Steps:
    """A curve that never falls, straight between its points ``at`` and ``value``."""

    at: tuple[float, ...]
    value: tuple[float, ...]

    def apply(self, stated: Array) -> Array:
        """Give calibrated probabilities (n,)."""
        import numpy as np

        return np.interp(stated, self.at, self.value)

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {"at": list(self.at), "value": list(self.value)}


Curve = Sigmoid | Steps


def log_odds(stated: Array) -> Array:
    """Give the log odds of probabilities, none surer than a million to one."""
    import numpy as np

    held = np.clip(stated, _LEAST, 1 - _LEAST)
    odds: Array = np.log(held) - np.log1p(-held)
    return odds


def fit_sigmoid(stated: Array, came_true: Array, weights: Array) -> Sigmoid:
    """Fit a line to the log odds by Newton's method, never uphill.

    What came true counts as a little less than sure, so that a few rows cannot make it so.

    **Source**: J. Platt (1999), Probabilistic outputs for support vector machines; H.-T. Lin,
    C.-J. Lin and R. C. Weng (2007), A note on Platt's probabilistic outputs.
    """
    import numpy as np
    from scipy.special import expit

    yes, no = float(weights[came_true].sum()), float(weights[~came_true].sum())
    wanted = np.where(came_true, (yes + 1) / (yes + 2), 1 / (no + 2))
    design = np.stack([log_odds(stated), np.ones(len(stated))], axis=1)  # (n, 2)
    line = np.array([0.0, np.log((yes + 1) / (no + 1))])

    def loss(tried: Array) -> float:
        score = design @ tried
        return float((weights * (np.logaddexp(0, score) - wanted * score)).sum())

    least = loss(line)
    for _ in range(_ROUNDS):
        said = expit(design @ line)
        slope = design.T @ (weights * (said - wanted))
        if np.abs(slope).max() <= _CLOSE * max(1.0, float(weights.sum())):
            break
        bend = design.T @ (design * (weights * said * (1 - said))[:, None])
        step = np.linalg.solve(bend + 1e-12 * np.eye(2), slope)
        for halving in range(_HALVINGS):
            tried = line - step / 2**halving
            if (now := loss(tried)) <= least:
                break
        else:
            break
        line, least = tried, now
    return Sigmoid(float(line[0]), float(line[1]))


def fit_steps(stated: Array, came_true: Array, weights: Array) -> Steps:
    """Fit the curve that never falls and errs least, by pooling neighbours that would.

    Its ends are drawn in so far that nothing is surer than so many rows can tell: n rows that all
    came true leave room for half a row in n + 1 that does not.

    **Source**: B. Zadrozny and C. Elkan (2002), Transforming classifier scores into accurate
    multiclass probability estimates.
    """
    import numpy as np
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    fitted.fit(stated, came_true.astype(np.float64), sample_weight=weights)
    least = least_sure(len(stated))
    value = np.clip(fitted.y_thresholds_, least, 1 - least)
    return Steps(tuple(fitted.X_thresholds_.tolist()), tuple(value.tolist()))


def least_sure(rows: int) -> float:
    """Give the least probability that so many rows can tell."""
    return 0.5 / (rows + 1)


def read_curve(data: Mapping[str, Any]) -> Curve:
    """Read a curve back; raises `AppError` where it is no such curve."""
    import numpy as np

    if "slope" in data:
        line = np.array([data["slope"], data["intercept"]], dtype=np.float64)
        require_sound(bool(np.isfinite(line).all()), "the calibration is not finite")
        return Sigmoid(float(line[0]), float(line[1]))
    at, value = (np.array(data[name], dtype=np.float64) for name in ("at", "value"))
    is_curve = at.ndim == 1 and at.shape == value.shape and len(at) > 0
    require_sound(is_curve, "the calibration is no curve")
    is_rising = bool((np.diff(at) > 0).all() and (np.diff(value) >= 0).all())
    is_within = bool(np.isfinite(at).all() and (value >= 0).all() and (value <= 1).all())
    require_sound(is_rising and is_within, "the calibration does not rise from 0 to 1")
    return Steps(tuple(at.tolist()), tuple(value.tolist()))
