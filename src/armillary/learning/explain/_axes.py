"""The values of a column along which a model is looked at, as rows that have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.explaining import Block, Subject
from armillary.learning.preprocess.read import is_missing
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

_MOST_CATEGORIES = 12
_ORDERED = ("numeric", "datetime")


@dataclass(frozen=True)
class Axis:
    """Some values that a column has, in order where it has one.

    ``rows`` (n_values,) have these values; ``labels`` are the values for people, ``numbers`` are
    where they lie (None without an order); ``shares`` say how many rows are like them.
    """

    rows: Rows
    labels: list[Any]
    numbers: list[float] | None
    shares: list[float]


def axis_of(subject: Subject, block: Block, most: int) -> Axis:
    """Give the axis of a column: quantiles of numbers and dates, the most frequent categories."""
    if block.role in _ORDERED:
        return _ordered(subject, block, most)
    return _categories(subject, block)


def why_no_axis(block: Block) -> str | None:
    """Say why there is no way along a column; None where there is one."""
    if block.role == "text":
        return "a text has no values to go along"
    return None


def numbers_of(subject: Subject, block: Block) -> Floats:
    """Give the values of a column of numbers, truths or dates (n_rows,), gaps as NaN."""
    import numpy as np
    import pandas as pd

    column = subject.frame[block.name]
    if block.role == "datetime":
        times = pd.to_datetime(column, utc=True, errors="coerce")
        known = times.notna().to_numpy()
        out = np.full(len(column), np.nan)
        out[known] = times[known].astype("datetime64[ns, UTC]").astype("int64") / 1e9
        return out
    if pd.api.types.is_timedelta64_dtype(column.dtype):
        seconds: Floats = column.dt.total_seconds().to_numpy(dtype=np.float64)
        return seconds
    found: Floats = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    return found


def labels_of(block: Block, numbers: Sequence[float]) -> list[Any]:
    """Give numbers of a column as people read them: dates as ISO text."""
    import pandas as pd

    if block.role != "datetime":
        return [float(number) for number in numbers]
    return [pd.Timestamp(number, unit="s").isoformat(timespec="seconds") for number in numbers]


def _ordered(subject: Subject, block: Block, most: int) -> Axis:
    import numpy as np

    values = numbers_of(subject, block)
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return _categories(subject, block)
    order = known[np.argsort(values[known], kind="stable")]
    rows = order[spread(len(order), most)]
    # Of equal values one is enough.
    rows = rows[np.concatenate([[True], np.diff(values[rows]) > 0])]
    numbers = [float(number) for number in values[rows]]
    return Axis(rows, labels_of(block, numbers), numbers, [1.0 / len(rows)] * len(rows))


def _categories(subject: Subject, block: Block) -> Axis:
    import numpy as np

    column = subject.frame[block.name].tolist()
    first: dict[Any, int] = {}
    counts: dict[Any, int] = {}
    for place, value in enumerate(column):
        key = None if is_missing(value) else value if isinstance(value, bool) else str(value)
        first.setdefault(key, place)
        counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts, key=lambda key: -counts[key])[:_MOST_CATEGORIES]
    return Axis(
        np.array([first[key] for key in ranked], dtype=np.int64),
        [key if key is None or isinstance(key, bool) else str(key) for key in ranked],
        None,
        [counts[key] / len(column) for key in ranked],
    )
