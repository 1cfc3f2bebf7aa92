"""How strongly the columns of a table belong together, two by two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from armillary.base.errors import BadRequest
from armillary.base.values import finite
from armillary.capabilities.datasets.naming import Column
from armillary.capabilities.datasets.statistics import effects
from armillary.capabilities.datasets.statistics.kinds import (
    Categories,
    as_categories,
    as_numbers,
    role_of,
)
from armillary.capabilities.datasets.statistics.selection import Selection

Method = Literal["pearson", "spearman", "auto"]
MOST_COLUMNS = 60
MOST_ROWS = 50_000
_LEVELS = 50
# Ranks say more than values where these lie this far to one side.
_SKEWED = 1.0
_UNFIT = ("identifier", "text", "unknown", "high_cardinality_categorical")


@dataclass(frozen=True)
class _Part:
    """One column as it is related: numbers with NaN for missing, or categories."""

    numbers: np.ndarray | None
    categories: Categories | None
    is_skewed: bool = False


def choose(columns: Sequence[Column], meanings: Sequence[str], method: Method) -> list[int]:
    """Choose the columns worth relating, where none were named."""
    fit = [
        place
        for place, column in enumerate(columns)
        if meanings[place] not in _UNFIT
        and (method == "auto" or column.storage in ("int64", "float64"))
    ]
    return fit[:MOST_COLUMNS]


def check(places: Sequence[int]) -> None:
    """Refuse more columns than a matrix can show."""
    if len(places) > MOST_COLUMNS:
        raise BadRequest(
            f"At most {MOST_COLUMNS} columns are related at a time; got {len(places):,}. "
            "Name fewer.",
            code="too_many_columns",
        )


def relate(
    selection: Selection, places: Sequence[int], meanings: Sequence[str], method: Method
) -> dict[str, Any]:
    """Give the matrix of the columns' relations, and by which measure each was found."""
    rows = selection.rows
    selection = selection.sample(MOST_ROWS)
    columns = selection.table.columns
    parts = [
        _part(columns[place], meanings[place], selection.read(place), method) for place in places
    ]
    size = len(parts)
    matrix: list[list[float | None]] = [[None] * size for _ in range(size)]
    measures: list[list[str | None]] = [[None] * size for _ in range(size)]
    for i in range(size):
        for j in range(i, size):
            selection.check()
            measure, value = _relate(parts[i], parts[j], method)
            matrix[i][j] = matrix[j][i] = finite(value)
            measures[i][j] = measures[j][i] = measure
    return {
        "columns": [columns[place].name for place in places],
        "matrix": matrix,
        "measures": measures,
        "rows": rows,
        "sampled_rows": selection.rows if selection.rows < rows else None,
    }


def _part(column: Column, meaning: str, values: Any, method: Method) -> _Part:
    is_number = column.storage in ("int64", "float64")
    if role_of(column, meaning) == "category" and not (method != "auto" and is_number):
        return _Part(None, as_categories(values, _LEVELS))
    numbers = as_numbers(column, values)
    return _Part(numbers, None, _is_skewed(numbers))


def _is_skewed(numbers: np.ndarray) -> bool:
    held = numbers[~np.isnan(numbers)]
    with np.errstate(over="ignore", invalid="ignore"):
        centred = held - held.mean() if len(held) else held
        spread = float(np.sqrt(np.mean(centred**2))) if len(held) else 0.0
        skew = float(np.mean((centred / spread) ** 3)) if spread > 0 else 0.0
    return not abs(skew) <= _SKEWED


def _relate(a: _Part, b: _Part, method: Method) -> tuple[str | None, float | None]:
    if a.numbers is not None and b.numbers is not None:
        is_ranked = method == "spearman" or (method == "auto" and (a.is_skewed or b.is_skewed))
        return ("spearman" if is_ranked else "pearson"), _correlate(
            a.numbers, b.numbers, is_ranked=is_ranked
        )
    if method != "auto":
        return None, None
    if a.categories is not None and b.categories is not None:
        return "cramer_v", effects.cramer_v(_cross(a.categories, b.categories))
    numbers = a.numbers if a.numbers is not None else b.numbers
    categories = a.categories or b.categories
    assert numbers is not None
    assert categories is not None
    held = ~np.isnan(numbers) & (categories.codes >= 0)
    return "correlation_ratio", effects.correlation_ratio(categories.codes[held], numbers[held])


def _correlate(a: np.ndarray, b: np.ndarray, *, is_ranked: bool) -> float | None:
    """Correlate two columns over the rows that have both."""
    held = ~(np.isnan(a) | np.isnan(b))
    x, y = a[held], b[held]
    if len(x) < 2:
        return None
    if is_ranked:
        x, y = _ranks(x), _ranks(y)
    # Divided first, since the squares of large numbers are beyond what doubles hold.
    x, y = _unit(x - x.mean()), _unit(y - y.mean())
    if x is None or y is None:
        return None
    return float(np.clip(np.dot(x, y), -1.0, 1.0))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Rank values from 1 on, equals by the middle of theirs; SciPy takes long to be imported."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    sizes = np.diff(np.append(begins, len(values)))
    ranks = np.empty(len(values))
    ranks[order] = np.repeat(begins + (sizes + 1) / 2, sizes)
    return ranks


def _unit(centred: np.ndarray) -> np.ndarray | None:
    largest = float(np.max(np.abs(centred)))
    if not 0 < largest < np.inf:
        return None
    scaled: np.ndarray = centred / largest
    scaled /= np.sqrt(np.dot(scaled, scaled))
    return scaled


def _cross(a: Categories, b: Categories) -> np.ndarray:
    held = (a.codes >= 0) & (b.codes >= 0)
    width = max(len(b.names), 1)
    counts = np.bincount(
        a.codes[held] * width + b.codes[held], minlength=max(len(a.names), 1) * width
    )
    return counts.reshape(-1, width)
