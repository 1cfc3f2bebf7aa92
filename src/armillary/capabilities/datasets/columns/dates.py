"""The ways in which dates and times are written, and the SQL that reads them."""

import re
from dataclasses import dataclass
from typing import Literal

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?"
_ISO = r"\d{4}-\d{1,2}-\d{1,2}"
_ZONE = r"(?:[Zz]|[+-]\d{2}(?::?\d{2})?)"
# Neither infinity nor a year that is written in another way.
FOUR_DIGITS = "{{x}} >= {0} '1000-01-01' and {{x}} < {0} '10000-01-01'"


@dataclass(frozen=True)
class DateShape:
    """One way to write dates: what it looks like, and the SQL that reads it from ``{v}``."""

    name: str
    storage: Literal["date", "datetime64[us]"]
    pattern: re.Pattern[str]
    sql: str
    quick: str | None = None
    """SQL that is true only of cells ``{v}`` that are read exactly as ``{x}``, and is cheap."""


def _shape(
    name: str,
    storage: Literal["date", "datetime64[us]"],
    pattern: str,
    sql: str,
    quick: str | None = None,
) -> DateShape:
    return DateShape(name, storage, re.compile(pattern), sql, quick)


def _written(pattern: str, formats: str) -> list[DateShape]:
    """Give the shapes of a date format alone and with a time of day behind it."""
    clock = [f"{formats} %H:%M:%S.%f", f"{formats} %H:%M:%S", f"{formats} %H:%M"]
    listed = ", ".join(f"'{each}'" for each in clock)
    return [
        _shape(formats, "date", pattern, f"try_strptime({{v}}, '{formats}')::date"),
        _shape(
            f"{formats} with time",
            "datetime64[us]",
            rf"{pattern} {_CLOCK}",
            f"try_strptime({{v}}, [{listed}])",
        ),
    ]


DATE_SHAPES: tuple[DateShape, ...] = (
    _shape(
        "year-month-day",
        "date",
        _ISO,
        "try_cast({v} as date)",
        FOUR_DIGITS.format("date") + " and {x}::varchar = {v}",
    ),
    _shape(
        "year-month-day with time",
        "datetime64[us]",
        rf"{_ISO}[ T]{_CLOCK}",
        "try_cast({v} as timestamp)",
        FOUR_DIGITS.format("timestamp") + " and {x}::varchar = {v}",
    ),
    _shape(
        "year-month-day with time and zone",
        "datetime64[us]",
        rf"{_ISO}[ T]{_CLOCK} ?{_ZONE}",
        "(try_cast({v} as timestamptz) at time zone 'UTC')",
    ),
    *_written(r"\d{4}/\d{1,2}/\d{1,2}", "%Y/%m/%d"),
    *_written(r"\d{1,2}\.\d{1,2}\.\d{4}", "%d.%m.%Y"),
    *_written(r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y"),
    *_written(r"\d{1,2}/\d{1,2}/\d{4}", "%m/%d/%Y"),
    *_written(r"\d{1,2}-\d{1,2}-\d{4}", "%d-%m-%Y"),
    *_written(r"\d{1,2}-\d{1,2}-\d{4}", "%m-%d-%Y"),
    *_written(r"\d{1,2}[- ][A-Za-z]{3}[- ]\d{4}", "%d-%b-%Y"),
    *_written(r"\d{1,2} [A-Za-z]{3} \d{4}", "%d %b %Y"),
    *_written(r"[A-Za-z]{3} \d{1,2}, \d{4}", "%b %d, %Y"),
    *_written(r"[A-Za-z]{3,9} \d{1,2}, \d{4}", "%B %d, %Y"),
)
