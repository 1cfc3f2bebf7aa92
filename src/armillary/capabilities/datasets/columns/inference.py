"""Counting what the cells of a text table look like, and deciding what its columns are."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from armillary.base.sql import quoted
from armillary.capabilities.datasets.columns.dates import DateShape
from armillary.capabilities.datasets.columns.kinds import (
    MISSING_WORDS,
    Counts,
    Kind,
    candidate_shapes,
    decide,
    decide_dates,
)
from armillary.capabilities.datasets.columns.said import said_dates, said_kind, shapes_of
from armillary.capabilities.datasets.text.cells import column_names
from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import duckdb

_BATCH_CELLS = 20_000_000
_BATCH_COLUMNS = 4000
_SAMPLED = 200
BLANKS = " \t\r\n"
TRIMMED = r"trim({}, E' \t\r\n')"
IS_MISSING_WORD = f"lower({{v}}) in ({', '.join(quoted(word) for word in MISSING_WORDS)})"

# One class for each cell, tried in this order; a query groups by it, so that it is found once.
_CLASS = f"""
case
when isfinite(number) or isinf(number) then case
  when contains(v, '.') or contains(v, 'e') or contains(v, 'E') or contains(v, '_')
    or contains(v, 'n') or contains(v, 'N') then if(contains(v, '_'), 'other', 'number')
  when starts_with(v, '+') or (starts_with(v, '0') and v <> '0')
    or (starts_with(v, '-0') and v <> '-0') then 'code'
  when try_cast(v as bigint) is null then 'huge'
  else 'whole' end
when {IS_MISSING_WORD.format(v="v")} then 'missing'
when lower(v) in ('true', 'false') then 'truth'
when contains(v, ',') and not contains(v, '.') and not ends_with(v, ',')
  and isfinite(try_cast(replace(v, ',', '.') as double)) then
  if(regexp_full_match(v, '[-+]?[1-9][0-9]{{{{0,2}}}},[0-9]{{{{3}}}}'), 'comma', 'decimal comma')
else 'other' end
"""
_CLASSES = f"""
select name, row, v, {_CLASS} as class
from (select *, try_cast(v as double) as number from ({{cells}}))
"""
_COUNT = f"""
select name, class, count(*), min(row), arg_min(v, row), arg_min(v, row, {_SAMPLED})
  filter (class = 'other')
from ({{classes}})
group by name, class
"""

Decided = list[tuple[Kind, Counts]]


@dataclass(frozen=True)
class Said:
    """What a person says of a table's values: the decimal mark, and types of columns by name."""

    decimal: Literal[".", ","] | None = None
    types: Mapping[str, Storage] = field(default_factory=dict)


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Cells:
    """A Parquet file whose columns, or some of them, are text."""

    engine: duckdb.DuckDBPyConnection
    path: Path
    width: int


def infer_kinds(
    cells: Cells, names: Sequence[str], rows: int, said: Said = NOTHING_SAID
) -> Generator[float, None, Decided]:
    """Decide the kind of every column of a table of text; gives the share that is done.

    Whether commas mark decimals is decided for the file as a whole.
    """
    counted: dict[str, Counts] = {}
    for group in batches(cells.width, rows):
        counted |= count_cells(cells, group)
        yield len(counted) / cells.width
    has_commas = any(counts.by_class["decimal comma"] for counts in counted.values())
    return [
        (
            decide_column(cells, place, counted[each], said.types.get(name), said, has_commas),
            counted[each],
        )
        for each, (place, name) in zip(column_names(cells.width), enumerate(names), strict=True)
    ]


def decide_column(
    cells: Cells,
    place: int,
    counts: Counts,
    storage: Storage | None,
    said: Said,
    has_commas: bool,
) -> Kind:
    """Decide the kind of one column, of which the cells are counted; ``storage`` is what is said.

    ``has_commas`` tells whether any cell of the table has a comma that can only mark decimals.
    """
    decimal_comma = said.decimal == "," or (has_commas and said.decimal is None)
    if storage is not None:
        kind = said_kind(storage, decimal_comma=decimal_comma, commas_group=said.decimal == ".")
        if kind is not None:
            return kind
        return said_dates(storage, _count_dates(cells, place, shapes_of(storage)))
    found = decide(counts, decimal_comma=decimal_comma)
    if found is not None:
        return found
    return decide_dates(counts, _count_dates(cells, place, candidate_shapes(counts.sample)))


def batches(width: int, rows: int) -> Iterator[list[str]]:
    """Give the columns' names in groups that are small enough to be looked at together."""
    size = max(1, min(_BATCH_COLUMNS, _BATCH_CELLS // max(rows, 1)))
    names = column_names(width)
    for start in range(0, width, size):
        yield names[start : start + size]


def source(path: Path, width: int) -> str:
    """Give the SQL of a Parquet file as table ``t`` whose columns are named by their places."""
    return f"read_parquet({quoted(str(path))}) as t({', '.join(column_names(width))})"


def count_cells(cells: Cells, names: Sequence[str]) -> dict[str, Counts]:
    """Count what the cells of these columns look like, ``c0`` and on."""
    found = {name: Counts() for name in names}
    query = _COUNT.format(classes=class_of_cells(cells, names))
    for name, cell_class, count, row, cell, sample in cells.engine.execute(query).fetchall():
        found[name].add(cell_class, count, row, cell)
        found[name].sample = tuple(sample or found[name].sample)
    return found


def class_of_cells(cells: Cells, names: Sequence[str]) -> str:
    """Give the SQL of the filled cells of columns: ``name``, ``row``, trimmed ``v``, ``class``."""
    listed = ", ".join(names)
    filled = (
        f"from (select name, row, {TRIMMED.format('cell')} as v from (unpivot "
        f"(select file_row_number as row, {listed} from {source(cells.path, cells.width)}) "
        f"on {listed} into name name value cell)) where v <> ''"
    )
    return _CLASSES.format(cells=filled)


def _count_dates(
    cells: Cells, place: int, shapes: Sequence[DateShape]
) -> list[tuple[DateShape, int]]:
    """Count how many values of a column each shape reads."""
    if not shapes:
        return []
    looks = [f"regexp_full_match(v, {quoted(shape.pattern.pattern)})" for shape in shapes]
    reads = ", ".join(
        f"count({shape.sql.format(v='v')}) filter ({look})"
        for shape, look in zip(shapes, looks, strict=True)
    )
    query = (
        f"select {reads} from (select {TRIMMED.format(f'c{place}')} as v "
        f"from {source(cells.path, cells.width)}) "
        f"where v <> '' and not {IS_MISSING_WORD.format(v='v')}"
    )
    (reads_of_shapes,) = cells.engine.execute(query).fetchall()
    return list(zip(shapes, reads_of_shapes, strict=True))
