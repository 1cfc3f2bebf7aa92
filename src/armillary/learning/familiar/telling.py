"""Which rows are too far from what a model saw, and why, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from armillary.learning.familiar.profile import Profile, SeenColumn
from armillary.learning.familiar.reading import read_series, read_values
from armillary.learning.preprocess.read import codes, codes_of

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Array = npt.NDArray[Any]

TOO_FAR = "too far from what it saw"
_BEYOND = 0.5  # spreads beyond the least or greatest number at which a number is strange
_FAR_BEYOND = 2.0  # and at which it alone makes a row so
_STRANGE = 0.25  # share of what matters that may not be strange
_NAMED = 3
_TOGETHER = "its numbers do not occur together in the rows that it saw"


@dataclass(frozen=True)
class Strange:
    """Which rows (n_rows,) are too far, and how to say why of one."""

    is_far: Array
    why: Callable[[int], str]


def find_strange(profile: Profile, rows: pd.DataFrame | Sequence[Mapping[str, Any]]) -> Strange:
    """Find the rows, of a frame or as ``{column: value}``, that are too far from a profile.

    A row is too far where columns that make up a quarter of what matters to the model hold what it
    never saw, where one number that matters lies far beyond all, or where numbers do not occur
    together.
    """
    import numpy as np

    size = len(rows)
    weight = np.zeros(size)
    is_beyond = np.zeros(size, dtype=bool)
    found: list[tuple[SeenColumn, Array]] = []
    numbers: dict[str, Array] = {}
    for column in profile.columns:
        values = _read(column, rows)
        if values is None:
            continue
        if column.role == "numeric":
            numbers[column.name] = values
        amount = _amount(column, values)
        strange = amount > _BEYOND
        if strange.any():
            found.append((column, strange))
            weight += column.weight * strange
            is_beyond |= (amount > _FAR_BEYOND) & (column.weight > 0.01)
    is_apart = (
        np.zeros(size, dtype=bool) if profile.joint is None else profile.joint.is_far(numbers)
    )
    is_far = (weight >= _STRANGE) | is_beyond | is_apart

    def why(place: int) -> str:
        named = [_words(one, rows, place) for one, strange in found if strange[place]]
        told = named[:_NAMED] + ([_TOGETHER] if is_apart[place] else [])
        return f"{TOO_FAR}: {'; '.join(told)}"

    return Strange(is_far, why)


def _read(column: SeenColumn, rows: pd.DataFrame | Sequence[Mapping[str, Any]]) -> Array | None:
    """Read a column of the rows as numbers, or as places of categories; -2 is one never seen."""
    if column.role == "text" or not (column.quantiles or column.values):
        return None
    if isinstance(rows, Sequence):
        plain = [row[column.name] for row in rows]
        if column.role == "categorical":
            return codes_of(plain, column.values)
        return read_values(column.name, column.role, plain)
    if column.role == "categorical":
        return codes(rows[column.name], column.values)
    return read_series(column.name, column.role, rows[column.name])


def _amount(column: SeenColumn, values: Array) -> Array:
    """Say how strange values are (n_rows,): 1 is what was never seen, or a spread beyond all."""
    import numpy as np

    if column.role == "categorical":
        is_unseen = (values == -2) & column.is_complete
        return np.where(is_unseen | ((values == -1) & (column.missing == 0)), 1.0, 0.0)
    is_missing = np.isnan(values)
    amount = np.zeros(len(values))
    if column.quantiles:
        low, high = column.quantiles[0], column.quantiles[-1]
        beyond = np.maximum(low - values, values - high) / column.spread
        amount = np.where(is_missing, 0.0, np.maximum(beyond, 0.0))
    return np.where(is_missing & (column.missing == 0), 1.0, amount)


def _words(column: SeenColumn, rows: Any, place: int) -> str:
    value = (
        rows[place][column.name] if isinstance(rows, Sequence) else rows[column.name].iloc[place]
    )
    if value is None or value != value:
        return f"{column.name} is missing, which it never was"
    if column.role == "categorical":
        return f"{column.name} is {str(value)[:60]!r}, which it never saw"
    low, high = (_number(column, edge) for edge in (column.quantiles[0], column.quantiles[-1]))
    shown = _number(column, float(value)) if column.role == "numeric" else str(value)[:25]
    return f"{column.name} is {shown}, where it saw {low} to {high}"


def _number(column: SeenColumn, value: float) -> str:
    if column.role == "datetime":
        return datetime.fromtimestamp(value / 1e6, UTC).date().isoformat()
    return f"{value:.6g}"
