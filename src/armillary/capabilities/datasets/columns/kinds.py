"""Deciding what the values of a text column are: numbers, dates, truths or text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from armillary.capabilities.datasets.columns.dates import DATE_SHAPES, DateShape
from armillary.learning.storage import Storage

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

CellClass = Literal[
    "number", "whole", "code", "huge", "comma", "decimal comma", "truth", "missing", "other"
]
"""What a cell looks like.

A *code* is made of digits but would lose something as a number: leading zeros or a plus sign.
A *huge* one has more digits than 64 bits hold. A *comma* may mark decimals or thousands.
"""
NUMERIC: frozenset[CellClass] = frozenset({"number", "whole", "code", "huge"})
COMMAS: frozenset[CellClass] = frozenset({"comma", "decimal comma"})


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
        is_odd = cell_class not in (*NUMERIC, "missing")
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
        return sum(self.by_class[each] for each in NUMERIC)

    @property
    def classes(self) -> frozenset[CellClass]:
        """What the values look like."""
        return frozenset(each for each, count in self.by_class.items() if count) - {"missing"}


@dataclass(frozen=True)
class Kind:
    """How a column is stored and read.

    ``sql`` makes a value of ``{v}``, the trimmed cell; ``reads`` tells of that value ``{x}``
    whether it says what the cell says. ``quick`` does so for a cell as it stands, cheaply: where
    it is false, nothing is known yet.
    """

    storage: Storage
    sql: str
    reads: str = "true"
    quick: str = "false"
    remark: str | None = None
    looks_like_dates: bool = False
    is_said: bool = False
    """Whether a person said so: then cells that it does not read become missing."""

    def reads_like(self, other: "Kind") -> bool:
        """Tell whether both make the same values of the same cells."""
        mine = (self.storage, self.sql, self.reads)
        return mine == (other.storage, other.sql, other.reads)


_IS_NUMBER = "{x} is not null and not isnan({x}) and not contains({v}, '_')"
_IS_WITH_COMMA = "isfinite({x}) and not contains({v}, '.') and not ends_with({v}, ',')"
TEXT = Kind("str", "{v}")
WHOLE = Kind(
    "int64",
    "try_cast({v} as bigint)",
    reads="({x}::varchar = {v} or {v} = '-0')",
    quick="{x}::varchar = {v}",
)
REAL = Kind("float64", "try_cast({v} as double)", reads=_IS_NUMBER, quick=_IS_NUMBER)
_IS_COMMA_NUMBER = f"if(contains({{v}}, ','), {_IS_WITH_COMMA}, {_IS_NUMBER})"
COMMA_REAL = Kind(
    "float64",
    "try_cast(replace({v}, ',', '.') as double)",
    reads=_IS_COMMA_NUMBER,
    quick=rf"{{v}} = trim({{v}}, E' \t\r\n') and {_IS_COMMA_NUMBER}",
)
TRUTH = Kind(
    "bool",
    "try_cast({v} as boolean)",
    reads="lower({v}) in ('true', 'false')",
    quick="({v} = 'true' or {v} = 'false')",
)
EMPTY = Kind("float64", "try_cast({v} as double)", reads="false")
"""A column without any value: nothing in it can be read."""


def stored_kind(storage: Storage) -> Kind:
    """Give the kind of a column that has its type already."""
    return Kind(storage, "{v}")


def date_kind(shape: DateShape, sample: Sequence[str] = ()) -> Kind:
    """Give the kind of a column whose dates are written so; a sample makes its reading quicker."""
    pattern = shape.pattern.pattern.replace("{", "{{").replace("}", "}}")
    reads = f"{{x}} is not null and regexp_full_match({{v}}, '{pattern}')"
    quick = shape.quick or reads
    if any("T" in cell for cell in sample):
        quick = quick.replace("= {v}", "= replace({v}, 'T', ' ')")
    return Kind(shape.storage, shape.sql, reads=reads, quick=quick)


ISO_DATES = date_kind(DATE_SHAPES[0])
"""Year, month and day, as the engine itself reads them where it is told that they are dates."""


def decide(counts: Counts, *, decimal_comma: bool) -> Kind | None:
    """Decide a column's kind from counts alone; None where dates have to be looked for first.

    Nothing is read as a number that would lose something: digits with leading zeros or a plus
    sign, and whole numbers beyond 64 bits, stay text.
    """
    if counts.filled == 0:
        return EMPTY
    if counts.values == 0:
        return TEXT
    if counts.classes <= NUMERIC:
        return _numeric(counts)
    if counts.classes == {"truth"}:
        return TRUTH
    if counts.classes <= COMMAS | NUMERIC:
        if decimal_comma:
            return COMMA_REAL
        return replace(TEXT, remark="has commas that may mark decimals or thousands, stays text")
    return None if counts.classes == {"other"} else _text(counts)


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
            return replace(TEXT, remark=remark, looks_like_dates=True)
    return date_kind(whole[0], counts.sample)


def _numeric(counts: Counts) -> Kind:
    if counts.by_class["code"]:
        # Beside a decimal point, `00` or `+5` is only a way to write a number.
        return REAL if counts.by_class["number"] else TEXT
    if counts.by_class["number"]:
        return REAL
    if counts.classes == {"whole"}:
        return WHOLE
    return replace(TEXT, remark="has whole numbers too large for 64 bits, stays text")


def _text(counts: Counts) -> Kind:
    others = counts.values - counts.numbers
    if counts.by_class["code"] and not counts.by_class["number"]:
        return TEXT
    if counts.odd is None or counts.values < 10 or counts.numbers < 0.9 * counts.values:
        return TEXT
    row, cell = counts.odd
    are = "cells is not a number" if others == 1 else "cells are not numbers"
    return replace(
        TEXT,
        remark=f"stays text, since {others:,} of {counts.values:,} {are} (first in row "
        f"{row + 1:,}: {_brief(cell)})",
    )


def _brief(cell: str) -> str:
    text = repr(cell)
    return text if len(text) <= 40 else f"{text[:38]}…'"
