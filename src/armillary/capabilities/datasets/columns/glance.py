"""A first look at a large table: what is cheap is exact, what is not is estimated from a sample."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.values import finite
from armillary.capabilities.datasets.columns.inference import source
from armillary.capabilities.datasets.columns.profile import (
    TOP,
    ColumnProfile,
    read_examples,
    shown,
)
from armillary.capabilities.datasets.columns.sampled import (
    Sampled,
    read_text_sample,
    read_typed_sample,
)
from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

# So few values are counted exactly: the contract's rules ask whether there are 20, or 50.
_FEW = 60
_NEARLY_ALL = 0.9
_GROUPS = 3
_THREADS = 2
_MOST_VALUES = 1e6
_HALVINGS = 60
_NUMBERS = ("mean", "std", "min", "max", "q25", "q50", "q75")


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
    with ThreadPoolExecutor(_THREADS) as pool:
        reading_examples = pool.submit(read_examples, path)
        if sample is None:
            sampled = read_typed_sample(engine, path, width)
        else:
            sampled = read_text_sample(sample)
        distinct = _estimate_distinct(pool, path, storages, sampled)
        examples = reading_examples.result()
    footers = [
        _read_footer(engine, path, metadata, place, storage)
        for place, storage in enumerate(storages)
    ]
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
    pool: Executor, path: Path, storages: Sequence[Storage], sampled: Sequence[Sampled]
) -> list[int]:
    """Estimate how many values columns have; well where that may make them identifiers."""
    import pyarrow.compute as pc

    found = [each.distinct for each in sampled]
    asked = [
        place
        for place, (storage, each) in enumerate(zip(storages, sampled, strict=True))
        if storage in ("int64", "str") and each.distinct > _NEARLY_ALL * each.filled
    ]
    if asked:
        groups, share = _read_groups(path, asked)
        counts = pool.map(pc.count_distinct, groups.columns)
        for place, column, distinct in zip(asked, groups.columns, counts, strict=True):
            filled = len(column) - column.null_count
            found[place] = extrapolated(filled, distinct.as_py(), share)
    return found


def _read_groups(path: Path, places: Sequence[int]) -> tuple[pa.Table, float]:
    """Read these columns of a few row groups; gives the share of rows that are in, too."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        last = file.num_row_groups - 1
        chosen = sorted({last * step // (_GROUPS - 1) for step in range(_GROUPS)})
        names = [file.schema_arrow.names[place] for place in places]
        # A name with a dot in it may bring another column along.
        read = file.read_row_groups(chosen, names, use_threads=False).select(names)
        return read, read.num_rows / file.metadata.num_rows


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
