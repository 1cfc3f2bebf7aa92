"""What the values of a long table's columns are like, one column after the other.

Sorting a column's numbers, or the hashes of its texts, tells how many values there are, the
quantiles and the frequent values in one go, in eight bytes a row.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.values import finite
from armillary.capabilities.datasets.columns.inference import source
from armillary.capabilities.datasets.columns.profile import (
    LARGE,
    TOP,
    ColumnProfile,
    read_examples,
    shown,
    with_examples,
)
from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

# More rows than this are divided by their hashes, or estimated where order counts.
MOST_ROWS = 25_000_000
_BATCH_ROWS = 1 << 20
# Two columns are looked at side by side where memory has room for both.
_THREADS = 2
_MOST_BESIDE = 5_000_000
_QUANTILES = {"q25": 0.25, "q50": 0.5, "q75": 0.75}


@dataclass(frozen=True)
class LongTable:
    """A typed Parquet file, the engine that reads it, and its columns."""

    engine: duckdb.DuckDBPyConnection
    path: Path
    storages: Sequence[Storage]
    rows: int

    @property
    def sql(self) -> str:
        """The SQL of its rows."""
        return source(self.path, len(self.storages))


def profile_tall(table: LongTable) -> Iterator[ColumnProfile]:
    """Profile the columns of a table of many rows, in order."""
    examples = read_examples(table.path)
    threads = _THREADS if table.rows <= _MOST_BESIDE else 1
    with ThreadPoolExecutor(threads) as pool:
        try:
            profiles = pool.map(partial(_profile, table), range(len(table.storages)))
            for profile, shown_first in zip(profiles, examples, strict=True):
                yield with_examples(profile, shown_first)
        finally:
            pool.shutdown(cancel_futures=True)


def count_tall_duplicates(table: LongTable) -> int:
    """Count the rows that repeat an earlier one, told apart by a hash of 64 bits."""
    names = ", ".join(f"c{place}" for place in range(len(table.storages)))
    return table.rows - sum(
        _count_distinct(hashes) for hashes in _hashes(table, f"hash({names})", "true", table.rows)
    )


def _profile(table: LongTable, place: int) -> ColumnProfile:
    is_number = table.storages[place] in ("int64", "float64")
    with table.engine.cursor() as engine:
        mine = replace(table, engine=engine)
        return _profile_numbers(mine, place) if is_number else _profile_others(mine, place)


def _profile_numbers(table: LongTable, place: int) -> ColumnProfile:
    import numpy as np

    name, storage = f"c{place}", table.storages[place]
    (filled,) = _ask(table, f"count({name})")
    if not filled:
        return ColumnProfile()
    if filled > MOST_ROWS:
        return _estimate_numbers(table, place, filled)
    kind = np.int64 if storage == "int64" else np.float64
    values = np.empty(filled, dtype=kind)
    at = 0
    query = f"select {name} from {table.sql} where {name} is not null"
    for batch in table.engine.sql(query).to_arrow_reader(_BATCH_ROWS):
        cells = batch.column(0).to_numpy()
        values[at : at + len(cells)] = cells
        at += len(cells)
    return _of_sorted(sorted_numbers(values))


def sorted_numbers(values: NDArray[Any]) -> NDArray[Any]:
    """Give numbers in order, of which these are used up: close whole ones are only counted."""
    import numpy as np

    if values.dtype.kind == "i" and len(values):
        low, high = int(values.min()), int(values.max())
        if high - low < len(values):
            values -= low
            return np.repeat(np.arange(low, high + 1), np.bincount(values))
    values.sort()
    return values


def _of_sorted(values: NDArray[Any]) -> ColumnProfile:
    """Profile numbers in order, those that are none at the end."""
    import numpy as np

    end = int(np.searchsorted(values, np.inf)) if values.dtype.kind == "f" else len(values)
    begin = int(np.searchsorted(values, -np.inf, side="right")) if values.dtype.kind == "f" else 0
    usual = values[begin:end]
    distinct = _count_distinct(values)
    if not len(usual):
        return ColumnProfile(len(values), distinct, numbers=dict.fromkeys(_NAMES))
    low, high = shown(usual[0].item()), shown(usual[-1].item())
    mean = float(usual.mean())
    numbers = {
        "mean": finite(mean),
        "std": None if max(abs(low), abs(high)) > LARGE else finite(_deviation(usual, mean)),
        "min": low,
        "max": high,
        **{name: _quantile(usual, share) for name, share in _QUANTILES.items()},
    }
    return ColumnProfile(len(values), distinct, low, high, numbers=numbers)


_NAMES = ("mean", "std", "min", "max", "q25", "q50", "q75")


def _deviation(values: NDArray[Any], mean: float) -> float | None:
    """Give the deviation of a sample; None of a single value."""
    import numpy as np

    if len(values) < 2:
        return None
    squares = 0.0
    for start in range(0, len(values), _BATCH_ROWS):
        squares += float(np.square(values[start : start + _BATCH_ROWS] - mean).sum())
    return float(np.sqrt(squares / (len(values) - 1)))


def _quantile(values: NDArray[Any], share: float) -> float | None:
    place = (len(values) - 1) * share
    low, part = int(place), place - int(place)
    first = float(values[low])
    if not part:
        return finite(first)
    return finite(first + (float(values[low + 1]) - first) * part)


def _count_distinct(values: NDArray[Any]) -> int:
    """Count the different values of sorted ones; all that are no number count as one."""
    import numpy as np

    if not len(values):
        return 0
    changes = int(np.count_nonzero(values[1:] != values[:-1])) + 1
    if values.dtype.kind != "f":
        return changes
    none = int(np.count_nonzero(np.isnan(values)))
    return changes - max(none - 1, 0)


def _estimate_numbers(table: LongTable, place: int, filled: int) -> ColumnProfile:
    """Profile more numbers than are sorted: the quantiles are estimates, all else is exact."""
    name = f"c{place}"
    where = f"filter (isfinite({name}))"
    asked = ", ".join(
        [
            f"min({name}) {where}, max({name}) {where}, avg({name}) {where}",
            f"stddev_samp({name}) filter ({name} between -{LARGE} and {LARGE})",
            *(f"approx_quantile({name}, {share}) {where}" for share in _QUANTILES.values()),
        ]
    )
    low, high, mean, deviation, *quantiles = _ask(table, asked)
    hashes = _hashes(table, f"hash({name})", f"{name} is not null", filled)
    numbers = {
        "mean": finite(mean),
        "std": None if max(abs(low or 0), abs(high or 0)) > LARGE else finite(deviation),
        "min": shown(low),
        "max": shown(high),
        **dict(zip(_QUANTILES, map(finite, quantiles), strict=True)),
    }
    distinct = sum(_count_distinct(part) for part in hashes)
    return ColumnProfile(
        filled, distinct, shown(low), shown(high), numbers=numbers, is_approximate=True
    )


def _profile_others(table: LongTable, place: int) -> ColumnProfile:
    name = f"c{place}"
    text = f"{name}::varchar"
    # The text of every moment would take longer to write than all else.
    ends = f"min({name})::varchar, max({name})::varchar"
    filled, low, high, length = _ask(table, f"count({name}), {ends}, avg(length({text}))")
    if not filled:
        return ColumnProfile()
    distinct, frequent = 0, []
    for hashes in _hashes(table, f"hash({name})", f"{name} is not null", filled):
        distinct += _count_distinct(hashes)
        frequent += _most_frequent(hashes)
    top = _count_values(table, name, frequent)
    return ColumnProfile(filled, distinct, shown(low), shown(high), mean_length=length, top=top)


def _hashes(table: LongTable, hashed: str, where: str, count: int) -> Iterator[NDArray[np.uint64]]:
    """Give the hashes of so many rows, each part of them sorted and with none of another's."""
    import numpy as np

    parts = 1 + count // MOST_ROWS
    for part in range(parts):
        mine = f" and {hashed} % {parts} = {part}" if parts > 1 else ""
        query = f"select {hashed} from {table.sql} where {where}{mine}"
        values = np.empty(count // parts + 1, dtype=np.uint64)
        at = 0
        for batch in table.engine.sql(query).to_arrow_reader(_BATCH_ROWS):
            found = batch.column(0).to_numpy()
            if at + len(found) > len(values):
                values = np.resize(values, at + at // 8 + len(found))
            values[at : at + len(found)] = found
            at += len(found)
        values = values[:at]
        values.sort()
        yield values


def _most_frequent(hashes: NDArray[np.uint64]) -> list[int]:
    """Give the hashes that stand most often among sorted ones."""
    most: list[tuple[int, int]] = []
    start = 0
    while start < len(hashes):
        end = min(start + _BATCH_ROWS, len(hashes))
        # Equal ones are counted together.
        end = int(hashes.searchsorted(hashes[end - 1], side="right"))
        most = heapq.nlargest(TOP, [*most, *_runs(hashes[start:end])])
        start = end
    return [each for _, each in most]


def _runs(hashes: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Give how often the most frequent of sorted hashes stand there, and these."""
    import numpy as np

    changes = np.flatnonzero(hashes[1:] != hashes[:-1]) + 1
    begins = np.concatenate([[0], changes])
    counts = np.diff(begins, append=len(hashes))
    most = np.argpartition(counts, -min(TOP, len(counts)))[-TOP:]
    return [(int(counts[each]), int(hashes[begins[each]])) for each in most]


def _count_values(table: LongTable, name: str, hashes: Sequence[int]) -> dict[str, int]:
    """Count the values of these hashes, and give the most frequent."""
    listed = ", ".join(str(each) for each in hashes)
    rows = table.engine.execute(
        f"select {name}::varchar as v, count(*) as n from {table.sql} "
        f"where hash({name}) in ({listed}) and {name} is not null "
        f"group by v order by n desc, v limit {TOP}"
    ).fetchall()
    top: dict[str, int] = {}
    for value, count in rows:
        top[shown(value)] = top.get(shown(value), 0) + count
    return top


def _ask(table: LongTable, asked: str) -> tuple[Any, ...]:
    (row,) = table.engine.execute(f"select {asked} from {table.sql}").fetchall()
    return tuple(row)
