"""The error function in double precision, which runtimes have in single precision alone.

**Source**: W. Cody, "Rational Chebyshev approximations for the error function", Mathematics of
Computation 23, 1969. Beyond 4 the middle of his three ranges is asked as well: what is left of the
error function there is less than 2e-8, of which the approximation misses a small part.
"""

from __future__ import annotations

from armillary.learning.travel.graph.bell import add_ratio
from armillary.learning.travel.graph.building import Building

# From the constant to the highest power, above and below the line.
_NEAR = (
    (3209.37758913846947, 377.485237685302021, 113.864154151050156, 3.16112374387056560,
     0.185777706184603153),
    (2844.23683343917062, 1282.61652607737228, 244.024637934444173, 23.6012909523441209, 1.0),
)  # fmt: skip
_FAR = (
    (1230.33935479799725, 2051.07837782607147, 1712.04761263407058, 881.952221241769090,
     298.635138197400131, 66.1191906371416295, 8.88314979438837594, 0.564188496988670089,
     2.15311535474403846e-8),
    (1230.33935480374942, 3439.36767414372164, 4362.61909014324716, 3290.79923573345963,
     1621.38957456669019, 537.181101862009858, 117.693950891312499, 15.7449261107098347, 1.0),
)  # fmt: skip
_BORDER, _MOST = 0.46875, 26.0


def add_error_function(building: Building, value: str) -> str:
    """Add the error function of numbers, to some fourteen digits."""
    size = building.add("Abs", value)
    near = building.add(
        "Mul", value, add_ratio(building, building.add("Mul", value, value), *_NEAR)
    )
    held = building.add("Min", size, building.constant([[_MOST]]))
    falling = building.add("Exp", building.add("Neg", building.add("Mul", held, held)))
    rest = building.add("Mul", falling, add_ratio(building, held, *_FAR))
    far = building.add("Sub", building.constant([[1.0]]), rest)
    signed = building.add("Mul", far, building.add("Sign", value))
    is_near = building.add("LessOrEqual", size, building.constant([[_BORDER]]))
    return building.add("Where", is_near, near, signed)
