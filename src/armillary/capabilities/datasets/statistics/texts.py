"""Statistics of texts: how many different ones, the frequent ones, lengths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_TOP = 20
# Above so many texts they are counted one by one only where few are different.
MANY = 2_000_000
_FEW_DIFFERENT = 200_000
_SAMPLED = 500_000


@dataclass(frozen=True)
class Texts:
    """What is known of a column's texts; ``top`` are the frequent ones, equals in their order."""

    unique_count: int
    empty_count: int
    top: list[tuple[str, int]]
    lengths: dict[str, float | int] | None
    is_approximate: bool = False


def count_texts(
    values: pa.ChunkedArray,
    engine: duckdb.DuckDBPyConnection | None = None,
    check: Callable[[], None] = lambda: None,
) -> Texts:
    """Count texts, none of which is missing; very many different ones roughly.

    ``check`` is asked between pieces of the work, and raises where it shall end.
    """
    if not len(values):
        return Texts(0, 0, [], None)
    if len(values) > MANY and engine is not None:
        different = _count_roughly(values, engine)
        check()
        if different > _FEW_DIFFERENT:
            return _sample(values, different, check)
    names, counts = _count_each(values)
    check()
    empty, lengths = _measure(names, counts)
    return Texts(len(counts), empty, _find_top(names, counts, 1), lengths)


def _count_each(values: pa.ChunkedArray) -> tuple[pa.Array, np.ndarray]:
    counted = values.value_counts()
    return counted.field("values"), counted.field("counts").to_numpy()


def _count_roughly(values: pa.ChunkedArray, engine: duckdb.DuckDBPyConnection) -> int:
    import pyarrow as pa

    with engine.cursor() as cursor:
        cursor.register("texts", pa.table({"v": values}))
        ((different,),) = cursor.execute("select approx_count_distinct(v) from texts").fetchall()
    return int(different)


def _sample(values: pa.ChunkedArray, different: int, check: Callable[[], None]) -> Texts:
    """Take the frequent ones from a sample; what does not depend on others is exact."""
    step = len(values) // _SAMPLED
    sampled = values.take(np.arange(0, len(values), step))
    check()
    names, counts = _count_each(sampled)
    check()
    empty, lengths = _measure(values, np.ones(len(values), dtype=np.int64))
    check()
    top = _find_top(names, counts, step)
    return Texts(min(different, len(values)), empty, top, lengths, is_approximate=True)


def _measure(names: Any, counts: np.ndarray) -> tuple[int, dict[str, float | int]]:
    import pyarrow.compute as pc

    lengths = pc.utf8_length(names).to_numpy()
    return int(counts[lengths == 0].sum()), {
        "min": int(lengths.min()),
        "mean": float(np.dot(lengths, counts) / counts.sum()),
        "max": int(lengths.max()),
    }


def _find_top(names: pa.Array, counts: np.ndarray, factor: int) -> list[tuple[str, int]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    least = np.partition(counts, -_TOP)[-_TOP] if len(counts) > _TOP else 0
    frequent = np.flatnonzero(counts >= least)
    order = pc.sort_indices(
        pa.table({"n": counts[frequent], "v": names.take(frequent)}),
        sort_keys=[("n", "descending"), ("v", "ascending")],
    )
    return [
        (names[int(place)].as_py(), int(counts[place]) * factor)
        for place in frequent[order.to_numpy()[:_TOP]]
    ]
