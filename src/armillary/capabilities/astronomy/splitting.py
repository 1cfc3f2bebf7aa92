"""What learning makes of a mission's table: one of three classes a row, and a test part by star."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.split import Shares, groups_of, split_rows

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from armillary.capabilities.astronomy.missions import Mission

CLASS = "exoplanet_class"
"""The column that says planet, candidate or false_positive."""

SEED = 42
TEST_SHARE, VALIDATION_SHARE = 0.20, 0.18
STEERING_SHARE = 0.10
"""The share of the rows by which training is steered, beside those that judge it."""


def classes_of(frame: pd.DataFrame, mission: Mission, column: str) -> pd.Series[Any]:
    """Give what each row is, None where its label says nothing known."""
    import pandas as pd

    known = {label: mission.disposition_of(label) for label in frame[column].dropna().unique()}
    return pd.Series(frame[column].map(known), index=frame.index, dtype=object)


def split_stars(
    classes: pd.Series[Any], frame: pd.DataFrame, star: str
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Give the places of the rows to learn from and of those for the test, a star on one side.

    Rows without a class are on neither. The same table gives the same parts.
    """
    import numpy as np

    places = np.flatnonzero(classes.notna().to_numpy())
    if not len(places):
        raise Invalid("No row has a known disposition, so nothing can be learned.")
    labels = np.unique(classes.iloc[places].astype(str), return_inverse=True)[1]
    inner = (1 - TEST_SHARE) * VALIDATION_SHARE
    split = split_rows(
        labels,
        classes=True,
        shares=Shares(validation=inner, test=TEST_SHARE),
        rng=np.random.default_rng(SEED),
        groups=groups_of(frame.iloc[places].reset_index(drop=True), star),
    )
    kept = np.sort(np.concatenate([split.train, split.validation]))
    return places[kept], places[split.test]
