"""What a map of a table is made of: a projection of its rows onto a plane.

A projection is one file, ``learning/maps/<id>.py``, offering it as ``projection``. What several
need lies here: making numbers of columns, each as important as the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from armillary.base.errors import BadRequest
from armillary.learning.parameters import Params

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

Missing = Literal["fill", "drop"]

LEAST_ROWS = 4
_MOST_CATEGORIES = 20
_MOST_WIDTH = 500
_OTHER = "any other"


@dataclass(frozen=True)
class Plane:
    """Where each row lies ``(rows, 2)``, and what is to be known of the way there."""

    places: Matrix
    used: dict[str, Any]
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


class Projection(Protocol):
    """One way from many columns to two."""

    id: str
    name: str
    description: str
    needs_extra: str | None
    params: Params

    def project(self, matrix: Matrix, params: Mapping[str, Any], seed: int) -> Plane:
        """Find a place for each row of a standardised matrix ``(rows, width)``."""


@dataclass(frozen=True)
class Prepared:
    """Numbers made of a table: ``matrix`` ``(rows, width)``, and which rows are left."""

    matrix: Matrix
    features: list[str]
    kept: NDArray[np.int64]
    notes: list[str]


def prepare(frame: pd.DataFrame, missing: Missing) -> Prepared:
    """Make standardised numbers of columns; raises `BadRequest` where nothing is left.

    Dates count as moments, truths as 0 and 1, each of the more frequent texts as a column of its
    own. Gaps are filled with the median or are a text of their own, or their rows are dropped.
    """
    import numpy as np

    notes: list[str] = []
    kept = np.arange(len(frame))
    frame = frame.replace([np.inf, -np.inf], np.nan)
    gaps = frame.isna()
    if missing == "drop":
        is_whole = ~gaps.any(axis=1).to_numpy()
        if not is_whole.all():
            notes.append(f"{int((~is_whole).sum()):,} rows with missing values were left out.")
        frame, kept = frame[is_whole], kept[is_whole]
    elif gaps.any(axis=None):
        names = [str(name) for name in frame.columns[gaps.any(axis=0)]]
        notes.append(
            f"{int(gaps.to_numpy().sum()):,} missing values were filled, numbers with the median, "
            f"texts with a value of their own, in {_listed(names)}."
        )
    if len(frame) < LEAST_ROWS:
        raise BadRequest(f"A map needs at least {LEAST_ROWS} rows; {len(frame)} are left.")
    parts = _numbers(frame, notes)
    return _standardised(parts, kept, notes)


def _numbers(frame: pd.DataFrame, notes: list[str]) -> dict[str, Matrix]:
    import numpy as np
    import pandas as pd

    parts: dict[str, Matrix] = {}
    for name, column in frame.items():
        kinds = pd.api.types
        if kinds.is_datetime64_any_dtype(column.dtype):
            column = column.astype("int64").where(column.notna()).astype("float64")
        if kinds.is_numeric_dtype(column.dtype) or kinds.is_bool_dtype(column.dtype):
            numbers = column.astype("float64").to_numpy(dtype=np.float64, na_value=np.nan)
            middle = float(np.nanmedian(numbers)) if not np.isnan(numbers).all() else 0.0
            parts[str(name)] = np.where(np.isnan(numbers), middle, numbers)
        else:
            parts |= _categories(str(name), column, notes)
    return parts


def _categories(name: str, column: pd.Series, notes: list[str]) -> dict[str, Matrix]:
    """Give a column for each of the more frequent texts, and one for all others."""
    texts = column.astype("object").where(column.notna(), None)
    counts = texts.map(lambda text: "missing" if text is None else str(text))
    frequent = counts.value_counts().index[:_MOST_CATEGORIES].tolist()
    if counts.nunique() > _MOST_CATEGORIES:
        rest = counts.nunique() - _MOST_CATEGORIES
        notes.append(
            f"Of {name!r} the {_MOST_CATEGORIES} most frequent values count, {rest:,} "
            "rarer ones as one."
        )
        counts = counts.where(counts.isin(frequent), _OTHER)
        frequent.append(_OTHER)
    return {f"{name} = {text}": (counts == text).to_numpy(dtype=float) for text in frequent}


def _standardised(parts: dict[str, Matrix], kept: NDArray[np.int64], notes: list[str]) -> Prepared:
    import numpy as np

    if len(parts) > _MOST_WIDTH:
        raise BadRequest(
            f"These columns make {len(parts):,} numbers a row, and a map takes {_MOST_WIDTH} at "
            "most. Choose fewer columns."
        )
    spread = {name: float(values.std()) for name, values in parts.items()}
    same = [name for name, one in spread.items() if not one > 0]
    if same:
        notes.append(f"Without effect, since all rows have the same value: {_listed(same)}.")
    features = [name for name in parts if name not in set(same)]
    if not features:
        raise BadRequest("No column is left that differs between rows. Choose other columns.")
    matrix = np.column_stack(
        [(parts[name] - parts[name].mean()) / spread[name] for name in features]
    )
    return Prepared(matrix, features, kept, notes)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - 8:,} more" if len(names) > 8 else ""
    return ", ".join(names[:8]) + more
