"""What is answered to questions about tables, as the API describes it.

The answers are written straight from what the calls give; tests hold them against these.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from armillary.capabilities.datasets.columns.types import ColumnType

Cell = bool | int | float | str | None
"""One value. Whole numbers beyond 2**53 come as text, dates and times as ISO 8601."""
Special = Literal["nan", "inf", "-inf"]
"""What JSON has no number for."""


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class PageColumn(_Answer):
    """One column of a page."""

    name: str
    dtype: str
    nullable: bool


class PageGiven(_Answer):
    """A page of a view: cells in the order of ``columns``."""

    rows: list[list[Cell]]
    columns: list[PageColumn]
    row_numbers: list[int]
    """The number of each row in the file, from 0 on."""
    total_rows: int
    is_estimate: bool
    """Whether ``total_rows`` is an estimate; ask again with ``exact`` for the number."""
    page: int
    page_size: int
    specials: list[tuple[int, int, Special]]
    """Row, column and what it is: ``nan``, ``inf`` or ``-inf``; missing cells are not named."""
    cut: list[tuple[int, int, int]]
    """Row, column and length of each text that is longer than what is shown of it."""


class CellGiven(_Answer):
    """One whole cell."""

    value: Cell
    special: Special | None
    dtype: str


class NumbersGiven(_Answer):
    """Numbers described; NaN and infinities are left out of them and counted apart."""

    mean: float | None
    std: float | None
    skew: float | None
    min: float | None
    max: float | None
    q05: float | None
    q25: float | None
    q50: float | None
    q75: float | None
    q95: float | None
    outlier_low: float | None
    outlier_high: float | None
    outlier_count: int | None
    zeros: int | None
    negatives: int | None


class HistogramGiven(_Answer):
    """Counts between edges, of which there is one more."""

    edges: list[float]
    counts: list[int]
    whole: list[int]
    """The counts of the whole table."""


class TopGiven(_Answer):
    """A frequent value."""

    value: Cell
    count: int
    whole: int | None = None
    """How often the whole table has it, where that is known."""


class LengthsGiven(_Answer):
    """The characters of texts."""

    min: int
    mean: float
    max: int


class DatesGiven(_Answer):
    """The first and the last of dates or times."""

    min: str | None
    max: str | None


class ColumnGiven(_Answer):
    """One column described."""

    dtype: str
    type: ColumnType
    non_null_count: int
    null_count: int
    null_percentage: float
    nan_count: int
    infinite_count: int
    empty_count: int
    unique_count: int
    is_approximate: bool
    numbers: NumbersGiven | None = None
    histogram: HistogramGiven | None = None
    top: list[TopGiven] | None = None
    lengths: LengthsGiven | None = None
    dates: DatesGiven | None = None


class StatisticsGiven(_Answer):
    """Columns described by their names."""

    total_rows: int
    is_estimate: bool
    """Whether it comes from an excerpt of the table."""
    sampled_rows: int | None = None
    """The rows of that excerpt."""
    columns: dict[str, ColumnGiven]


class MiddleGiven(_Answer):
    """The middle of numbers."""

    mean: float | None
    std: float | None = None
    q25: float | None
    q50: float | None
    q75: float | None


class MomentsGiven(_Answer):
    """The middle of dates or times."""

    mean: str | None
    q25: str | None
    q50: str | None
    q75: str | None


class ShareGiven(_Answer):
    """How often one selection has a value, or how many of its texts have a word."""

    value: Cell
    count: int
    share: float


class SideGiven(_Answer):
    """One of two compared selections, as far as one column shows it."""

    non_null_count: int
    null_count: int
    null_percentage: float
    numbers: MiddleGiven | None = None
    dates: MomentsGiven | None = None
    top: list[ShareGiven] | None = None
    """The values that differ most, the same ones on both sides."""
    lengths: MiddleGiven | None = None
    """The characters of texts."""
    words: list[ShareGiven] | None = None
    """The words that differ most, the same ones on both sides."""


class DifferenceGiven(_Answer):
    """How one column differs between two selections."""

    name: str
    type: ColumnType
    effect: float | None
    """From -1 to 1, above 0 where b has more; an association has no sign."""
    measure: Literal[
        "cliff_delta", "cramer_v", "missing_difference", "length_delta", "word_difference"
    ]
    cohen_d: float | None = None
    p_value: float | None
    p_adjusted: float | None
    """After correction for the number of columns compared."""
    summary: str
    a: SideGiven
    b: SideGiven


class ComparisonGiven(_Answer):
    """The columns by how much they differ, the most first."""

    rows_a: int
    rows_b: int
    sampled_rows: list[int] | None
    """How many rows of each were looked at; null for all of them."""
    columns: list[DifferenceGiven]
    note: str


class CorrelationsGiven(_Answer):
    """How columns are related, two by two."""

    columns: list[str]
    matrix: list[list[float | None]]
    measures: list[list[Literal["pearson", "spearman", "cramer_v", "correlation_ratio"] | None]]
    rows: int
    sampled_rows: int | None
    """How many rows were looked at; null for all of them."""


class MissingGiven(_Answer):
    """How much of a column is missing."""

    name: str
    missing: int
    share: float


class PatternGiven(_Answer):
    """Columns that lack cells in the same rows, and in how many."""

    columns: list[str]
    count: int


class MissingnessGiven(_Answer):
    """Which cells are missing; the columns that lack most come first."""

    rows: int
    columns: list[MissingGiven]
    patterns: list[PatternGiven]
    together: list[list[float | None]]
    """How the gaps of two columns go together, for the first ones that lack cells."""


class PairsGiven(_Answer):
    """Points of some columns, evenly drawn."""

    columns: list[str]
    points: list[list[Cell]]
    """The columns' values of one row each, and last the value that gives the colour."""
    row_numbers: list[int]
    colour: str | None
    colour_kind: Literal["number", "category"] | None
    rows: int
    sampled: int | None
    """How many rows were drawn; null for all of them."""
