"""What the rest of a table says of a signal: how many its star has, and who shares its rhythm.

An eclipsing binary spills its light over its neighbours, on which its dips are seen again: at the
same period and the same moments, on another star (J. Coughlin et al., AJ 147, 119, 2014). Several
signals of one star are seldom chance (J. Lissauer et al., ApJ 750, 112, 2012), unless they repeat
each other. Nothing here is read from dispositions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.missions import Mission, MissionKey

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]

SIGNALS = "signals_of_star"
"""How many signals the table has of the star; a row by itself leaves it empty."""
RHYTHM = "same_rhythm_elsewhere"
"""How many signals of other stars come with the same period at the same moments."""
RATIO = "nearest_period_ratio"
"""The logarithm of the ratio to the nearest period of the star's other signals."""
COUNTED = (SIGNALS, RHYTHM, RATIO)

_READ: Mapping[MissionKey, tuple[str, str, str]] = MappingProxyType(
    {
        "kepler": ("koi_period", "koi_time0bk", "koi_duration"),
        "tess": ("pl_orbper", "pl_tranmid", "pl_trandurh"),
    }
)
"""Period, a moment of the middle of a dip, and hours that it lasts. Of moments only the place
within the period is looked at: when a signal was last seen would tell the past."""
_SAME_PERIOD = 1e-4
_LEAST_DAYS = 0.1
_USUAL_HOURS = 2.4
_WHOLE_TABLE = 3_000
"""In a table with fewer rows, that nobody shares a rhythm says nothing."""


def needed(mission: Mission, columns: Iterable[str]) -> list[str]:
    """Name those of a table's columns that counting reads."""
    there = set(columns)
    return [name for name in (mission.star, *_READ.get(mission.key, ())) if name in there]


def count(
    mission: Mission, frame: pd.DataFrame, beside: pd.DataFrame | None = None
) -> dict[str, pd.Series[Any]]:
    """Count what can be counted of each row; rhythms may be shared by those ``beside``, too."""
    import pandas as pd

    if mission.star not in frame.columns:
        return {}
    stars = frame[mission.star].map(str)
    found = {SIGNALS: stars.groupby(stars).transform("size") * 1.0}
    if mission.key not in _READ or not set(_READ[mission.key]) <= set(frame.columns):
        return found
    rows = _rhythms(mission, frame)
    others = rows if beside is None else pd.concat([rows, _rhythms(mission, beside)])
    found[RHYTHM] = pd.Series(_shared(rows, others), index=frame.index)
    found[RATIO] = pd.Series(_ratios(rows), index=frame.index)
    return found


def _rhythms(mission: Mission, frame: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    read = zip(("period", "moment", "hours"), _READ[mission.key], strict=True)
    columns = {
        name: pd.to_numeric(frame[column], errors="coerce")
        for name, column in read
        if column in frame.columns
    }
    names = ["period", "moment", "hours"]
    made = pd.DataFrame(columns, index=frame.index, columns=names, dtype="float64")
    return made.assign(star=frame[mission.star].map(str))


def _shared(rows: pd.DataFrame, others: pd.DataFrame) -> Floats:
    """Count for each row (n,) the signals of other stars with its period and its moments."""
    import numpy as np

    known = others[others["period"].gt(0) & others["moment"].notna()].sort_values("period")
    periods, moments = known["period"].to_numpy(), known["moment"].to_numpy()
    stars = known["star"].to_numpy()
    found = np.full(len(rows), np.nan)
    columns = (rows[name].to_numpy() for name in ("period", "moment", "hours", "star"))
    for place, (period, moment, hours, star) in enumerate(zip(*columns, strict=True)):
        if not period > 0 or moment != moment:
            continue
        low, high = period * (1 - _SAME_PERIOD), period * (1 + _SAME_PERIOD)
        near = slice(np.searchsorted(periods, low), np.searchsorted(periods, high, side="right"))
        apart = np.abs(((moments[near] - moment) / period + 0.5) % 1 - 0.5) * period
        within = max(_LEAST_DAYS, (hours if hours == hours else _USUAL_HOURS) / 24)
        found[place] = ((apart < within) & (stars[near] != star)).sum()
    if len(others) < _WHOLE_TABLE:
        found[found == 0] = np.nan
    return found


def _ratios(rows: pd.DataFrame) -> Floats:
    """Give for each row (n,) how near the nearest other period of its star is."""
    import numpy as np

    found = np.full(len(rows), np.nan)
    with np.errstate(all="ignore"):
        logs = np.log(rows["period"].where(rows["period"] > 0)).to_numpy()
    for places in rows.groupby("star").indices.values():
        if len(places) > 1:
            apart = np.abs(logs[places][:, None] - logs[places])
            np.fill_diagonal(apart, np.inf)
            nearest = np.where(np.isnan(apart), np.inf, apart).min(axis=1)
            found[places] = np.where(np.isfinite(nearest), nearest, np.nan)
    return found
