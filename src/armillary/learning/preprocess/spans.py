"""How long it was from one date of a row to another: a stay, a ride, a delivery, an age.

Two dates that stand beside one another hide it. A tree would have to cut both at every moment, and
in float32 days since 1970 are minutes apart; where numbers are scaled, an hour is nothing beside
the months that a table covers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]

Unit = Literal["hours", "days"]
Span = tuple[str, str, Unit]
"""The column that is usually later, the one before it, and in what the time between is told."""

MOST_SPANS = 6
UNITS_S: Mapping[Unit, float] = {"hours": 3_600.0, "days": 86_400.0}
_MOST_DATES = 12
_LOOKED_AT = 10_000
_TOLD_IN_DAYS_S = 2 * 86_400.0


def seconds_of(moments: pd.Series) -> Floats:
    """Give times as whole seconds since 1970 (n,), gaps as NaN."""
    import numpy as np

    seconds = moments.to_numpy().astype("datetime64[s]").astype(np.int64)
    return np.where(moments.isna().to_numpy(), np.nan, seconds)


def find_spans(seconds: Mapping[str, Floats]) -> list[Span]:
    """Find the dates whose time between is worth telling, by the seconds (n_rows,) of each.

    The closer two dates usually are, the less each of them tells of it: of more pairs than
    `MOST_SPANS` the closest are taken. Of pairs that are always as far apart there is nothing to
    tell.
    """
    names = list(seconds)[:_MOST_DATES]
    found = []
    for one, other in combinations(names, 2):
        gaps = _gaps(seconds[one], seconds[other])
        if len(gaps) and gaps.min() < gaps.max():
            found.append(_span_of(one, other, gaps))
    found.sort(key=lambda pair: pair[0])
    return [span for _, span in found[:MOST_SPANS]]


def _gaps(one: Floats, other: Floats) -> Floats:
    """Give the known seconds from one date to the other, of many rows some spread evenly."""
    import numpy as np

    rows = spread(len(one), _LOOKED_AT)
    gaps = other[rows] - one[rows]
    known: Floats = gaps[~np.isnan(gaps)]
    return known


def _span_of(one: str, other: str, gaps: Floats) -> tuple[float, Span]:
    """Give how far apart two dates usually are, and what tells it."""
    import numpy as np

    usual_s = float(np.median(np.abs(gaps)))
    later, earlier = (other, one) if np.median(gaps) >= 0 else (one, other)
    return usual_s, (later, earlier, "hours" if usual_s < _TOLD_IN_DAYS_S else "days")


def part_name(span: Span) -> str:
    """Name the part of the later column, such as ``hours since pickup``."""
    _, earlier, unit = span
    return f"{unit} since {earlier}"


def unit_s(part: str) -> float:
    """Give the seconds of the unit in which a part is told."""
    return UNITS_S["hours" if part.startswith("hours ") else "days"]


def told(spans: Sequence[tuple[str, str]]) -> list[str]:
    """Say which times between dates were made, each of a later and an earlier column."""
    return [
        f"The time from {earlier!r} to {later!r} was taken as a number of its own."
        for later, earlier in dict.fromkeys(spans)
    ]
