"""What each row is like by itself where nothing is predicted: the rows behind the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import ClassLabel, TaskKind

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_BINS = 40
_SHOWN_SHARE = 0.99


@dataclass(frozen=True)
class Measured:
    """What was said of rows: a name for each (n,), and numbers (n,), NaN where there is none.

    Names are places in ``names``; both are None where rows are not told apart by a name.
    """

    measures: Mapping[str, Array]
    said: Array | None = None
    names: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DescribedRows:
    """Rows that were looked at, where they stand in the table (n,), and what was found of each.

    ``labels`` (n,) are places in ``classes``, -1 where a label is not known. ``part`` says which
    rows they are, and ``is_whole`` that the table is the dataset as it is, and no table that a
    recipe made of it.
    """

    kind: TaskKind
    part: str
    found: Measured
    places: Array
    labels: Array
    classes: tuple[ClassLabel, ...] | None
    is_whole: bool


def count_bins(values: Array, low: float | None = None, high: float | None = None) -> Any:
    """Count values in bins of one width, as ``{edges, counts}``; None where there are no values.

    Without a ``high`` the last bin ends where a hundredth of the values lie beyond, and holds these
    too: one odd row would press all others into one bar.
    """
    import numpy as np

    known = values[np.isfinite(values)]
    if not len(known):
        return None
    start = float(known.min()) if low is None else low
    end = float(np.quantile(known, _SHOWN_SHARE)) if high is None else high
    edges = np.linspace(start, end if end > start else start + 1.0, _BINS + 1)
    counts, _ = np.histogram(np.clip(known, edges[0], edges[-1]), edges)
    return {"edges": edges.tolist(), "counts": counts.tolist()}
