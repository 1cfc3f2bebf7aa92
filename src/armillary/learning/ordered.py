"""Splitting rows in the order of time: learned from the oldest, judged on the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.base.errors import Invalid, NotFound
from armillary.learning.preprocess.read import numbers, times
from armillary.learning.preprocess.roles import role_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.split import Shares

    Floats = npt.NDArray[np.float64]
    Rows = npt.NDArray[np.int64]


def order_of(rows: pd.DataFrame, time: str | None) -> Floats | None:
    """Give when each row was (n_rows,), as a number that rises; NaN where that is not known.

    Raises `Invalid` where the column holds neither dates nor numbers.
    """
    import numpy as np

    if time is None:
        return None
    if time not in rows.columns:
        raise NotFound(f"The table has no column {time!r} to order rows by.")
    series = rows[time]
    if role_of(series) == "numeric":
        return numbers(time, series)
    try:
        read = times(time, series)
    except Invalid as error:
        raise Invalid(
            f"Rows are ordered by dates or numbers; {error.message} Choose another time column.",
            code="no_time_column",
        ) from None
    seconds = read.to_numpy(dtype="datetime64[us]").astype(np.float64)
    return np.where(read.isna().to_numpy(), np.nan, seconds)


def deal_in_order(when: Floats, shares: Shares) -> Rows:
    """Give each row its part (n_rows,): 0 to learn from, 1 to steer by, 2 to be judged on.

    The newest rows judge, those before them steer. Rows of one time stay together, so the parts are
    as near their shares as that allows; a row of no known time is learned from, for whatever it
    tells cannot be told from what was known later.
    """
    import numpy as np

    known = np.isfinite(when)
    moments, counts = np.unique(when[known], return_counts=True)
    if len(moments) < 3:
        raise Invalid(
            f"The time column has {len(moments)} different values; training, validation and test "
            "part need at least 3.",
            code="too_few_times",
        )
    older = len(when) - int(known.sum()) + np.cumsum(counts)  # rows up to each moment
    wanted = len(when) * np.array([1 - shares.validation - shares.test, 1 - shares.test])
    first = int(np.abs(older[:-2] - wanted[0]).argmin())
    last = first + 1 + int(np.abs(older[first + 1 : -1] - wanted[1]).argmin())
    part = np.zeros(len(when), dtype=np.int64)
    part[known] = np.searchsorted(moments[[first, last]], when[known], side="left")
    return part


def tell_times(when: Floats | None) -> list[str]:
    """Say how many rows have no time, where some have none."""
    import numpy as np

    missing = 0 if when is None else int((~np.isfinite(when)).sum())
    if not missing:
        return []
    rows = "1 row has" if missing == 1 else f"{missing:,} rows have"
    return [f"{rows} no known time and can only be learned from, never judge."]
