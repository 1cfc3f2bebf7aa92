"""A table as the guard sees it: columns as numbers and codes, the target, and how chance plays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from armillary.learning.preprocess.read import flat
from armillary.learning.preprocess.roles import Role, role_of

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

_FOLDS = 5
_LARGEST = 3.0e38  # as a training reads numbers


@dataclass
class Column:
    """One column: ``codes`` are places among its values in their order, -1 where it is missing.

    ``numbers`` are NaN where it is missing, and None where it holds no numbers or dates.
    """

    name: str
    role: Role
    codes: Codes
    numbers: Floats | None
    values: Sequence[Any]

    @property
    def n_values(self) -> int:
        """How many different values it has."""
        return len(self.values)

    @cached_property
    def is_missing(self) -> npt.NDArray[np.bool_]:
        """Which cells are missing (n_rows,)."""
        missing: npt.NDArray[np.bool_] = self.codes < 0
        return missing

    @cached_property
    def is_whole(self) -> bool:
        """Whether it holds whole numbers only."""
        if self.numbers is None or self.role == "datetime":
            return False
        known = self.numbers[~self.is_missing]
        return bool(len(known) and (known % 1 == 0).all())

    @cached_property
    def counts(self) -> Codes:
        """How often each value occurs (n_values,)."""
        known = self.codes[~self.is_missing]
        return np.bincount(known, minlength=self.n_values).astype(np.int64)

    @cached_property
    def ranks(self) -> Floats:
        """The rank of each known cell among those (n_rows,), equal ones the mean of theirs."""
        of_value = np.cumsum(self.counts) - (self.counts - 1) / 2.0
        return np.where(self.is_missing, np.nan, of_value[self.codes])


@dataclass
class Seen:
    """A table, its target and how it is to be split.

    ``target`` (n_rows,) holds class places, or numbers where ``classes`` is None. ``order`` tells
    the row's place in the file. ``learned_steps`` names steps that a recipe fitted on all rows.
    """

    columns: Mapping[str, Column]
    target_name: str
    target: npt.NDArray[Any]
    classes: tuple[Any, ...] | None
    order: Codes
    n_rows_of_table: int
    group: str | None = None
    time: str | None = None
    learned_steps: tuple[str, ...] = ()
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """How many rows are looked at."""
        return len(self.target)

    @property
    def names(self) -> list[str]:
        """The columns to learn from, save those that split the rows."""
        return [name for name in self.columns if name not in (self.group, self.time)]

    @cached_property
    def folds(self) -> Codes:
        """A fold of each row (n_rows,), by chance, the same each time."""
        return np.random.default_rng(0).permutation(self.n_rows) % _FOLDS

    @cached_property
    def shares(self) -> Floats:
        """The share of each class (n_classes,)."""
        counts = np.bincount(self.target.astype(np.int64), minlength=len(self.classes or ()))
        return counts / max(1, self.n_rows)

    def label(self, place: int) -> str:
        """Name a class."""
        return "" if self.classes is None else str(self.classes[place])


def read_columns(frame: pd.DataFrame) -> dict[str, Column]:
    """Read the columns of a frame."""
    return {str(name): read_column(str(name), frame[name]) for name in frame.columns}


def read_column(name: str, series: pd.Series) -> Column:
    """Read one column."""
    import pandas as pd

    role = role_of(series)
    numbers: Floats | None = None
    if role in ("numeric", "boolean"):
        if pd.api.types.is_timedelta64_dtype(series.dtype):
            numbers = series.dt.total_seconds().to_numpy(np.float64)
        elif pd.api.types.is_numeric_dtype(series.dtype) or role == "boolean":
            numbers = series.to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            numbers = pd.to_numeric(series, errors="coerce").to_numpy(np.float64)
        numbers = np.where(np.isfinite(numbers), np.clip(numbers, -_LARGEST, _LARGEST), np.nan)
    elif role == "datetime":
        read = pd.to_datetime(series, utc=True, errors="coerce", format="mixed")
        stamps = read.dt.tz_localize(None).to_numpy(dtype="datetime64[us]")
        numbers = np.where(np.isnat(stamps), np.nan, stamps.astype(np.float64))
    if numbers is not None:
        values, codes = _places(numbers)
        return Column(name, role, codes, numbers, values)
    plain = flat(series)
    places, uniques = pd.factorize(plain, sort=False)
    texts = np.array([str(value) for value in uniques], dtype=object)
    blank = np.array([not text.strip() for text in texts], dtype=bool)
    kept = np.flatnonzero(~blank)
    ranked = kept[np.argsort(texts[kept].astype(str), kind="stable")] if len(kept) else kept
    place_of = np.full(len(texts) + 1, -1, dtype=np.int64)
    place_of[ranked] = np.arange(len(ranked))
    return Column(name, role, place_of[places], None, [texts[place] for place in ranked])


def _places(numbers: Floats) -> tuple[list[float], Codes]:
    known = ~np.isnan(numbers)
    values, codes = np.unique(numbers[known], return_inverse=True)
    places = np.full(len(numbers), -1, dtype=np.int64)
    places[known] = codes
    return values.tolist(), places
