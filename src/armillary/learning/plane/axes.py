"""The two columns that a model is looked at over, and how far the look reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest, Conflict

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.preprocess import Preprocess

    Floats = npt.NDArray[np.float64]

_NAMED = 20
_AROUND = 1.0
_NARROW = 1.5
_SHARE_OF_NARROW, _SHARE_OF_WIDE = 0.1, 0.05


@dataclass(frozen=True)
class Axis:
    """A column and the range, in its own unit, over which the model is asked."""

    name: str
    low: float
    high: float

    @staticmethod
    def around(name: str, values: Floats, reach: float | None = None) -> Axis:
        """Reach beyond finite values (n,) by a share of their range, or without one by 1.

        That is what clients expect of drawn data; where it is much, or next to nothing, beside the
        range, it is a share of that all the same.
        """
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
        width = high - low
        if reach is not None and width > 0:
            return Axis(name, low - reach * width, high + reach * width)
        beyond = max(_AROUND, _SHARE_OF_WIDE * width)
        if 0 < width < _NARROW:
            beyond = _SHARE_OF_NARROW * width
        return Axis(name, low - beyond, high + beyond)

    def values(self, resolution: int) -> Floats:
        """Give evenly spaced values (resolution,), the ends among them."""
        import numpy as np

        return np.linspace(self.low, self.high, resolution)


def usable_columns(preprocess: Preprocess) -> list[str]:
    """Name the columns of numbers that a model reads, each once."""
    return list(
        dict.fromkeys(
            column.name
            for column in preprocess.columns
            if column.role == "numeric" and not column.date and not column.since
        )
    )


def choose(
    usable: Sequence[str],
    strength: Mapping[str, float],
    x: str | None = None,
    y: str | None = None,
) -> tuple[str, str]:
    """Give the two columns: those that are named, else the ones of the greatest ``strength``.

    Of equally strong ones the first of the table count. Raises `Conflict` where there are fewer
    than two columns of numbers, and `BadRequest` for a name that is none of them.
    """
    if len(usable) < 2:
        there = f"only {usable[0]!r}" if usable else "none"
        raise Conflict(
            "What a model says over two columns takes two columns of numbers that it reads; there "
            f"is {there}. Train on two or more columns of numbers.",
            code="too_few_columns",
        )
    for axis, name in (("x", x), ("y", y)):
        if name is not None and name not in usable:
            raise BadRequest(_unknown(axis, name, usable), code="unknown_column")
    if x is not None and x == y:
        raise BadRequest(f"x and y must be two columns; got {x!r} for both.", code="same_column")
    ranked = sorted(usable, key=lambda name: -strength.get(name, 0.0))
    rest = [name for name in ranked if name not in (x, y)]
    if x is None and y is None:
        # In the order of the table, so that a picture does not turn over with the ranking.
        first, second = sorted(rest[:2], key=list(usable).index)
        return first, second
    return (x or rest[0], y or rest[0])


def _unknown(axis: str, name: str, usable: Sequence[str]) -> str:
    named = ", ".join(map(repr, usable[:_NAMED]))
    more = f" and {len(usable) - _NAMED} more" if len(usable) > _NAMED else ""
    return f"{axis} must be a column of numbers that the model reads: {named}{more}; got {name!r}."


def numbers_along(name: str, column: Any) -> Floats:
    """Give a column's numbers (n,), NaN for what is missing or infinite."""
    import numpy as np

    from armillary.learning.preprocess.read import numbers

    found = numbers(name, column)
    return np.where(np.isfinite(found), found, np.nan)
