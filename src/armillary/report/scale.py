"""From values to places on paper: ranges, round ticks, and how numbers are written."""

import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass

_GREATEST = sys.float_info.max
_MOST_DIGITS = 8
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


class Figure(str):
    """A number that is written already; it stands right in tables, as numbers do."""

    __slots__ = ()


def is_figure(value: object) -> bool:
    """Whether a value stands right in tables."""
    return isinstance(value, int | float | Figure) and not isinstance(value, bool)


@dataclass(frozen=True)
class Scale:
    """Maps the values from ``low`` to ``high`` onto places from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Give the place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self, wanted: int = 5) -> list[float]:
        """Give about so many round values between the ends."""
        return ticks(self.low, self.high, wanted)


def span(values: Iterable[float | None]) -> tuple[float, float]:
    """Give the least and greatest value that is finite, widened where they are the same."""
    finite = [value for value in values if value is not None and math.isfinite(value)]
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(finite)
    if low < high:
        return low, high
    pad = abs(low) * 0.1 or 1.0
    return max(low - pad, -_GREATEST), min(high + pad, _GREATEST)


def padded(low: float, high: float) -> tuple[float, float]:
    """Give a range a little wider than this one, so that nothing lies on its edge."""
    pad = (high - low) * 0.04
    return low - pad, high + pad


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Give about ``wanted`` round values from ``low`` to ``high``, in order."""
    rough = (high - low) / max(wanted - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def number(value: object) -> str:
    """Write a value for people: four significant digits, a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return _fraction(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(number(item) for item in value)
    return str(value)


def _fraction(value: float) -> str:
    size = abs(value)
    if size != 0 and (size < 1e-4 or size >= 1e9):
        digits, _, power = f"{value:.2e}".partition("e")
        return f"{digits}e{int(power)}" if power else digits
    return f"{value:,.0f}" if size >= 1e4 else f"{value or 0.0:,.4g}"


def share(value: float) -> str:
    """Write a share as per cent: 0.123 is 12.3 %, and only 1 is 100 %."""
    return f"{short_of(100 * value, 100, 1).removesuffix('.0')} %"


def short_of(value: float, whole: int, digits: int) -> str:
    """Write so many digits after the point, and more where they would reach a bound that is not.

    The bounds are ``whole``, and nothing where that is 100; what is nearer to them than seven
    digits tell is there but for how computers reckon.
    """
    bounds = (0, 100) if whole == 100 else (-whole, whole)
    for places in range(digits, _MOST_DIGITS):
        text = f"{value:.{places}f}"
        if value in bounds or float(text) not in bounds:
            break
    else:
        text = f"{value:.{digits}f}"
    if whole == 100 and float(text) in bounds:
        return f"{float(text):.0f}"
    return text.removeprefix("-") if float(text) == 0 else text
