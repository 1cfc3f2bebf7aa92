"""How often a model was right on stars like the one of a row, among rows whose truth is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.missions import DISPOSITIONS, Mission
from armillary.learning.scores.intervals import score_bounds

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Floats = np.ndarray[Any, Any]

_NEAREST = 50
_FEWEST = 20
_QUANTILE = 1.959964  # of the normal distribution, for 95 %
_MOST_ROWS = 5_000


def look(
    frame: pd.DataFrame, mission: Mission, said: Floats, truth: Sequence[str | None] | None
) -> list[dict[str, Any] | None]:
    """Give ``{rows, right, low, high}`` for each row; None where too few stars are comparable.

    Compared are the star's own columns, each by its spread, with the nearest rows of other stars;
    rows that lack one of them are compared with none.
    """
    import numpy as np

    nothing: list[dict[str, Any] | None] = [None] * len(frame)
    columns = [name for name in mission.star_columns if name in frame.columns]
    if truth is None or not columns or len(frame) > _MOST_ROWS:
        return nothing
    places = _places(frame, columns)
    is_whole = np.asarray(np.isfinite(places).all(axis=1))
    is_known: Floats = np.array([label is not None for label in truth]) & is_whole
    if is_known.sum() < _FEWEST + 1:
        return nothing
    known = np.flatnonzero(is_known)
    right = np.array([DISPOSITIONS[said[one].argmax()] == truth[int(one)] for one in known])
    stars: Floats = _stars(frame, mission)
    return [
        _near(places[row], places[known], right, stars[known] != stars[row])
        if is_whole[row]
        else None
        for row in range(len(frame))
    ]


def _near(place: Floats, others: Floats, right: Floats, is_other: Floats) -> dict[str, Any] | None:
    import numpy as np

    if is_other.sum() < _FEWEST:
        return None
    far = np.square(others - place).sum(axis=1)
    far[~is_other] = np.inf
    nearest = np.argsort(far, kind="stable")[: min(_NEAREST, int(is_other.sum()))]
    hits, rows = int(right[nearest].sum()), len(nearest)
    low, high = score_bounds(hits / rows, rows, _QUANTILE)
    return {"rows": rows, "right": hits, "low": round(low, 4), "high": round(high, 4)}


def _places(frame: pd.DataFrame, columns: list[str]) -> Floats:
    """Give each row's place (n_rows, n_columns), in units of the spread of the middle half."""
    import numpy as np
    import pandas as pd

    numbers = frame[columns].apply(pd.to_numeric, errors="coerce").to_numpy(dtype=np.float64)
    with np.errstate(all="ignore"):
        low, high = np.nanquantile(numbers, [0.25, 0.75], axis=0)
    spread = np.where(high > low, high - low, 1.0)
    return np.asarray(numbers / spread)


def _stars(frame: pd.DataFrame, mission: Mission) -> Floats:
    import numpy as np
    import pandas as pd

    if mission.star not in frame.columns:
        return np.arange(len(frame))
    numbers, _ = pd.factorize(frame[mission.star])
    return np.where(numbers < 0, len(frame) + np.arange(len(frame)), numbers)
