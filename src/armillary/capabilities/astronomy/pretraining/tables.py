"""A mission's table as its model learns it: the measured columns, the star and the disposition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from armillary.base.errors import Invalid
from armillary.capabilities.astronomy.missions import Mission
from armillary.capabilities.astronomy.pretraining import company
from armillary.capabilities.astronomy.pretraining.quantities import DIP, FIT, QUANTITIES

if TYPE_CHECKING:
    import pandas as pd

TARGET = "disposition_of_signal"
"""The column that holds planet, candidate or false_positive."""


def to_learn(
    mission: Mission, frame: pd.DataFrame, beside: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give the rows with a known disposition and star, and of them what may be learned.

    ``beside`` are more of the mission's rows, with which these are only counted.
    Raises `Invalid` for a table that is not the mission's.
    """
    import pandas as pd

    wanted = [mission.star, mission.target]
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise Invalid(
            f"Expected the table of {mission.title}; it has no column {', '.join(missing)}. "
            "Give the archive's own export of it.",
            code="not_this_mission",
        )
    told = frame[mission.target].map(mission.disposition_of)
    kept = told.notna() & frame[mission.star].notna()
    if not kept.any():
        raise Invalid(
            f"No row of the table has a {mission.target} that is known: "
            f"{', '.join(mission.labels)}.",
            code="no_dispositions",
        )
    # Signals are counted before rows of unknown disposition are left out.
    measured = measurements(mission, frame, beside)[kept]
    texts = frame.loc[kept, mission.star].map(_star_text)
    beside = pd.DataFrame({mission.star: texts, TARGET: told[kept].astype(str)})
    return pd.concat([measured, beside], axis=1).reset_index(drop=True)


def measurements(
    mission: Mission, frame: pd.DataFrame, beside: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give the measured and counted columns as numbers; one that the table lacks is empty."""
    import numpy as np
    import pandas as pd

    counts = company.count(mission, frame, beside)
    columns = {}
    for name in QUANTITIES[mission.key].values():
        if name in frame.columns:
            numbers = pd.to_numeric(frame[name], errors="coerce").astype("float64")
            columns[name] = numbers.where(np.isfinite(numbers))
        elif name in counts:
            columns[name] = counts[name]
        else:
            columns[name] = pd.Series(np.nan, index=frame.index)
    return pd.DataFrame(columns, index=frame.index)


def is_measured(mission: Mission, frame: pd.DataFrame) -> pd.Series[bool]:
    """Tell of each row whether enough of the dip was measured for a model to speak of it."""
    there = [name for name in DIP[mission.key] if name in frame.columns]
    if len(there) < len(DIP[mission.key]):
        return frame.index.to_series().map(lambda _: False).astype(bool)
    return frame[there].notna().all(axis=1)


def is_fitted(mission: Mission, frame: pd.DataFrame) -> pd.Series[bool]:
    """Tell of each row of a mission's own table whether its model may be learned from it."""
    return is_measured(mission, frame) & frame[list(FIT[mission.key])].notna().all(axis=1)


def absent(mission: Mission, columns: Iterable[str]) -> list[str]:
    """Name the measured columns that a table lacks."""
    there = set(columns)
    counted = set(company.COUNTED) if mission.star in there else set()
    return [name for name in QUANTITIES[mission.key].values() if name not in there | counted]


def _star_text(star: object) -> str:
    """Name a star; a number means the same with and without a point."""
    return str(int(star)) if isinstance(star, float) and star.is_integer() else str(star).strip()
