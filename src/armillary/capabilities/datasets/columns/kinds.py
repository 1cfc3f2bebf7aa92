"""Deciding what the values of a text column are: numbers, dates, truths or text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Storage = Literal["bool", "int64", "float64", "date", "datetime64[us]", "str"]

MISSING_WORDS = (
    "na",
    "n/a",
    "#n/a",
    "nan",
    "-nan",
    "null",
    "none",
    "nil",
    "?",
    "-",
    "--",
    ".",
    "missing",
)
"""What stands for a missing value among numbers, dates and truths; among texts it is text."""

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?"


@dataclass(frozen=True)
class DateShape:
    """One way to write dates: what it looks like, and the SQL that reads it from ``{v}``."""

    name: str
    storage: Literal["date", "datetime64[us]"]
    pattern: re.Pattern[str]
    sql: str


def _shape(
    name: str, storage: Literal["date", "datetime64[us]"], pattern: str, sql: str
) -> DateShape:
    return DateShape(name, storage, re.compile(pattern), sql)


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


_ISO = r"\d{4}-\d{1,2}-\d{1,2}"
_ZONE = r"(?:[Zz]|[+-]\d{2}(?::?\d{2})?)"
DATE_SHAPES: tuple[DateShape, ...] = (
    _shape("year-month-day", "date", _ISO, "try_cast({v} as date)"),
    _shape(
        "year-month-day with time",
        "datetime64[us]",
        rf"{_ISO}[ T]{_CLOCK}",
        "try_cast({v} as timestamp)",
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


CellClass = Literal[
    "number", "whole", "code", "huge", "missing", "truth", "comma", "decimal comma", "other"
]
"""What one cell looks like.

A *code* is made of digits but would lose something as a number: leading zeros or a plus sign.
A *huge* one has more digits than 64 bits hold. A *comma* may mark decimals or thousands.
"""
_NUMERIC: tuple[CellClass, ...] = ("number", "whole", "code", "huge")


@dataclass
class Counts:
    """How many cells of a column look like what; blank ones are not counted."""

    by_class: Counter[CellClass] = field(default_factory=Counter)
    odd: tuple[int, str] | None = None
    """Row and cell of the first one that is neither a number nor missing."""
    sample: tuple[str, ...] = ()
    """The first cells of the class *other*."""

    def add(self, cell_class: CellClass, count: int, row: int, cell: str) -> None:
        """Count the cells of one class, the first of which stands in this row."""
        self.by_class[cell_class] = count
        is_odd = cell_class not in (*_NUMERIC, "missing")
        if is_odd and (self.odd is None or row < self.odd[0]):
            self.odd = (row, cell)

    @property
    def filled(self) -> int:
        """The cells that are not blank."""
        return self.by_class.total()

    @property
    def values(self) -> int:
        """The cells that are neither blank nor a word for missing."""
        return self.filled - self.by_class["missing"]

    @property
    def numbers(self) -> int:
        """The cells that are numbers."""
        return sum(self.by_class[each] for each in _NUMERIC)


@dataclass(frozen=True)
class Kind:
    """How a column is stored and read: SQL that makes a value of ``{v}``, the trimmed cell."""

    storage: Storage
    sql: str
    remark: str | None = None
    looks_like_dates: bool = False


TEXT = Kind("str", "{v}")
_FLOAT = Kind("float64", "try_cast({v} as double)")


def stored_kind(storage: Storage) -> Kind:
    """Give the kind of a column that has its type already."""
    return Kind(storage, "{v}")


def decide(counts: Counts, *, decimal_comma: bool) -> Kind | None:
    """Decide a column's kind from counts alone; None where dates have to be looked for first.

    Nothing is read as a number that would lose something: digits with leading zeros or a plus
    sign, and whole numbers beyond 64 bits, stay text.
    """
    if counts.filled == 0:
        return _FLOAT
    if counts.values == 0:
        return TEXT
    if counts.numbers == counts.values:
        return _numeric(counts)
    if counts.by_class["truth"] == counts.values:
        return Kind("bool", "try_cast({v} as boolean)")
    commas = counts.by_class["comma"] + counts.by_class["decimal comma"]
    if commas and commas + counts.numbers == counts.values:
        if decimal_comma:
            return Kind("float64", "try_cast(replace({v}, ',', '.') as double)")
        return Kind("str", "{v}", "has commas that may mark decimals or thousands, stays text")
    return None if counts.by_class["other"] == counts.values else _text(counts)


def candidate_shapes(sample: Sequence[str]) -> list[DateShape]:
    """Give the date shapes that every sampled cell has."""
    return [shape for shape in DATE_SHAPES if all(shape.pattern.fullmatch(cell) for cell in sample)]


def decide_dates(counts: Counts, matches: Sequence[tuple[DateShape, int]]) -> Kind:
    """Decide between the date shapes by how many of the column's values each reads."""
    whole = [shape for shape, read in matches if read == counts.values]
    if not whole:
        return _text(counts)
    orders = {shape.name.removesuffix(" with time") for shape in whole}
    for day_first, month_first in (("%d/%m/%Y", "%m/%d/%Y"), ("%d-%m-%Y", "%m-%d-%Y")):
        if {day_first, month_first} <= orders:
            remark = "may have the day or the month first in its dates, stays text"
            return Kind("str", "{v}", remark, looks_like_dates=True)
    return Kind(whole[0].storage, whole[0].sql)


def _numeric(counts: Counts) -> Kind:
    whole = counts.by_class["whole"]
    if counts.by_class["code"]:
        # Beside a decimal point, `00` or `+5` is only a way to write a number.
        return _FLOAT if counts.by_class["number"] else TEXT
    if counts.by_class["number"]:
        return _FLOAT
    if whole == counts.values:
        return Kind("int64", "try_cast({v} as bigint)")
    return Kind("str", "{v}", "has whole numbers too large for 64 bits, stays text")


def _text(counts: Counts) -> Kind:
    others = counts.values - counts.numbers
    if counts.odd is None or counts.values < 10 or counts.numbers < 0.9 * counts.values:
        return TEXT
    row, cell = counts.odd
    are = "cell is not a number" if others == 1 else "cells are not numbers"
    return Kind(
        "str",
        "{v}",
        f"stays text, since {others:,} of {counts.values:,} {are} (first in row {row + 1:,}: "
        f"{_brief(cell)})",
    )


def _brief(cell: str) -> str:
    text = repr(cell)
    return text if len(text) <= 40 else f"{text[:38]}…'"
