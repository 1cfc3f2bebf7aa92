"""Guessing from a sample what the columns of a text are, and what proves a guess."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from armillary.capabilities.datasets.columns.direct import Tally
from armillary.capabilities.datasets.columns.inference import (
    NOTHING_SAID,
    Cells,
    Said,
    count_cells,
    decide_column,
)
from armillary.capabilities.datasets.columns.kinds import (
    COMMAS,
    ISO_DATES,
    NUMERIC,
    REAL,
    Counts,
    Kind,
)
from armillary.capabilities.datasets.columns.plain import Column, MayBePlain, find_early
from armillary.capabilities.datasets.text.cells import column_names

# A number with one of these is no code, and makes numbers of the codes beside it.
_MARKS_OF_NUMBERS = " or ".join(f"contains({{v}}, '{letter}')" for letter in ".,eEnN")
# A column of text with so many numbers in the sample may owe people an explanation.
_MANY_NUMBERS = 0.8


@dataclass(frozen=True)
class Guess:
    """What a column probably is, by its sampled cells.

    All cells of a column that is not text must be read by its kind. A column of text is proven
    by cells that belong to nothing else, or by there being no cell that raises a ``doubt``, which
    is SQL; else all of its cells decide.
    """

    kind: Kind
    counts: Counts
    is_open: bool = False
    doubt: str | None = None
    has_early: bool = False
    """Whether some sampled cell begins with a blank, or may be nothing but blanks."""

    def column(self, name: str, may_be: MayBePlain) -> Column:
        """Give the column to make of it."""
        if self.kind.storage == "str":
            is_plain = may_be.texts and self.doubt is None and not self.has_early
        else:
            has_words = self.counts.by_class["missing"] > 0
            is_dates = self.kind.reads_like(ISO_DATES) and not self.kind.is_said
            may_be_read = may_be.dates if is_dates else may_be.numbers and self.kind == REAL
            is_plain = may_be_read and not has_words
        return Column(name, self.kind, is_plain, self.doubt)

    def is_doubted(self, tally: Tally) -> bool:
        """Tell whether all cells of a column of text have to be looked at, as it was copied."""
        return self.is_open or (self.doubt is not None and tally.unread > 0)

    @property
    def proven_kind(self) -> Kind:
        """The kind that is left when nothing speaks against it."""
        # What a remark counts are the sampled cells alone.
        is_sampled = self.kind.storage == "str" and not self.kind.is_said
        return replace(self.kind, remark=None) if is_sampled else self.kind


def guess_kinds(cells: Cells, names: Sequence[str], said: Said = NOTHING_SAID) -> list[Guess]:
    """Guess the kinds of the columns of a sample."""
    counted = count_cells(cells, column_names(cells.width))
    has_commas = any(counts.by_class["decimal comma"] for counts in counted.values())
    early = find_early(cells)
    guesses = []
    for place, name in enumerate(names):
        counts = counted[f"c{place}"]
        kind = decide_column(cells, place, counts, said.types.get(name), said, has_commas)
        guesses.append(replace(_guess(kind, counts), has_early=place in early))
    return guesses


def _guess(kind: Kind, counts: Counts) -> Guess:
    if kind.storage != "str" or kind.is_said:
        return Guess(kind, counts)
    classes = counts.classes
    if {"code"} <= classes <= {"code", "whole"}:
        return Guess(kind, counts, doubt=_MARKS_OF_NUMBERS)
    is_undecided = not classes or classes <= NUMERIC | COMMAS or kind.looks_like_dates
    has_many_numbers = counts.numbers >= _MANY_NUMBERS * max(counts.values, 1)
    return Guess(kind, counts, is_open=is_undecided or has_many_numbers)
