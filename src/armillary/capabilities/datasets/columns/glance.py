"""A first look at a large table: what is cheap is exact, what is not is estimated from a sample."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.values import finite
from armillary.capabilities.datasets.columns.inference import TRIMMED, source
from armillary.capabilities.datasets.columns.profile import (
    TOP,
    ColumnProfile,
    read_examples,
    shown,
)
from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import duckdb
    import pyarrow.parquet as pq

# So few values are counted exactly: the contract's rules ask whether there are 20, or 50.
_FEW = 60
_SAMPLED_ROWS = 4000
_NEARLY_ALL = 0.9
_GROUPS = 3
_MOST_VALUES = 1e6
_HALVINGS = 60
_NUMBERS = ("mean", "std", "min", "max", "q25", "q50", "q75")


@dataclass(frozen=True)
class _Sampled:
    """What a column is like in the sample."""

    filled: int
    distinct: int
    mean_length: float | None


@dataclass(frozen=True)
class _Footer:
    """What a Parquet file says of a column without being read."""

    missing: int
    minimum: Any
    maximum: Any


def glance(
    engine: duckdb.DuckDBPyConnection,
    path: Path,
    storages: Sequence[Storage],
    sample: Path | None = None,
) -> list[ColumnProfile]:
    """Profile the columns of a typed Parquet file, of which a sample as text may be there.

    Counts of filled cells, ends and few values are exact; the rest is estimated.
    """
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(path)
    width, rows = len(storages), metadata.num_rows
    cells = _sample_table(engine, path, width) if sample is None else source(sample, width)
    sampled = _read_sample(engine, cells, width)
    examples = read_examples(path)
    footers = [
        _read_footer(engine, path, metadata, place, storage)
        for place, storage in enumerate(storages)
    ]
    distinct = _estimate_distinct(engine, path, storages, sampled)
    profiles = []
    for place, storage in enumerate(storages):
        footer = footers[place]
        top = _count_few(engine, path, width, place) if sampled[place].distinct <= _FEW else None
        filled = rows - footer.missing
        is_number = storage in ("int64", "float64")
        profile = ColumnProfile(
            filled,
            len(top) if top is not None else min(distinct[place], filled),
            footer.minimum,
            footer.maximum,
            None if is_number else sampled[place].mean_length,
            _numbers(footer) if is_number else None,
            None if is_number else {shown(value): count for value, count in (top or [])[:TOP]},
            examples[place] or (footer.minimum,),
            is_approximate=True,
        )
        profiles.append(profile if filled else ColumnProfile())
    return profiles


def memory_of(profiles: Sequence[ColumnProfile], storages: Sequence[Storage], rows: int) -> int:
    """Estimate the bytes that the values take when loaded."""
    sizes = {"bool": 0.125, "date": 4, "str": 4}
    total = 0.0
    for profile, storage in zip(profiles, storages, strict=True):
        total += rows * (sizes.get(storage, 8) + 0.125)
        if storage == "str":
            total += profile.filled * (profile.mean_length or 0.0)
    return int(total)


def _sample_table(engine: duckdb.DuckDBPyConnection, path: Path, width: int) -> str:
    """Give the SQL of some rows from the beginning, the middle and the end of a table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        last = file.num_row_groups - 1
        groups = [file.read_row_group(group) for group in sorted({0, last // 2, last})]
    names = [f"c{place}" for place in range(width)]
    engine.register(
        "sampled",
        pa.concat_tables(group.slice(0, _SAMPLED_ROWS) for group in groups).rename_columns(names),
    )
    return "sampled"


def _read_sample(engine: duckdb.DuckDBPyConnection, sample: str, width: int) -> list[_Sampled]:
    cells = ", ".join(
        f"nullif({TRIMMED.format(f'c{place}::varchar')}, '') as c{place}" for place in range(width)
    )
    asked = ", ".join(
        f"count(c{place}), count(distinct c{place}), avg(length(c{place}))"
        for place in range(width)
    )
    (row,) = engine.execute(f"select {asked} from (select {cells} from {sample})").fetchall()
    return [_Sampled(*row[start : start + 3]) for start in range(0, len(row), 3)]


def _read_footer(
    engine: duckdb.DuckDBPyConnection,
    path: Path,
    metadata: pq.FileMetaData,
    place: int,
    storage: Storage,
) -> _Footer:
    missing, minima, maxima, is_whole = 0, [], [], True
    for group in range(metadata.num_row_groups):
        found = metadata.row_group(group).column(place)
        stats = found.statistics
        if stats is None or not stats.has_null_count:
            is_whole = False
            break
        missing += stats.null_count
        if stats.null_count < found.num_values:
            is_whole = is_whole and stats.has_min_max
            if stats.has_min_max:
                minima.append(stats.min)
                maxima.append(stats.max)
    ends = [*minima, *maxima]
    if is_whole and all(not isinstance(end, float) or finite(end) is not None for end in ends):
        return _Footer(
            missing, _as_shown(min(minima, default=None)), _as_shown(max(maxima, default=None))
        )
    return _read_ends(engine, path, metadata.num_columns, place, storage)


def _read_ends(
    engine: duckdb.DuckDBPyConnection, path: Path, width: int, place: int, storage: Storage
) -> _Footer:
    name = f"c{place}"
    where = f"filter (isfinite({name}))" if storage == "float64" else ""
    (row,) = engine.execute(
        f"select count(*) - count({name}), min({name}) {where}, max({name}) {where} "
        f"from {source(path, width)}"
    ).fetchall()
    return _Footer(row[0], _as_shown(row[1]), _as_shown(row[2]))


def _as_shown(value: Any) -> Any:
    """Give an end as profiles do: numbers as such, everything else as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(" ").rstrip("0") if value.microsecond else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return shown(value)


def _estimate_distinct(
    engine: duckdb.DuckDBPyConnection,
    path: Path,
    storages: Sequence[Storage],
    sampled: Sequence[_Sampled],
) -> list[int]:
    """Estimate how many values columns have; well where that may make them identifiers."""
    found = [each.distinct for each in sampled]
    asked = [
        place
        for place, (storage, each) in enumerate(zip(storages, sampled, strict=True))
        if storage in ("int64", "str") and each.distinct > _NEARLY_ALL * each.filled
    ]
    if asked:
        share = _register_groups(engine, path, asked)
        counts = ", ".join(f"count(c{place}), count(distinct c{place})" for place in asked)
        (row,) = engine.execute(f"select {counts} from groups").fetchall()
        for place, filled, distinct in zip(asked, row[::2], row[1::2], strict=True):
            found[place] = extrapolated(filled, distinct, share)
    return found


def _register_groups(engine: duckdb.DuckDBPyConnection, path: Path, places: Sequence[int]) -> float:
    """Let ``groups`` be these columns of a few row groups; gives the share of rows that are in."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        last = file.num_row_groups - 1
        chosen = sorted({last * step // (_GROUPS - 1) for step in range(_GROUPS)})
        names = [file.schema_arrow.names[place] for place in places]
        # A name with a dot in it may bring another column along.
        read = file.read_row_groups(chosen, names, use_threads=False).select(names)
        rows = file.metadata.num_rows
    engine.register("groups", read.rename_columns([f"c{place}" for place in places]))
    return float(read.num_rows / rows)


def extrapolated(filled: int, distinct: int, share: float) -> int:
    """Estimate how many values a column has of a part of it, as if they were drawn by chance."""
    if distinct == filled or share >= 1:
        return round(distinct / share)
    # So many values that as many cells as there are show so many of them.
    low, high = float(distinct), filled * _MOST_VALUES
    for _ in range(_HALVINGS):
        values = (low + high) / 2
        if values * -math.expm1(-filled / values) < distinct:
            low = values
        else:
            high = values
    return round(high * -math.expm1(-filled / share / high))


def _count_few(
    engine: duckdb.DuckDBPyConnection, path: Path, width: int, place: int
) -> list[tuple[str, int]]:
    """Count how often each value of a column stands there, the most frequent first."""
    name = f"c{place}"
    return engine.execute(
        f"select {name}::varchar, count(*) from {source(path, width)} "
        f"where {name} is not null group by {name} order by 2 desc, 1"
    ).fetchall()


def _numbers(footer: _Footer) -> dict[str, float | None]:
    return {**dict.fromkeys(_NUMBERS), "min": footer.minimum, "max": footer.maximum}
