"""Recognising text whose columns are cut by their places, not by a delimiter."""

import itertools
from collections.abc import Sequence

# A line that is much shorter than the longest has no cells in the last columns.
_LONG = 0.7
_MOSTLY = 0.6
_FEWEST_LINES = 3
# The fewer lines there are, the more of their blanks stand below each other by chance.
_FEW_LINES, _GAPS_OF_FEW, _GAPS_OF_MANY = 5, 3, 2


def looks_fixed(lines: Sequence[str]) -> bool:
    """Tell whether blanks stand below each other in all long lines, as between columns."""
    filled = [line.rstrip() for line in lines if line.strip()]
    longest = max(map(len, filled), default=0)
    full = [line for line in filled if len(line) >= _LONG * longest]
    if len(full) < max(_FEWEST_LINES, _MOSTLY * len(filled)):
        return False
    least = _GAPS_OF_FEW if len(full) < _FEW_LINES else _GAPS_OF_MANY
    return _count_gaps(full, longest) >= least


def _count_gaps(lines: Sequence[str], width: int) -> int:
    """Count the places at which every line has blanks, those at the margins left out."""
    padded = [line.ljust(width) for line in lines]
    is_blank = [all(cell == " " for cell in column) for column in zip(*padded, strict=True)]
    inner = is_blank[is_blank.index(False) :] if False in is_blank else []
    return sum(before and not after for before, after in itertools.pairwise(inner))
