"""Columns as numbers to measure distances in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.preprocess import read
from armillary.learning.preprocess.roles import Role

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[Any]


def read_series(name: str, role: Role, series: pd.Series) -> Floats | None:
    """Read a frame's column as numbers (n,), times in µs since 1970; None where it has none."""
    if role == "numeric":
        return read.numbers(name, series)
    if role == "boolean":
        return read.booleans(name, series)
    return _microseconds(read.times(name, series)) if role == "datetime" else None


def read_values(name: str, role: Role, values: Sequence[Any]) -> Floats | None:
    """Read plain values likewise."""
    if role == "numeric":
        return read.numbers_of(name, values)
    if role == "boolean":
        return read.booleans_of(name, values)
    return _microseconds(read.times_of(name, values)) if role == "datetime" else None


def _microseconds(times: pd.Series) -> Floats:
    import numpy as np

    stamps = times.to_numpy(dtype="datetime64[us]")
    return np.where(np.isnat(stamps), np.nan, stamps.astype(np.float64))
