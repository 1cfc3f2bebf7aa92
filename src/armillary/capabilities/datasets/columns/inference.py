"""Counting what the cells of a text table look like, and deciding what its columns are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.columns.engine import literal
from armillary.capabilities.datasets.columns.kinds import (
    MISSING_WORDS,
    Counts,
    Kind,
    candidate_shapes,
    decide,
    decide_dates,
)
from armillary.capabilities.datasets.text.cells import column_names

if TYPE_CHECKING:
    import duckdb

_BATCH_CELLS = 20_000_000
_BATCH_COLUMNS = 4000
_SAMPLED = 200
TRIMMED = r"trim({}, E' \t\r\n')"
IS_MISSING_WORD = f"lower({{v}}) in ({', '.join(literal(word) for word in MISSING_WORDS)})"

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
_COUNT = f"""
select name, class, count(*), min(row), arg_min(v, row), arg_min(v, row, {_SAMPLED})
  filter (class = 'other')
from (
  select name, row, v, {_CLASS} as class
  from (select *, try_cast(v as double) as number from ({{cells}}))
)
group by name, class
"""


def infer_kinds(
    engine: duckdb.DuckDBPyConnection, path: Path, width: int, rows: int
) -> Iterator[list[tuple[Kind, Counts]]]:
    """Decide the kind of every column of a Parquet file of text, some columns at a time.

    Whether commas mark decimals is decided for the file as a whole, so the first batch of columns
    to prove it speaks for those after it.
    """
    decimal_comma = False
    for names in batches(width, rows):
        counted = _count(engine, path, width, names)
        decimal_comma |= any(counts.by_class["decimal comma"] for counts in counted.values())
        decided = []
        for name in names:
            counts = counted.get(name, Counts())
            kind = decide(counts, decimal_comma=decimal_comma)
            decided.append((kind or _decide_dates(engine, path, width, name, counts), counts))
        yield decided


def batches(width: int, rows: int) -> Iterator[list[str]]:
    """Give the columns' names in groups that are small enough to be looked at together."""
    size = max(1, min(_BATCH_COLUMNS, _BATCH_CELLS // max(rows, 1)))
    names = column_names(width)
    for start in range(0, width, size):
        yield names[start : start + size]


def source(path: Path, width: int) -> str:
    """Give the SQL of a Parquet file as table ``t`` whose columns are named by their places."""
    return f"read_parquet({literal(str(path))}) as t({', '.join(column_names(width))})"


def _cells(path: Path, width: int, names: Sequence[str]) -> str:
    """Give the SQL of the trimmed filled cells as rows of column name, row number and value."""
    listed = ", ".join(names)
    return (
        f"from (select name, row, {TRIMMED.format('cell')} as v from (unpivot "
        f"(select file_row_number as row, {listed} from {source(path, width)}) "
        f"on {listed} into name name value cell)) where v <> ''"
    )


def _count(
    engine: duckdb.DuckDBPyConnection, path: Path, width: int, names: Sequence[str]
) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    query = _COUNT.format(cells=_cells(path, width, names))
    for name, cell_class, count, row, cell, sample in engine.execute(query).fetchall():
        counts = found.setdefault(name, Counts())
        counts.add(cell_class, count, row, cell)
        counts.sample = tuple(sample or counts.sample)
    return found


def _decide_dates(
    engine: duckdb.DuckDBPyConnection, path: Path, width: int, name: str, counts: Counts
) -> Kind:
    shapes = candidate_shapes(counts.sample)
    if not shapes:
        return decide_dates(counts, ())
    looks = [f"regexp_full_match(v, {literal(shape.pattern.pattern)})" for shape in shapes]
    reads = ", ".join(
        f"count({shape.sql.format(v='v')}) filter ({look})"
        for shape, look in zip(shapes, looks, strict=True)
    )
    query = (
        f"select {reads} from (select {TRIMMED.format(name)} as v from {source(path, width)}) "
        f"where v <> '' and not {IS_MISSING_WORD.format(v='v')}"
    )
    (reads_of_shapes,) = engine.execute(query).fetchall()
    return decide_dates(counts, list(zip(shapes, reads_of_shapes, strict=True)))
