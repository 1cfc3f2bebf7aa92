"""Calibration of all classes at once: fitted, applied to rows, written and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from armillary.base.errors import Invalid
from armillary.learning.calibration.curves import Curve, fit_sigmoid, fit_steps, read_curve
from armillary.learning.contract import Task, task_words
from armillary.learning.pack import require_sound

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

Method = Literal["none", "sigmoid", "isotonic", "temperature"]
METHODS: tuple[Method, ...] = get_args(Method)
FEWEST: Mapping[Method, int] = {"sigmoid": 20, "temperature": 20, "isotonic": 100}
"""How many rows a method needs at least."""
ENOUGH: Mapping[Method, int] = {"sigmoid": 100, "temperature": 100, "isotonic": 1_000}
"""From how many rows on it is not mostly chance that is followed."""
_FEWEST_OF_A_CLASS = 2
_SMALL = 1e-12
_LOG_RANGE = 10.0
_PARTS = 5


@dataclass(frozen=True)
class Calibration:
    """What a method found on ``rows`` rows.

    Sigmoid and isotonic have a curve for each class, or for the second of two; classes of which
    the rows tell nothing keep what they have. A temperature divides the logarithms of all.
    """

    method: Method
    rows: int
    n_classes: int
    curves: tuple[Curve | None, ...] = ()
    temperature: float = 1.0

    def apply(self, output: Array) -> Array:
        """Give calibrated probabilities (n, n_classes) of stated ones, each row adding up to 1."""
        import numpy as np
        from scipy.special import softmax

        stated = _adding_up(np.asarray(output, dtype=np.float64))
        if self.method == "temperature":
            warmed: Array = softmax(np.log(stated + _SMALL) / self.temperature, axis=1)
            return warmed
        if self.n_classes == 2:
            curve = self.curves[0]
            second = stated[:, 1] if curve is None else curve.apply(stated[:, 1])
            return np.stack([1 - second, second], axis=1)
        each = [
            stated[:, place] if curve is None else curve.apply(stated[:, place])
            for place, curve in enumerate(self.curves)
        ]
        return _adding_up(np.stack(each, axis=1))

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        curves = [None if curve is None else curve.to_json() for curve in self.curves]
        return {
            "method": self.method,
            "rows": self.rows,
            "n_classes": self.n_classes,
            "curves": curves,
            "temperature": self.temperature,
        }

    def in_short(self) -> dict[str, Any]:
        """Say what was done, for those who only read about it."""
        return {"method": self.method, "rows": self.rows}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """Read it back; raises `AppError` where it is not sound."""
        import math

        method, size = data["method"], int(data["n_classes"])
        require_sound(method in METHODS and method != "none", "its calibration has no such method")
        curves = tuple(None if each is None else read_curve(each) for each in data["curves"])
        is_warmed = method == "temperature"
        wanted = 0 if is_warmed else 1 if size == 2 else size
        require_sound(size >= 2 and len(curves) == wanted, "its calibration lacks a class")
        temperature = float(data["temperature"])
        is_above = math.isfinite(temperature) and temperature > 0
        require_sound(is_above, "its calibration has no temperature")
        return cls(method, int(data["rows"]), size, curves, temperature)


def require_probabilities(method: Method, task: Task) -> Method:
    """Give the method; raises `Invalid` where a task has no probabilities to calibrate."""
    if method not in METHODS:
        raise Invalid(f"calibration must be one of {', '.join(METHODS)}; got {method!r}.")
    if method != "none" and task.kind != "classification":
        raise Invalid(
            "Only classification has probabilities to calibrate; "
            f"{task_words(task.kind)} has none. Leave calibration out.",
            code="calibration_not_used",
        )
    return method


def learn(method: Method, truth: Array, output: Array, weights: Array | None = None) -> Calibration:
    """Fit a calibration to class indices (n,) and stated probabilities (n, n_classes).

    ``weights`` (n,) say how much each row counts. Raises `Invalid` where there are too few rows,
    or all are of one class.
    """
    import numpy as np

    counts = np.bincount(truth, minlength=output.shape[1])
    _require_enough(method, counts)
    stated = _adding_up(np.asarray(output, dtype=np.float64))
    counted = np.ones(len(truth)) if weights is None else np.asarray(weights, dtype=np.float64)
    size = output.shape[1]
    if method == "temperature":
        found = _fit_temperature(truth, stated, counted)
        return Calibration(method, len(truth), size, temperature=found)
    fit = fit_sigmoid if method == "sigmoid" else fit_steps
    curves: list[Curve | None] = []
    for place in [1] if size == 2 else range(size):
        came_true = truth == place
        sides = int(came_true.sum()), int((~came_true).sum())
        is_told = min(sides) >= _FEWEST_OF_A_CLASS
        curves.append(fit(stated[:, place], came_true, counted) if is_told else None)
    return Calibration(method, len(truth), size, tuple(curves))


def cross_fitted(
    calibration: Calibration,
    truth: Array,
    output: Array,
    weights: Array | None,
    groups: Array | None,
) -> Array:
    """Give what a calibration says of rows like those it was fitted on, had it not seen them.

    The rows are dealt into five parts, groups as a whole, and each is calibrated by the others.
    What was fitted on rows is too good on them, so nothing may be found on them by it. Where the
    others do not suffice, a part gets what all rows gave.
    """
    said = calibration.apply(output)
    part = _deal(len(truth), groups)
    for place in range(_PARTS):
        held, rest = part == place, part != place
        own = None if weights is None else weights[rest]
        try:
            other = learn(calibration.method, truth[rest], output[rest], own)
        except Invalid:
            continue
        said[held] = other.apply(output[held])
    return said


def _deal(rows: int, groups: Array | None) -> Array:
    import numpy as np

    if groups is None:
        return np.arange(rows) % _PARTS
    _, of_row = np.unique(groups, return_inverse=True)
    dealt: Array = of_row % _PARTS
    return dealt


def _require_enough(method: Method, counts: Array) -> None:
    import numpy as np

    rows, fewest = int(counts.sum()), FEWEST[method]
    if rows < fewest:
        raise Invalid(
            f"There are {rows} rows to calibrate by; {method} needs at least {fewest}. "
            "Use a larger table, or leave the calibration out.",
            code="too_few_to_calibrate",
        )
    if len(np.flatnonzero(counts >= _FEWEST_OF_A_CLASS)) < 2:
        raise Invalid(
            "The rows to calibrate by hold fewer than two rows of all classes but one, so they "
            "do not tell how often others come true. Use a larger table, or leave it out.",
            code="too_few_to_calibrate",
        )


def _fit_temperature(truth: Array, stated: Array, weights: Array) -> float:
    """Find the temperature with the least log loss: C. Guo and others (2017)."""
    import numpy as np
    from scipy.optimize import minimize_scalar
    from scipy.special import logsumexp

    logs = np.log(stated + _SMALL)
    of_truth = logs[np.arange(len(truth)), truth]

    def loss(log_coldness: float) -> float:
        cold = np.exp(log_coldness)
        return float((weights * (logsumexp(cold * logs, axis=1) - cold * of_truth)).sum())

    found = minimize_scalar(
        loss, bounds=(-_LOG_RANGE, _LOG_RANGE), method="bounded", options={"xatol": 1e-10}
    )
    return float(np.exp(-found.x))


def _adding_up(output: Array) -> Array:
    """Divide by the sum of each row; where nothing is left for any class, all are alike."""
    import numpy as np

    held = np.clip(output, 0.0, None)
    sums = held.sum(axis=1, keepdims=True)
    alike = np.full_like(held, 1 / held.shape[1])
    summed: Array = np.divide(held, sums, out=alike, where=sums > 0)
    return summed
