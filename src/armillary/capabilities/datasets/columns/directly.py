"""Importing regular text the fast way: guess from a sample, copy, and prove the guess.

What comes out is what counting every cell first would give. Where a guess turns out wrong, the
columns concerned are looked at as a whole and the pass is made again.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from armillary.base.passing import passed_on
from armillary.capabilities.datasets.columns.direct import (
    Tally,
    Text,
    copy_as_text,
    copy_directly,
)
from armillary.capabilities.datasets.columns.first_pass import first_pass, refuse_other_rows
from armillary.capabilities.datasets.columns.guess import Guess
from armillary.capabilities.datasets.columns.inference import (
    Cells,
    Decided,
    Said,
    count_cells,
    decide_column,
)
from armillary.capabilities.datasets.columns.kinds import COMMAS, EMPTY, TEXT, Counts, Kind
from armillary.capabilities.datasets.columns.plain import Column
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.text.cells import Body, NeedsCare
from armillary.capabilities.datasets.text.survey import Survey

# Planning the checks of so many columns takes longer than reading a file of this size.
_FEW_COLUMNS, _MOST_COLUMNS = 100, 1000
_BYTES_OF_COLUMN = 250_000
# The engine reads no longer lines, and hence no longer cells.
_LINE_CHARACTERS = 2_097_152
# How the work divides between the first pass and the one that mends it.
_COPIED = 0.6


@dataclass(frozen=True)
class Direct:
    """What the fast way found: the kinds with what was counted for them, and the text's lines."""

    decided: Decided
    tallies: list[Tally]
    survey: Survey


def is_worth_it(body: Body, limits: ReadLimits) -> bool:
    """Tell whether checking so many columns pays for a text of this size, and misses no limit."""
    size = body.path.stat().st_size
    is_cheap = body.width <= _FEW_COLUMNS or _BYTES_OF_COLUMN * body.width < size
    is_bounded = limits.cell_characters >= _LINE_CHARACTERS
    return 1 < body.width <= _MOST_COLUMNS and is_cheap and is_bounded


def import_directly(
    text: Text, names: Sequence[str], target: Path, said: Said, limits: ReadLimits
) -> Generator[float, None, Direct]:
    """Write the typed Parquet file, other files beside it; gives the share that is done.

    Raises `NeedsCare` where only a forgiving reader gives the right cells, or says what is wrong.
    """
    if len({name.casefold() for name in names}) < len(names):
        raise NeedsCare  # the engine does not tell such columns apart
    found = yield from passed_on(
        first_pass(text, names, target, said, limits), partial(_within, 0.0, _COPIED)
    )
    tallies = found.tallies
    looked = yield from _look_again(text, target, found.guesses, tallies)
    decided = _decide(names, found.guesses, looked, said)
    final = [kind for kind, _ in decided]
    if not all(
        guess.kind.reads_like(kind) for guess, kind in zip(found.guesses, final, strict=True)
    ):
        columns = [Column(name, kind) for name, kind in zip(names, final, strict=True)]
        tallies = yield from passed_on(
            copy_directly(text, target, columns), partial(_within, _COPIED, 1.0)
        )
        refuse_other_rows(target, found.survey)
    else:
        tallies = [_as_counted(tally, looked.get(place)) for place, tally in enumerate(tallies)]
    _check(final, tallies)
    for (kind, counts), tally in zip(decided, tallies, strict=True):
        if kind.storage != "str":
            counts.by_class["missing"] = tally.words
    return Direct(decided, tallies, found.survey)


@dataclass(frozen=True)
class _Looked:
    """A column of which every cell was counted, and where its text is."""

    cells: Cells
    place: int
    counts: Counts


def _look_again(
    text: Text, target: Path, guesses: Sequence[Guess], tallies: Sequence[Tally]
) -> Generator[float, None, dict[int, _Looked]]:
    """Count all cells of the columns that are not proven yet."""
    table = Cells(text.engine, target, text.body.width)
    pairs = list(zip(guesses, tallies, strict=True))
    doubted = [place for place, (guess, tally) in enumerate(pairs) if guess.is_doubted(tally)]
    looked = _count(table, doubted, doubted)
    missed = [place for place, (guess, tally) in enumerate(pairs) if _is_missed(guess.kind, tally)]
    if missed:
        cells = Cells(text.engine, target.parent / "text.parquet", len(missed))
        for _ in copy_as_text(text, cells.path, missed):
            yield _COPIED
        looked |= _count(cells, missed, range(len(missed)))
    if any(one.counts.classes & COMMAS for one in looked.values()):
        # What commas mean is decided for the whole file.
        rest = [
            place
            for place, guess in enumerate(guesses)
            if guess.kind.storage == "str" and place not in looked
        ]
        looked |= _count(table, rest, rest)
    return looked


def _as_counted(tally: Tally, looked: _Looked | None) -> Tally:
    """Give a tally anew: in a plain column nobody could tell the word `nan` from other cells."""
    if looked is None:
        return tally
    words = looked.counts.by_class["missing"]
    return Tally(words, tally.words + tally.unread - words)


def _is_missed(kind: Kind, tally: Tally) -> bool:
    """Whether cells were lost that should not be, as far as can be told now."""
    if kind.storage == "str":
        return False
    if kind.reads_like(EMPTY):
        return tally.words + tally.unread > 0
    may_miss = kind.is_said and kind.storage not in ("date", "datetime64[us]")
    return tally.unread > 0 and not may_miss


def _count(cells: Cells, places: Sequence[int], at: Sequence[int]) -> dict[int, _Looked]:
    if not places:
        return {}
    counted = count_cells(cells, [f"c{each}" for each in at])
    return {
        place: _Looked(cells, each, counted[f"c{each}"])
        for place, each in zip(places, at, strict=True)
    }


def _decide(
    names: Sequence[str], guesses: Sequence[Guess], looked: Mapping[int, _Looked], said: Said
) -> Decided:
    counted = [guess.counts for guess in guesses] + [one.counts for one in looked.values()]
    has_commas = any(counts.by_class["decimal comma"] for counts in counted)
    decided: Decided = []
    for place, (name, guess) in enumerate(zip(names, guesses, strict=True)):
        one = looked.get(place)
        if one is None:
            decided.append((guess.proven_kind, Counts()))
            continue
        storage = said.types.get(name)
        kind = decide_column(one.cells, one.place, one.counts, storage, said, has_commas)
        decided.append((kind, one.counts))
    return decided


def _check(kinds: Sequence[Kind], tallies: Sequence[Tally]) -> None:
    """Raise `NeedsCare` where a cell was lost that nobody said may be: it must not pass unseen."""
    for kind, tally in zip(kinds, tallies, strict=True):
        if tally.unread and kind.storage != TEXT.storage and not kind.is_said:
            raise NeedsCare


def _within(begin: float, end: float, share: float) -> float:
    """Give the share of the whole that is done, while that share of a part of it is."""
    return begin + (end - begin) * share
