"""How a column's values are taken when columns are compared: as numbers, or as categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from armillary.capabilities.datasets.naming import Column

if TYPE_CHECKING:
    import pyarrow as pa

Role = Literal["number", "category"]
_CATEGORIES = ("categorical", "binary")
_UNITS = {"date": "datetime64[D]", "datetime64[us]": "datetime64[us]"}
OTHER = "other values"


def role_of(column: Column, meaning: str) -> Role:
    """Say how a column is taken, from how it is stored and what it means."""
    if column.storage in ("str", "bool") or meaning in _CATEGORIES:
        return "category"
    return "number"


def as_numbers(column: Column, values: pa.ChunkedArray) -> np.ndarray:
    """Give values as doubles, times as seconds since 1970; missing and infinite ones are NaN."""
    if column.storage in _UNITS:
        moments = values.to_numpy(zero_copy_only=False).astype(_UNITS[column.storage])
        seconds: np.ndarray = moments.astype("datetime64[us]").astype(np.float64) / 1e6
        seconds[np.isnat(moments)] = np.nan
        return seconds
    numbers: np.ndarray = values.to_numpy(zero_copy_only=False).astype(np.float64)
    is_infinite = np.isinf(numbers)
    if is_infinite.any():
        numbers = np.where(is_infinite, np.nan, numbers)
    return numbers


@dataclass(frozen=True)
class Categories:
    """Values as codes into ``names``; missing ones are -1."""

    names: list[object]
    codes: np.ndarray


def as_categories(values: pa.ChunkedArray, most: int, *, least: float = 0) -> Categories:
    """Give values as categories, the rare ones taken together where there are too many.

    Those that come less often than ``least`` are always taken together.
    """
    encoded = values.combine_chunks().dictionary_encode()
    names = encoded.dictionary.to_pylist()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    if len(names) <= most and (not len(names) or counts.min() >= least):
        return Categories(names, codes)
    kept = np.argsort(-counts, kind="stable")[: most - 1]
    kept = kept[counts[kept] >= least]
    renamed = np.full(len(names) + 1, len(kept))
    renamed[kept] = np.arange(len(kept))
    renamed[-1] = -1  # what stands for missing
    return Categories([*(names[place] for place in kept), OTHER], renamed[codes])
