"""Deciding where a table begins: what stands above it, and whether it names its columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.words import counted, listed

_NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?%?\s*")
_DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?\s*")
_YEAR = re.compile(r"\s*(?:1[5-9]|20|21)\d\d\s*")
_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-", "."})
_LOOKED_AT = 100
_NAME_CHARACTERS = 200


@dataclass(frozen=True)
class Header:
    """The names of the columns, and what had to be said about them."""

    names: tuple[str, ...]
    warnings: tuple[str, ...]
    is_there: bool = True
    """Whether a line of the text names them."""


def count_preamble(records: Sequence[Sequence[str]], width: int) -> int:
    """Count the records above the table: titles and notes of one cell where the table has more."""
    if width < 2:
        return 0
    for place, record in enumerate(records[:_LOOKED_AT]):
        if sum(cell.strip() != "" for cell in record) > 1 or len(record) >= width:
            return place
    return 0


def has_header(records: Sequence[Sequence[str]]) -> bool:
    """Decide whether the first record names the columns.

    A column votes for it where the first cell is text and those below are numbers or dates, and
    against it where the first cell is such a value too. Where no column can tell, a first cell that
    stands again further down is no name.
    """
    first, rest = records[0], records[1 : _LOOKED_AT + 1]
    if not rest:
        return not any(_is_value(cell) for cell in first)
    below = [_filled_below(place, rest) for place in range(len(first))]
    votes = [_vote(cell, cells) for cell, cells in zip(first, below, strict=True)]
    if _has_years_as_names(first, votes):
        return True
    if sum(votes) != 0:
        return sum(votes) > 0
    if any(cell in cells for cell, cells in zip(first, below, strict=True)):
        return False
    return not any(_is_value(cell) for cell in first)


def read_names(first: Sequence[str], width: int) -> Header:
    """Make the names of columns from the header's cells.

    Blank names are filled in with a warning; raises `Unreadable` for names that stand twice.
    """
    names = [" ".join(cell.split())[:_NAME_CHARACTERS] for cell in first[:width]]
    names += [""] * (width - len(names))
    blank = [place for place, name in enumerate(names) if not name]
    for place in blank:
        names[place] = _free_name(f"column_{place + 1}", names)
    _refuse_duplicates(names)
    warnings = []
    if blank:
        shown = listed([f"{place + 1} (now {names[place]})" for place in blank])
        warnings.append(f"The header has no name for column {shown}.")
    unnamed = [name for name in names if re.match(r"unnamed(?::|$|_)", name, re.IGNORECASE)]
    if unnamed:
        warnings.append(f"Columns without a real name: {listed(unnamed)}; often a saved index.")
    return Header(tuple(names), tuple(warnings))


def made_up_names(width: int, *, is_said: bool = False) -> Header:
    """Name columns that no header names; ``is_said`` where a person said that there is none."""
    names = tuple(f"column_{place + 1}" for place in range(width))
    last = f" to {names[-1]}" if width > 1 else ""
    if is_said:
        return Header(names, (), is_there=False)
    return Header(
        names,
        (
            f"No header line was found: the columns are named {names[0]}{last}, and the first "
            "line is data.",
        ),
        is_there=False,
    )


def _free_name(wanted: str, names: Sequence[str]) -> str:
    name, number = wanted, 2
    while name in names:
        name, number = f"{wanted}_{number}", number + 1
    return name


def _refuse_duplicates(names: Sequence[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if not twice:
        return
    issues = []
    for name in twice[:20]:
        places = [str(place + 1) for place, other in enumerate(names) if other == name]
        issues.append(
            f"The header has the name {name!r} {counted(len(places), 'time')} "
            f"(columns {listed(places)}). Give every column a name of its own."
        )
    raise Unreadable(*issues)


def _filled_below(place: int, rest: Sequence[Sequence[str]]) -> list[str]:
    cells = [record[place] for record in rest if len(record) > place]
    return [cell for cell in cells if cell.strip().lower() not in _MISSING]


def _vote(cell: str, below: Sequence[str]) -> int:
    if not below or not cell.strip() or not all(_is_value(other) for other in below):
        return 0
    return -1 if _is_value(cell) or cell.strip().lower() in _MISSING else 1


def _has_years_as_names(first: Sequence[str], votes: Sequence[int]) -> bool:
    years = [cell for cell in first if _YEAR.fullmatch(cell)]
    others = [vote for cell, vote in zip(first, votes, strict=True) if not _YEAR.fullmatch(cell)]
    if len(years) < 2 or len(set(years)) != len(years) or any(vote < 0 for vote in others):
        return False
    numbers = [int(year) for year in years]
    return bool(others) and all(
        later - earlier == numbers[1] - numbers[0] for earlier, later in pairwise(numbers)
    )


def _is_value(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell) or _DATE.fullmatch(cell))
