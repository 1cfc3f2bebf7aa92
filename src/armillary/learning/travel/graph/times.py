"""Times taken apart within a graph, and put together: seconds since 1970, years, months, days.

**Source:** H. Hinnant, "chrono-compatible low-level date algorithms", days to civil date and
back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from armillary.learning.preprocess.dates import CENTURY, COMMON_YEAR, SHORT_YEAR
from armillary.learning.preprocess.parts import WAVE_DIGITS
from armillary.learning.preprocess.spans import unit_s
from armillary.learning.travel.graph.building import Building

_DAY_S, _HOUR_S = 86_400.0, 3_600.0
_PERIODS = {"month": (1, 12), "weekday": (0, 7), "hour": (0, 24)}


class Moment:
    """A column of times (n_rows, 1), given as seconds since 1970-01-01 in UTC; gaps are NaN."""

    def __init__(self, building: Building, seconds: str) -> None:
        self._building, self._made = building, dict[str, str]()
        self._seconds = building.add("Floor", seconds)

    def part(self, name: str) -> str:
        """Give days, year, month, day, weekday or hour, or the wave of one of them."""
        if name not in self._made:
            self._made[name] = self._add(name)
        return self._made[name]

    def _add(self, name: str) -> str:
        if name == "days":
            return self._days()
        of, _, wave = name.partition(" ")
        if wave:
            first, period = _PERIODS[of]
            turned = self._times(self._plus(self.part(of), -first), 2 * math.pi / period)
            waved = self._building.add("Sin" if wave == "sine" else "Cos", turned)
            many = 10.0**WAVE_DIGITS
            return self._over(self._building.add("Round", self._times(waved, many)), many)
        if of == "weekday":
            whole = self._building.add("Floor", self.part("days"))
            return self._rest(self._plus(whole, 3.0), 7.0)  # 1970 began on a Thursday
        if of == "hour":
            return self._whole(self._rest(self._seconds, _DAY_S), _HOUR_S)
        self._add_date(self._whole(self._seconds, _DAY_S))
        return self._made[of]

    def _days(self) -> str:
        return self._over(self._seconds, _DAY_S)

    def _add_date(self, days: str) -> None:
        """Add year, month and day from whole days; months count from March within."""
        shifted = self._plus(days, 719_468.0)
        era = self._whole(shifted, 146_097.0)
        of_era = self._minus(shifted, self._times(era, 146_097.0))
        leaps = self._minus(
            self._sum(of_era, self._whole(of_era, 36_524.0)),
            self._sum(self._whole(of_era, 1_460.0), self._whole(of_era, 146_096.0)),
        )
        years = self._whole(leaps, 365.0)
        begun = self._minus(
            self._sum(self._times(years, 365.0), self._whole(years, 4.0)), self._whole(years, 100.0)
        )
        of_year = self._minus(of_era, begun)
        from_march = self._whole(self._plus(self._times(of_year, 5.0), 2.0), 153.0)
        before = self._whole(self._plus(self._times(from_march, 153.0), 2.0), 5.0)
        self._made["day"] = self._plus(self._minus(of_year, before), 1.0)
        is_next = self._building.cast(
            self._building.add("GreaterOrEqual", from_march, self._number(10.0)), "float64"
        )
        month = self._minus(self._plus(from_march, 3.0), self._times(is_next, 12.0))
        self._made["month"] = month
        year = self._sum(self._sum(years, self._times(era, 400.0)), is_next)
        self._made["year"] = year

    def _number(self, value: float) -> str:
        return self._building.constant([[float(value)]])

    def _plus(self, value: str, other: float) -> str:
        return self._building.add("Add", value, self._number(other))

    def _times(self, value: str, other: float) -> str:
        return self._building.add("Mul", value, self._number(other))

    def _over(self, value: str, other: float) -> str:
        return self._building.add("Div", value, self._number(other))

    def _whole(self, value: str, other: float) -> str:
        return self._building.add("Floor", self._over(value, other))

    def _rest(self, value: str, other: float) -> str:
        return self._minus(value, self._times(self._whole(value, other), other))

    def _sum(self, value: str, other: str) -> str:
        return self._building.add("Add", value, other)

    def _minus(self, value: str, other: str) -> str:
        return self._building.add("Sub", value, other)


class MomentOfParts(Moment):
    """A time of which columns (n_rows, 1) give year, month, day, hour and minute, or some of them.

    It is put together as `armillary.learning.preprocess.dates` does.
    """

    def __init__(self, building: Building, given: Mapping[str, str]) -> None:
        self._building, self._made = building, {**given}
        self._given = given

    def _days(self) -> str:
        days = self._days_at(self._given["month"], self._given.get("day") or self._number(1.0))
        if "hour" not in self._given:
            return days
        minutes = self._times(self._given["hour"], 60.0)
        if "minute" in self._given:
            minutes = self._sum(minutes, self._given["minute"])
        return self._sum(days, self._over(minutes, 1440.0))

    def _add(self, name: str) -> str:
        if name != "yearday":
            return super()._add(name)
        begun = self._days_at(self._number(1.0), self._number(0.0))
        return self._minus(self._building.add("Floor", self.part("days")), begun)

    def _days_at(self, month: str, day: str) -> str:
        """Add the days since 1970; within, years begin in March: a leap day is their last."""
        months = self._sum(self._times(self._year(), 12.0), self._plus(month, -3.0))
        year = self._whole(months, 12.0)
        era = self._whole(year, 400.0)
        of_era = self._minus(year, self._times(era, 400.0))
        leaps = self._minus(self._whole(of_era, 4.0), self._whole(of_era, 100.0))
        of_march = self._plus(self._times(self._rest(months, 12.0), 153.0), 2.0)
        begun = self._sum(
            self._sum(self._times(era, 146_097.0), self._times(of_era, 365.0)),
            self._sum(leaps, self._whole(of_march, 5.0)),
        )
        return self._plus(self._sum(begun, day), -719_469.0)

    def _year(self) -> str:
        if "year" not in self._given:
            return self._number(COMMON_YEAR)
        year = self._given["year"]
        is_short = self._building.add("Less", year, self._number(SHORT_YEAR))
        return self._sum(year, self._times(self._building.cast(is_short, "float64"), CENTURY))


class TimeSince(Moment):
    """The time that has passed between two columns of times (n_rows, 1)."""

    def __init__(self, building: Building, later: str, earlier: str) -> None:
        super().__init__(building, later)
        self._earlier = building.add("Floor", earlier)

    def _add(self, name: str) -> str:
        return self._over(self._minus(self._seconds, self._earlier), unit_s(name))
