"""What a sheet tells, as plain data: sections of blocks, in the order in which they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "warning"]


@dataclass(frozen=True)
class Fact:
    """One named value, and a note where the name does not say enough."""

    name: str
    value: object
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """Named values below each other."""

    facts: Sequence[Fact]


@dataclass(frozen=True)
class Told:
    """Sentences, each by itself."""

    sentences: Sequence[str]
    tone: Tone = "plain"


@dataclass(frozen=True)
class Grid:
    """A table; one that is ``folded`` is opened by whoever wants to see it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    folded: bool = False
    reads: str = ""


@dataclass(frozen=True)
class Series:
    """One curve; a value may be missing."""

    name: str
    steps: Sequence[float]
    values: Sequence[float | None]


@dataclass(frozen=True)
class Lines:
    """Curves over common axes.

    ``limits`` fixes both axes (0 to 1 for rates); ``diagonal`` draws the line of chance. As for all
    charts, ``reads`` says how it is to be read.
    """

    title: str
    series: Sequence[Series]
    x_label: str
    y_label: str
    limits: tuple[float, float] | None = None
    diagonal: bool = False
    reads: str = ""


@dataclass(frozen=True)
class Points:
    """Pairs of two values that ought to be the same."""

    title: str
    points: Sequence[tuple[float, float]]
    x_label: str
    y_label: str
    reads: str = ""


@dataclass(frozen=True)
class Bars:
    """A length for each name."""

    title: str
    names: Sequence[str]
    values: Sequence[float]
    of: str
    """What the lengths are."""
    reads: str = ""
    reaches: Sequence[tuple[float, float]] = ()
    """From where to where each may as well be; none where that is not known."""


@dataclass(frozen=True)
class Range:
    """A value with the interval that it lies in, and what it is compared with."""

    name: str
    value: float
    low: float
    high: float
    mark: float | None = None
    score: str = ""
    """The id of the score that it is, which says how its values are written."""


@dataclass(frozen=True)
class Ranges:
    """Values with intervals on one axis; ``mark`` says what the marks are."""

    title: str
    ranges: Sequence[Range]
    limits: tuple[float, float] | None = None
    mark: str = ""
    reads: str = ""


@dataclass(frozen=True)
class Matrix:
    """How often each class (rows) was taken for each (columns)."""

    title: str
    labels: Sequence[str]
    counts: Sequence[Sequence[int]]
    reads: str = ""


Block = Facts | Told | Grid | Lines | Points | Bars | Ranges | Matrix


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it; without blocks it is left out."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Sheet:
    """Everything that one sheet shows; ``warnings`` stand above all else."""

    title: str
    about: str
    summary: Sequence[Fact]
    sections: Sequence[Section] = ()
    warnings: Sequence[str] = ()
