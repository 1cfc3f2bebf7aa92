"""The statistics of a view's columns, and those of whole tables, which are kept beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from armillary.base.values import from_json
from armillary.capabilities.datasets.statistics import kept
from armillary.capabilities.datasets.statistics.columns import describe
from armillary.capabilities.datasets.statistics.selection import Selection

MOST_ROWS = 20_000_000
"""The most rows of which every value is looked at: a column and its order are held at a time."""
_THREADS = 2
_AT_ONCE = 200
_MANY_COLUMNS = 200


def describe_whole(selection: Selection, table_key: str) -> dict[str, Any]:
    """Give the statistics of a whole table, from where they are kept or by making them."""
    storage = selection.context.storage
    known = kept.read(storage, table_key)
    if known is not None:
        found: dict[str, Any] = from_json(known)
        return found
    made = describe_columns(selection, range(len(selection.table.columns)), None)
    kept.keep(storage, table_key, made)
    return made


def describe_columns(
    selection: Selection, places: Sequence[int], whole: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Describe some columns of a selection; of more rows than can be held, an even excerpt."""
    if selection.rows > MOST_ROWS:
        excerpt = describe_columns(selection.excerpt(MOST_ROWS), places, whole)
        return scale(excerpt, selection.rows)
    columns = selection.table.columns
    known = whole["columns"] if whole is not None else {}

    def run(chosen: Sequence[int]) -> list[dict[str, Any]]:
        read = selection.read_some(chosen)
        return [
            describe(
                columns[place],
                values,
                known.get(columns[place].name),
                selection.table.engine,
                selection.check,
            )
            for place, values in zip(chosen, read, strict=True)
        ]

    step = 1 if len(places) <= _MANY_COLUMNS else _AT_ONCE
    parts = [places[start : start + step] for start in range(0, len(places), step)]
    with ThreadPoolExecutor(_THREADS) as pool:
        described = [one for part in pool.map(run, parts) for one in part]
    return {
        "total_rows": selection.rows,
        "columns": {columns[place].name: one for place, one in zip(places, described, strict=True)},
    }


def scale(described: dict[str, Any], rows: int) -> dict[str, Any]:
    """Take an excerpt for the whole: counts grow by as much as there are more rows."""
    sampled = described["total_rows"]
    factor = rows / sampled if sampled else 1.0
    for one in described["columns"].values():
        one["is_approximate"] = True
        for name in one:
            if name.endswith("_count") and name != "unique_count":
                one[name] = round(one[name] * factor)
        numbers = one.get("numbers") or {}
        for name in ("outlier_count", "zeros", "negatives"):
            if numbers.get(name):
                numbers[name] = round(numbers[name] * factor)
        _scale_bars(one, factor)
    return {**described, "total_rows": rows, "sampled_rows": sampled}


def _scale_bars(one: dict[str, Any], factor: float) -> None:
    """Scale what is drawn as bars; what the whole table has stays, unless it is this excerpt's."""
    histogram = one.get("histogram")
    if histogram:
        is_whole = histogram["whole"] == histogram["counts"]
        histogram["counts"] = [round(count * factor) for count in histogram["counts"]]
        histogram["whole"] = histogram["counts"] if is_whole else histogram["whole"]
    for item in one.get("top") or []:
        is_whole = item.get("whole") == item["count"]
        item["count"] = round(item["count"] * factor)
        if is_whole:
            item["whole"] = item["count"]
