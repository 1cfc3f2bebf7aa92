"""At what the columns beside the two are held: what is usual of each in the training part."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from armillary.learning.preprocess import read
from armillary.learning.preprocess.columns import Column
from armillary.learning.preprocess.roles import role_of

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.familiar.profile import Profile, SeenColumn
    from armillary.learning.preprocess import Preprocess


def usual_row(
    preprocess: Preprocess, rows: pd.DataFrame, but: Collection[str] = ()
) -> dict[str, Any]:
    """Give a row ``{column: value}`` of medians and most frequent values, as people fill it in.

    It has all columns that the model reads, except those named in ``but``. A column without any
    value in ``rows`` is None.
    """
    columns = {name: column for column in preprocess.columns for name in column.needed}
    # Of a column that stands for several the own one says what it is.
    columns |= {c.name: c for c in preprocess.columns if not c.date and not c.since}
    return {
        name: _usual(name, column, rows[name])
        for name, column in columns.items()
        if name not in but
    }


def usual_values(rows: pd.DataFrame, but: Collection[str] = ()) -> dict[str, Any]:
    """Give such a row of a table that no model has read yet."""
    from pandas.api.types import is_integer_dtype

    columns = [
        Column(str(name), role_of(rows[name]), (), is_whole=is_integer_dtype(rows[name]))
        for name in rows.columns
        if name not in but
    ]
    return {column.name: _usual(column.name, column, rows[column.name]) for column in columns}


def usual_of(preprocess: Preprocess, profile: Profile, but: Collection[str] = ()) -> dict[str, Any]:
    """Give such a row by what a model knows of its training rows, where these are gone."""
    columns = {c.name: c for c in preprocess.columns if not c.date and not c.since}
    seen = {column.name: column for column in profile.columns}
    needed = {name: None for column in preprocess.columns for name in column.needed}
    return {
        name: _usual_seen(seen[name], columns[name]) if name in seen and name in columns else None
        for name in needed
        if name not in but
    }


def _usual_seen(seen: SeenColumn, column: Column) -> Any:
    if seen.quantiles:
        middle = seen.quantiles[len(seen.quantiles) // 2]
        if column.role == "datetime":
            return datetime.fromtimestamp(middle / 1e6, UTC).replace(tzinfo=None).isoformat()
        return float(round(middle)) if column.is_whole else middle
    if not seen.values:
        return None
    most = max(zip(seen.shares, seen.values, strict=True), key=lambda pair: pair[0])[1]
    return most == "true" if column.role == "boolean" else most


def _usual(name: str, column: Column, series: pd.Series) -> Any:
    if column.role == "numeric":
        return _median(name, column, series)
    if column.role == "datetime":
        return _middle_time(name, series)
    if column.role == "boolean":
        flags = read.booleans(name, series)
        known = flags[flags == flags]
        return bool(known.mean() >= 0.5) if len(known) else None
    counts = read.count_texts(series)
    return max(counts, key=lambda text: counts[text]) if counts else None


def _median(name: str, column: Column, series: pd.Series) -> float | None:
    import numpy as np

    values = read.numbers(name, series)
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    median = float(np.median(known))
    return float(round(median)) if column.is_whole else median


def _middle_time(name: str, series: pd.Series) -> str | None:
    known = read.times(name, series).dropna()
    if known.empty:
        return None
    middle = known.sort_values().iloc[len(known) // 2]
    return str(middle.isoformat())
