"""Dates given in parts: columns such as year, month, day and hour, read together as one time.

Apart they hide what trees and nets look for: that the last hour of a year is beside the first of
the next. Plain arithmetic carries over what lies beyond its range, as hour 24 is the next day's
first, so that every number is some time; without a year the days of one year are counted.

**Source**: H. Hinnant, "chrono-compatible low-level date algorithms", civil date to days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.preprocess.columns import Column

    Floats = npt.NDArray[np.float64]

DateParts = tuple[tuple[str, str], ...]
"""What is known of a date, from the largest on, each with the column that holds it."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "year": ("year", "yr", "yyyy"),
    "month": ("month", "mnth", "mon", "mo"),
    "day": ("day", "dayofmonth", "mday", "dd"),
    "hour": ("hour", "hr", "hh"),
    "minute": ("minute", "min"),
}
_RANGES: Mapping[str, tuple[int, int]] = {
    "year": (0, 3000), "month": (1, 12), "day": (1, 31), "hour": (0, 24), "minute": (0, 59),
}  # fmt: skip
_LAST_WEEKDAY = 7
SHORT_YEAR, CENTURY = 1000, 2000
COMMON_YEAR = 2001


def find_dates(columns: Sequence[Column]) -> list[DateParts]:
    """Find the dates that columns give in parts, by their names and by the values they hold.

    ``yr``, ``mnth`` and ``hr`` count as well as ``start_year`` with ``start_month``; what two
    columns claim to be is left alone. A date has a month, and a year or a day.
    """
    claims: dict[str, dict[str, list[str]]] = {}
    for column in columns:
        named = _named(column.name)
        if named is not None and _fits(column, named[0]):
            claims.setdefault(named[1], {}).setdefault(named[0], []).append(column.name)
    found = (_date_of(parts) for parts in claims.values())
    return [date for date in found if date is not None]


def _named(name: str) -> tuple[str, str] | None:
    """Say which part of a date a name speaks of, and of which date; None where of none."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", name)
    lowered = [word.lower() for word in words]
    if lowered[-3:] == ["day", "of", "month"]:
        lowered[-3:] = ["day"]
    for place in {0, len(lowered) - 1} if lowered else ():
        for part, known in _WORDS.items():
            if lowered[place] in known:
                return part, " ".join(lowered[:place] + lowered[place + 1 :])
    return None


def _fits(column: Column, part: str) -> bool:
    """Whether the values seen in training are whole and such as a part of a date has."""
    if column.role != "numeric" or not column.is_whole:
        return False
    low, high = _RANGES[part]
    # Up to seven, it says which day of the week it was.
    is_weekday = part == "day" and column.maximum <= _LAST_WEEKDAY
    return low <= column.minimum and column.maximum <= high and not is_weekday


def _date_of(claims: Mapping[str, list[str]]) -> DateParts | None:
    """Put a date together; smaller parts count only where those above them are known."""
    parts: list[tuple[str, str]] = []
    for part in _WORDS:
        names = claims.get(part, [])
        if len(names) == 1:
            parts.append((part, names[0]))
        elif part != "year":
            break
    known = {part for part, _ in parts}
    return tuple(parts) if "month" in known and len(parts) > 1 else None


def parts_made(date: DateParts, *, is_scaled: bool) -> list[str]:
    """Name what a date becomes beside its columns.

    Where numbers are added and multiplied, the days would say over again what year, month and day
    say, and a month near the next year's first is told by waves.
    """
    known = {part for part, _ in date}
    has_week = known >= {"year", "day"}
    if not is_scaled:
        return ["days", "yearday", "weekday"] if has_week else ["days"]
    turned = ["month", *(["weekday"] if has_week else []), *(["hour"] if "hour" in known else [])]
    return [f"{name} {wave}" for name in turned for wave in ("sine", "cosine")]


def date_part(numbers: Mapping[str, Floats], part: str) -> Floats:
    """Give days since 1970, or another part of a date (n,), of the numbers of each part (n,)."""
    import numpy as np

    if part in ("month", "hour"):
        return numbers[part]
    days = _days(numbers)
    if part == "weekday":
        return (np.floor(days) + 3.0) % 7.0  # 1970 began on a Thursday
    if part == "yearday":
        begun = _days({"year": numbers["year"], "month": np.ones_like(days)})
        return np.floor(days) - begun + 1.0
    return days


def _days(numbers: Mapping[str, Floats]) -> Floats:
    import numpy as np

    month = numbers["month"]
    year = numbers.get("year", np.full_like(month, COMMON_YEAR))
    year = year + CENTURY * (year < SHORT_YEAR)
    months = year * 12.0 + month - 3.0  # years begin in March, so that a leap day is their last
    from_march = np.floor(months / 12.0)
    of_march = months - from_march * 12.0
    era = np.floor(from_march / 400.0)
    of_era = from_march - era * 400.0
    leaps = np.floor(of_era / 4.0) - np.floor(of_era / 100.0)
    begun = era * 146_097.0 + of_era * 365.0 + leaps + np.floor((of_march * 153.0 + 2.0) / 5.0)
    days: Floats = begun + numbers.get("day", np.ones_like(month)) - 719_469.0
    if "hour" in numbers:
        minutes = numbers["hour"] * 60.0 + numbers.get("minute", np.zeros_like(month))
        days = days + minutes / 1440.0
    return days
