"""The point of the bell curve that has a share of it below: no operation of ONNX gives it.

**Source**: M. Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
Applied Statistics 37, 1988: exact to some sixteen digits.
"""

from __future__ import annotations

from collections.abc import Sequence

from armillary.learning.travel.graph.building import Building

_NEARLY = 1e-7
_MIDDLE = (
    (3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427,
     13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
     33430.575583588128105, 2509.0809287301226727),
    (1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
     21213.794301586595867, 39307.895800092710610, 28729.085735721942674,
     5226.4952788528545610),
)  # fmt: skip
_SIDE = (
    (1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
     3.64784832476320460504, 1.27045825245236838258, 0.241780725177450611770,
     0.0227238449892691845833, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
     0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4,
     1.05075007164441684324e-9),
)  # fmt: skip
_HALF, _BORDER, _NEAR = 0.180625, 0.425, 1.6


def add_bell(building: Building, shares: str) -> str:
    """Add the points of the bell for shares between 1e-7 and 1 less that; others are held there."""
    held = building.add("Clip", shares, building.constant(_NEARLY), building.constant(1 - _NEARLY))
    away = building.add("Sub", held, building.constant([[0.5]]))
    inside = building.add("Sub", building.constant([[_HALF]]), building.add("Mul", away, away))
    middle = building.add("Mul", away, add_ratio(building, inside, *_MIDDLE))
    least = building.add("Min", held, building.add("Sub", building.constant([[1.0]]), held))
    far = building.add("Sqrt", building.add("Neg", building.add("Log", least)))
    # Of shares as these the root of the logarithm reaches 4.02, where this still holds.
    moved = building.add("Sub", far, building.constant([[_NEAR]]))
    side = building.add("Mul", add_ratio(building, moved, *_SIDE), building.add("Sign", away))
    size = building.add("Abs", away)
    is_inside = building.add("LessOrEqual", size, building.constant([[_BORDER]]))
    return building.add("Where", is_inside, middle, side)


def add_ratio(building: Building, value: str, over: Sequence[float], under: Sequence[float]) -> str:
    """Add one polynomial divided by another, each from its constant to its highest power."""
    above, below = (_polynomial(building, value, factors) for factors in (over, under))
    return building.add("Div", above, below)


def _polynomial(building: Building, value: str, factors: Sequence[float]) -> str:
    summed = building.constant([[factors[-1]]])
    for factor in reversed(factors[:-1]):
        raised = building.add("Mul", summed, value)
        summed = building.add("Add", raised, building.constant([[factor]]))
    return summed
