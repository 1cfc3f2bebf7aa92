"""The statistics of one column among the rows of a selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from armillary.base.values import finite
from armillary.capabilities.datasets.cells import SHOWN_CHARACTERS
from armillary.capabilities.datasets.naming import Column
from armillary.capabilities.datasets.statistics.numbers import Numbers, bins
from armillary.capabilities.datasets.statistics.texts import count_texts

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_UNITS = {"date": "datetime64[D]", "datetime64[us]": "datetime64[us]"}
_PER_SECOND = {"datetime64[D]": 1 / 86_400, "datetime64[us]": 1e6}


def describe(
    column: Column,
    values: pa.ChunkedArray,
    whole: Mapping[str, Any] | None,
    engine: duckdb.DuckDBPyConnection | None = None,
    check: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Describe a column's values; ``whole`` is the same of the whole table, where it is known.

    Bins are those of the whole table, so that histograms under filters can be laid over it; those
    of dates and times are in seconds since 1970. With an engine, very many texts are counted
    roughly. ``check`` is asked between pieces of the work, and raises where it shall end.
    """
    nulls = values.null_count
    rows = len(values)
    found: dict[str, Any] = {
        "dtype": column.storage,
        "non_null_count": rows - nulls,
        "null_count": nulls,
        "null_percentage": round(100 * nulls / rows, 4) if rows else 0.0,
        "nan_count": 0,
        "infinite_count": 0,
        "empty_count": 0,
        "is_approximate": False,
    }
    filled = values.drop_null() if nulls else values
    if column.storage == "str":
        return found | _describe_texts(filled, whole, engine, check)
    if column.storage == "bool":
        return found | _describe_truths(filled, whole)
    if column.storage in _UNITS:
        return found | _describe_moments(filled, _UNITS[column.storage], whole, check)
    return found | _describe_numbers(filled.to_numpy(), whole, check)


def _describe_numbers(
    values: np.ndarray, whole: Mapping[str, Any] | None, check: Callable[[], None]
) -> dict[str, Any]:
    numbers = Numbers(values, check)
    check()
    found: dict[str, Any] = {
        "nan_count": numbers.nan_count,
        "infinite_count": numbers.infinite_count,
        "unique_count": numbers.unique_count,
        "numbers": numbers.describe(),
    }
    edges = _edges(numbers, whole, is_whole=values.dtype.kind == "i")
    if edges is not None:
        found["histogram"] = _histogram(numbers, edges, whole)
    top = numbers.top()
    if top is not None:
        found["top"] = _top(top, whole)
    return found


def _describe_moments(
    filled: pa.ChunkedArray,
    unit: str,
    whole: Mapping[str, Any] | None,
    check: Callable[[], None],
) -> dict[str, Any]:
    moments = filled.to_numpy(zero_copy_only=False).astype(unit).astype(np.int64)
    numbers = Numbers(moments, check)
    check()
    found: dict[str, Any] = {
        "unique_count": numbers.unique_count,
        "dates": {"min": None, "max": None},
    }
    if len(numbers.sorted):
        ends = numbers.sorted[[0, -1]].astype(unit)
        found["dates"] = dict(zip(("min", "max"), _write(ends), strict=True))
    per_second = _PER_SECOND[unit]
    seconds = _seconds(numbers, whole, per_second)
    if seconds is not None:
        # Through seconds also where they are new, so that they are the same ones every time.
        edges = np.rint(np.array(seconds) * per_second).astype(np.int64)
        found["histogram"] = _histogram(numbers, edges, whole) | {"edges": seconds}
    return found


def _seconds(
    numbers: Numbers, whole: Mapping[str, Any] | None, per_second: float
) -> list[float] | None:
    given = (whole or {}).get("histogram")
    if given:
        return list(given["edges"])
    edges = _edges(numbers, None, is_whole=True)
    return None if edges is None else [edge / per_second for edge in edges.tolist()]


def _describe_truths(filled: pa.ChunkedArray, whole: Mapping[str, Any] | None) -> dict[str, Any]:
    true = int(np.count_nonzero(filled.to_numpy()))
    counts = [(True, true), (False, len(filled) - true)]
    held = sorted(((value, count) for value, count in counts if count), key=lambda one: -one[1])
    return {"unique_count": len(held), "top": _top(held, whole)}


def _describe_texts(
    filled: pa.ChunkedArray,
    whole: Mapping[str, Any] | None,
    engine: duckdb.DuckDBPyConnection | None,
    check: Callable[[], None],
) -> dict[str, Any]:
    texts = count_texts(filled, engine, check)
    return {
        "is_approximate": texts.is_approximate,
        "empty_count": texts.empty_count,
        "unique_count": texts.unique_count,
        "top": _top(texts.top, whole),
        "lengths": texts.lengths,
    }


def _edges(
    numbers: Numbers, whole: Mapping[str, Any] | None, *, is_whole: bool
) -> np.ndarray | None:
    given = (whole or {}).get("histogram")
    if given:
        return np.array(given["edges"])
    if not len(numbers.sorted):
        return None
    return bins(numbers.sorted[0], numbers.sorted[-1], is_whole=is_whole)


def _histogram(
    numbers: Numbers, edges: np.ndarray, whole: Mapping[str, Any] | None
) -> dict[str, Any]:
    counts = numbers.count_in(edges)
    given = (whole or {}).get("histogram")
    return {
        "edges": [finite(edge) if isinstance(edge, float) else edge for edge in edges.tolist()],
        "counts": counts,
        "whole": given["whole"] if given else counts,
    }


def _top(counted: list[tuple[Any, int]], whole: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """List values with their counts, and how often the whole table has them where that is known."""
    given = {_known(one["value"]): one["count"] for one in (whole or {}).get("top") or []}
    listed: list[dict[str, Any]] = []
    for value, count in counted:
        one: dict[str, Any] = {"value": _shown(value), "count": count}
        if whole is None:
            one["whole"] = count
        elif _known(one["value"]) in given:
            one["whole"] = given[_known(one["value"])]
        listed.append(one)
    return listed


def _known(value: Any) -> str:
    return f"{type(value).__name__} {value}"


def _shown(value: Any) -> Any:
    if isinstance(value, str) and len(value) > SHOWN_CHARACTERS:
        return value[: SHOWN_CHARACTERS - 1] + "…"
    return value


def _write(moments: np.ndarray) -> list[str]:
    """Write dates and times as ISO 8601."""
    texts = np.datetime_as_string(moments).tolist()
    return [text.rstrip("0").rstrip(".") if "." in text else text for text in texts]
