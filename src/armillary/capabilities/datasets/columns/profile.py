"""What the values of a table's columns are like: counts, quantiles, frequent values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.values import finite
from armillary.capabilities.datasets.columns.inference import batches, source
from armillary.capabilities.datasets.text.cells import column_names
from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import duckdb

TOP = 10
# The squares of larger numbers are beyond what doubles hold, and so is their deviation.
LARGE = 1e150
_EXAMPLES = 5
_COLUMNS_AT_ONCE = 2500
# An odd factor loses nothing of a hash; this one is 2**64 over the golden ratio.
_ODD = 0x9E3779B97F4A7C15
_EXAMPLE_ROWS = 200
SHOWN_CHARACTERS = 200

_NUMBERS = """
select name, count(v), count(distinct v), min(v) filter (isfinite(v)), max(v) filter (isfinite(v)),
  avg(v) filter (isfinite(v)), stddev_samp(v) filter (v between -{large} and {large}),
  quantile_cont(v, [0.25, 0.5, 0.75]) filter (isfinite(v))
from ({cells}) group by name
"""
_OTHERS = f"""
select name, sum(n), count(*), min(v), max(v), sum(n * length(v)),
  arg_max({{{{'v': v, 'n': n}}}}, n, {TOP})
from (select name, v, count(*) as n from ({{cells}}) group by name, v) group by name
"""


@dataclass(frozen=True)
class ColumnProfile:
    """The profile of one column; ``numbers`` where it holds numbers, else ``top``."""

    filled: int = 0
    distinct: int = 0
    minimum: Any = None
    maximum: Any = None
    mean_length: float | None = None
    numbers: Mapping[str, float | None] | None = None
    top: Mapping[str, int] | None = None
    examples: tuple[Any, ...] = ()
    is_approximate: bool = False
    """Whether it was estimated in part: counts of filled cells and ends are exact always."""


def profile_columns(
    engine: duckdb.DuckDBPyConnection, path: Path, storages: Sequence[Storage], rows: int
) -> Iterator[list[ColumnProfile]]:
    """Profile the columns of a typed Parquet file, some at a time, in order."""
    examples = read_examples(path)
    for names in batches(len(storages), rows):
        places = [int(name[1:]) for name in names]
        found: dict[str, ColumnProfile] = {}
        for numeric in ("int64", "float64"):
            chosen = [f"c{place}" for place in places if storages[place] == numeric]
            found |= _profile_numbers(engine, path, len(storages), chosen)
        others = [f"c{place}" for place in places if storages[place] not in ("int64", "float64")]
        found |= _profile_others(engine, path, len(storages), others)
        yield [with_examples(found.get(f"c{place}"), examples[place]) for place in places]


def count_duplicates(engine: duckdb.DuckDBPyConnection, path: Path, width: int) -> int:
    """Count the rows that repeat an earlier one, told apart by a hash of 64 bits."""
    if width > _COLUMNS_AT_ONCE:
        return _count_wide_duplicates(engine, path, width)
    columns = ", ".join(column_names(width))
    query = f"select count(*) - count(distinct hash({columns})) from {source(path, width)}"
    ((count,),) = engine.execute(query).fetchall()
    return int(count)


def _count_wide_duplicates(engine: duckdb.DuckDBPyConnection, path: Path, width: int) -> int:
    """Count them from hashes of some columns at a time: a plan over all takes much memory."""
    import numpy as np

    names = column_names(width)
    combined = np.zeros(1, dtype=np.uint64)
    for start in range(0, width, _COLUMNS_AT_ONCE):
        columns = ", ".join(names[start : start + _COLUMNS_AT_ONCE])
        # Not as a relation: binding so many columns, which that does twice, takes the most.
        found = engine.execute(f"select hash({columns}) as value from {source(path, width)}")
        combined = combined * np.uint64(_ODD) ^ found.fetchnumpy()["value"]  # (rows,)
    return int(len(combined) - len(np.unique(combined)))


def shown(value: Any) -> Any:
    """Give a value as it is shown: numbers finite, times as ISO 8601, long text cut."""
    if isinstance(value, float):
        return finite(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, str) and len(value) > SHOWN_CHARACTERS:
        return value[: SHOWN_CHARACTERS - 1] + "…"
    return value


def _cells(path: Path, width: int, names: Sequence[str], cast: str = "") -> str:
    columns = ", ".join(f"{name}{cast} as {name}" for name in names)
    return (
        f"from (unpivot (select {columns} from {source(path, width)}) "
        f"on {', '.join(names)} into name name value v)"
    )


def _profile_numbers(
    engine: duckdb.DuckDBPyConnection, path: Path, width: int, names: Sequence[str]
) -> dict[str, ColumnProfile]:
    if not names:
        return {}
    query = _NUMBERS.format(cells=_cells(path, width, names), large=LARGE)
    return {row[0]: _numbers(*row[1:]) for row in engine.execute(query).fetchall()}


def _numbers(
    filled: int,
    distinct: int,
    minimum: Any,
    maximum: Any,
    mean: float | None,
    deviation: float | None,
    quantiles: Sequence[float] | None,
) -> ColumnProfile:
    low, middle, high = quantiles or (None, None, None)
    is_large = max(abs(minimum or 0), abs(maximum or 0)) > LARGE
    numbers = {
        "mean": finite(mean),
        "std": None if is_large else finite(deviation),
        "min": shown(minimum),
        "max": shown(maximum),
        "q25": finite(low),
        "q50": finite(middle),
        "q75": finite(high),
    }
    return ColumnProfile(filled, distinct, shown(minimum), shown(maximum), numbers=numbers)


def _profile_others(
    engine: duckdb.DuckDBPyConnection, path: Path, width: int, names: Sequence[str]
) -> dict[str, ColumnProfile]:
    if not names:
        return {}
    query = _OTHERS.format(cells=_cells(path, width, names, "::varchar"))
    return {row[0]: _others(*row[1:]) for row in engine.execute(query).fetchall()}


def _others(
    filled: int,
    distinct: int,
    minimum: str,
    maximum: str,
    characters: int,
    top: list[dict[str, Any]],
) -> ColumnProfile:
    top.sort(key=lambda item: (-item["n"], item["v"]))
    counts: dict[str, int] = {}
    for item in top:
        name = shown(item["v"])
        counts[name] = counts.get(name, 0) + item["n"]
    length = characters / filled
    return ColumnProfile(
        int(filled), distinct, shown(minimum), shown(maximum), mean_length=length, top=counts
    )


def read_examples(path: Path) -> list[tuple[Any, ...]]:
    """Give the first different values of each column of a Parquet file."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        batch = next(file.iter_batches(batch_size=_EXAMPLE_ROWS))
    return [_first_distinct(column.to_pylist()) for column in batch.columns]


def _first_distinct(values: Sequence[Any]) -> tuple[Any, ...]:
    found: dict[Any, None] = {}
    for value in values:
        if value is not None:
            found[shown(value)] = None
        if len(found) == _EXAMPLES:
            break
    return tuple(found)


def with_examples(profile: ColumnProfile | None, examples: tuple[Any, ...]) -> ColumnProfile:
    """Give a profile with examples; that of an empty column where there is none."""
    if profile is None or not profile.filled:
        return ColumnProfile()
    fields = {**vars(profile), "examples": examples or (profile.minimum,)}
    return ColumnProfile(**fields)
