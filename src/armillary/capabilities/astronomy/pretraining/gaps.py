"""Gaps made by chance in what is learned from, so that models cope with rows that lack something.

Of a light curve found at home no impact parameter is known, of an own table often no error, and of
a signal alone not who shares its rhythm. A model that has met such rows of every disposition takes
nothing from the gap itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.capabilities.astronomy.missions import Mission
from armillary.capabilities.astronomy.pretraining.company import COUNTED
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

SHARE = 0.15
"""The share of the rows in which each group of columns is emptied."""


def with_gaps(
    mission: Mission, table: pd.DataFrame, learned: npt.NDArray[np.bool_], seed: int
) -> pd.DataFrame:
    """Give the table with gaps in some of the rows that are learned from; the others are whole."""
    import numpy as np

    rng = np.random.default_rng(seed)
    made = table.copy()
    for group in groups_of(mission):
        emptied = learned & (rng.random(len(table)) < SHARE)
        made.loc[emptied, [name for name in group if name in made.columns]] = np.nan
    return made


def groups_of(mission: Mission) -> tuple[tuple[str, ...], ...]:
    """Give the groups of columns that are missing together where they are."""
    columns = QUANTITIES[mission.key]
    errors = tuple(column for name, column in columns.items() if "_error" in name)
    impact = tuple(column for name, column in columns.items() if name.startswith("impact"))
    counted = tuple(name for name in COUNTED if name in columns.values())
    return tuple(group for group in (errors, impact, counted) if group)
