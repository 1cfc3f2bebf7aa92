"""Calibrated probabilities as a part of the graph."""

from __future__ import annotations

from typing import Any

from armillary.learning.calibration import Calibration
from armillary.learning.travel.graph.building import Building

_LEAST, _SMALL = 1e-6, 1e-12


def add_calibration(building: Building, calibration: Calibration, said: str) -> str:
    """Add what a calibration makes of probabilities (n_rows, n_classes)."""
    stated = _adding_up(building, said)
    if calibration.method == "temperature":
        logs = building.add("Log", building.add("Add", stated, building.constant([[_SMALL]])))
        temperature = building.constant([[float(calibration.temperature)]])
        return building.add("Softmax", building.add("Div", logs, temperature), axis=1)
    if calibration.n_classes == 2:
        second = _curve(building, calibration.curves[0], _column(building, stated, 1))
        first = building.add("Sub", building.constant([[1.0]]), second)
        return building.add("Concat", first, second, axis=1)
    each = [
        _curve(building, curve, _column(building, stated, place))
        for place, curve in enumerate(calibration.curves)
    ]
    return _adding_up(building, building.add("Concat", *each, axis=1))


def _adding_up(building: Building, shares: str) -> str:
    axes = building.constant([1])
    return building.add("Div", shares, building.add("ReduceSum", shares, axes, keepdims=1))


def _column(building: Building, shares: str, place: int) -> str:
    return building.add("Gather", shares, building.constant([place]), axis=1)


def _curve(building: Building, curve: Any, stated: str) -> str:
    if curve is None:
        return stated
    if hasattr(curve, "slope"):
        return _sigmoid(building, curve, stated)
    return _steps(building, curve, stated)


def _sigmoid(building: Building, curve: Any, stated: str) -> str:
    ends = (building.constant(_LEAST), building.constant(1.0 - _LEAST))
    held = building.add("Clip", stated, *ends)
    rest = building.add("Sub", building.constant([[1.0]]), held)
    odds = building.add("Sub", building.add("Log", held), building.add("Log", rest))
    line = building.add("Mul", odds, building.constant([[curve.slope]]))
    return building.add(
        "Sigmoid", building.add("Add", line, building.constant([[curve.intercept]]))
    )


def _steps(building: Building, curve: Any, stated: str) -> str:
    """Add a curve that is straight between points: each stretch adds as far as it is reached."""
    import numpy as np

    at, value = np.array(curve.at), np.array(curve.value)
    begin = building.constant([[float(value[0])]])
    if len(at) == 1:
        nothing = building.add("Mul", stated, building.constant([[0.0]]))
        return building.add("Add", nothing, begin)
    widths = np.diff(at)
    reached = building.add("Sub", stated, building.constant(at[None, :-1]))
    reached = building.add("Max", reached, building.constant([[0.0]]))
    reached = building.add("Min", reached, building.constant(widths[None, :]))
    slopes = building.constant((np.diff(value) / widths)[:, None])
    return building.add("Add", building.add("MatMul", reached, slopes), begin)
