"""Finding the cells that became missing, and those that keep a column text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from armillary.capabilities.datasets.columns.direct import Tally
from armillary.capabilities.datasets.columns.inference import (
    IS_MISSING_WORD,
    TRIMMED,
    Cells,
    class_of_cells,
    count_cells,
    source,
)
from armillary.capabilities.datasets.columns.kinds import NUMERIC, Kind, decide
from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import duckdb

SAMPLED = 100
_CHARACTERS = 200
_COLUMNS_AT_ONCE = 200
# A column of text with fewer numbers among its values is no column of numbers.
_MOSTLY = 0.9
_ENOUGH = 10

Reason = Literal["word", "unread", "odd"]
"""Why a cell is told of.

A *word* for missing, and a cell that was *unread* since a person named the column's type, became
missing. An *odd* one is kept, and with it its column stays text.
"""


@dataclass(frozen=True)
class Cell:
    """A cell: its row counted from 0, the line of the file where there is one, and its text."""

    row: int
    text: str
    line: int | None = None


@dataclass(frozen=True)
class Finding:
    """What is to be told of some cells of a column; of many, the first."""

    place: int
    reason: Reason
    count: int
    cells: tuple[Cell, ...]
    would_be: Storage | None = None
    """What the column would be without odd cells."""
    remark: str | None = None


@dataclass(frozen=True)
class TextRows:
    """The rows of a table as text: SQL of them with columns ``row`` and ``c0`` and on."""

    sql: str
    find_lines: Callable[[Collection[int]], Mapping[int, int]]


def find_lost(
    engine: duckdb.DuckDBPyConnection,
    rows: TextRows,
    kinds: Sequence[Kind],
    tallies: Sequence[Tally],
) -> list[Finding]:
    """Find the cells that became missing in a pass over the text."""
    places = [place for place, tally in enumerate(tallies) if tally.words or tally.unread]
    found: list[Finding] = []
    for start in range(0, len(places), _COLUMNS_AT_ONCE):
        some = places[start : start + _COLUMNS_AT_ONCE]
        cells = ", ".join(f"{TRIMMED.format(f'c{place}')} as v{place}" for place in some)
        asked = ", ".join(part for place in some for part in _lost(place, kinds[place]))
        query = f"select {asked} from (select row, {cells} from {rows.sql})"
        (answers,) = engine.execute(query).fetchall()
        for place, words, unread in zip(some, answers[::2], answers[1::2], strict=True):
            tally = tallies[place]
            if tally.words:
                found.append(Finding(place, "word", tally.words, _cells(words)))
            if tally.unread:
                found.append(Finding(place, "unread", tally.unread, _cells(unread)))
    return found


def _lost(place: int, kind: Kind) -> tuple[str, str]:
    """Give the SQL of the first lost cells of a column: those that are words, and the others."""
    cell = f"v{place}"
    is_read = kind.reads.format(v=cell, x=kind.sql.format(v=cell))
    is_lost = f"{cell} <> '' and not coalesce({is_read}, false)"
    is_word = IS_MISSING_WORD.format(v=cell)
    sampled = f"arg_min({{'row': row, 'text': left({cell}, {_CHARACTERS})}}, row, {SAMPLED})"
    return (
        f"{sampled} filter ({is_lost} and {is_word})",
        f"{sampled} filter ({is_lost} and not {is_word})",
    )


def find_odd(
    engine: duckdb.DuckDBPyConnection,
    path: Path,
    storages: Sequence[Storage],
    kinds: Sequence[Kind],
) -> list[Finding]:
    """Find the cells without which columns of text would hold numbers."""
    cells = Cells(engine, path, len(storages))
    found = []
    for place in _mostly_numbers(cells, storages, kinds):
        counts = count_cells(cells, [f"c{place}"])[f"c{place}"]
        kind = decide(counts, decimal_comma=False)
        if kind is None or kind.storage != "str" or kind.remark is None or counts.odd is None:
            continue
        numbers = Counter({each: counts.by_class[each] for each in NUMERIC})
        would_be = decide(replace(counts, by_class=numbers), decimal_comma=False)
        if would_be is None or would_be.storage == "str":
            continue
        odd = _odd_cells(cells, place)
        count = counts.values - counts.numbers
        found.append(Finding(place, "odd", count, odd, would_be.storage, kind.remark))
    return found


def with_lines(
    findings: Sequence[Finding], find_lines: Callable[[Collection[int]], Mapping[int, int]]
) -> list[Finding]:
    """Give the findings with the lines in which their cells stand."""
    lines = find_lines({cell.row for finding in findings for cell in finding.cells})
    return [
        replace(
            finding,
            cells=tuple(replace(cell, line=lines.get(cell.row)) for cell in finding.cells),
        )
        for finding in findings
    ]


def _mostly_numbers(
    cells: Cells, storages: Sequence[Storage], kinds: Sequence[Kind]
) -> Iterator[int]:
    texts = [
        place
        for place, (storage, kind) in enumerate(zip(storages, kinds, strict=True))
        if storage == "str" and not kind.is_said
    ]
    number = "try_cast({v} as double) is not null"
    some = list(_with_some_numbers(cells, texts))
    words = dict(_count(cells, some, IS_MISSING_WORD))
    filled = dict(_count(cells, some, "{v} <> ''"))
    for place, numbers in _count(cells, some, f"{number} and not {IS_MISSING_WORD}"):
        values = filled[place] - words[place]
        if values >= _ENOUGH and _MOSTLY * values <= numbers < values:
            yield place


def _with_some_numbers(cells: Cells, places: Sequence[int]) -> Iterator[int]:
    """Give the columns of which some cells are numbers, and some are none: a quick look."""
    for start in range(0, len(places), _COLUMNS_AT_ONCE):
        some = places[start : start + _COLUMNS_AT_ONCE]
        # Blanks around a number need not be trimmed for this.
        asked = ", ".join(f"count(try_cast(c{place} as double)), count(c{place})" for place in some)
        query = f"select {asked} from {source(cells.path, cells.width)}"
        (counts,) = cells.engine.execute(query).fetchall()
        for place, numbers, filled in zip(some, counts[::2], counts[1::2], strict=True):
            if 0 < numbers < filled:
                yield place


def _count(cells: Cells, places: Sequence[int], condition: str) -> Iterator[tuple[int, int]]:
    """Count the trimmed cells ``{v}`` of each column for which a condition holds."""
    for start in range(0, len(places), _COLUMNS_AT_ONCE):
        some = places[start : start + _COLUMNS_AT_ONCE]
        asked = ", ".join(
            f"count_if({condition.format(v=TRIMMED.format(f'c{place}'))})" for place in some
        )
        query = f"select {asked} from {source(cells.path, cells.width)}"
        (counts,) = cells.engine.execute(query).fetchall()
        yield from zip(some, counts, strict=True)


def _odd_cells(cells: Cells, place: int) -> tuple[Cell, ...]:
    usual = ", ".join(f"'{each}'" for each in (*sorted(NUMERIC), "missing"))
    rows = cells.engine.execute(
        f"select row, left(v, {_CHARACTERS}) from ({class_of_cells(cells, [f'c{place}'])}) "
        f"where class not in ({usual}) order by row limit {SAMPLED}"
    ).fetchall()
    return tuple(Cell(row, text) for row, text in rows)


def _cells(found: Sequence[Mapping[str, Any]] | None) -> tuple[Cell, ...]:
    return tuple(Cell(each["row"], each["text"]) for each in found or ())
