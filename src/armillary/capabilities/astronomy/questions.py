"""What stored models are asked of a test table, who may judge them, and where they are silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy import reasons
from armillary.capabilities.astronomy.answering import Asked
from armillary.capabilities.astronomy.missions import DISPOSITIONS, Mission
from armillary.capabilities.astronomy.pretraining.kept_apart import is_held_out
from armillary.capabilities.astronomy.pretraining.tables import is_measured, measurements
from armillary.capabilities.astronomy.pretraining.transfer import is_choosing, sureness
from armillary.capabilities.astronomy.splitting import classes_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from armillary.capabilities.astronomy.ground import Test
    from armillary.learning.model import FittedModel

    Floats = np.ndarray[Any, Any]

_NOT_MEASURED = "How long or how deep it dips was not measured, so nothing can be said of it."


def as_measured(mission: Mission, model: FittedModel, test: Test, past: pd.DataFrame) -> Asked:
    """Ask a model of the mission, which knows some of its stars, with what it counts by itself."""
    frame, features, usual = _counted(mission, model, test, past)
    stars = frame[mission.star] if mission.star in frame.columns else range(len(frame))
    measured = is_measured(mission, frame).to_numpy()
    unseen = [bool(one) for one in is_held_out(mission.key, stars) & measured]
    test.notes.append(
        f"The stored model has learned from other rows of this table: the metrics are of the "
        f"{sum(unseen):,} rows whose stars it has never seen and whose dips were measured."
    )
    whys = _not_measured(mission, frame)
    return Asked(model, mission, frame, features, usual, test.target, unseen, lambda _: whys)


def across(
    mission: Mission, model: FittedModel, test: Test, past: pd.DataFrame, least_sureness: float
) -> Asked:
    """Ask a model that learned from another mission, which is silent where it is not sure enough.

    Judged by decided rows of stars that had no part in choosing when it is silent.
    """
    frame, features, usual = _counted(mission, model, test, past)
    truth = classes_of(frame, mission, str(test.target))
    may_judge = ~is_choosing(frame[mission.star]) & truth.isin(["planet", "false_positive"])
    test.notes.append(
        "The model has learned from no row of this mission: the metrics are of those rows that it "
        "answers, people have decided, and whose stars had no part in choosing when it is silent."
    )
    missing = _not_measured(mission, frame)

    def silent(said: Floats) -> list[str | None]:
        share = said[:, DISPOSITIONS.index("planet")]
        return [
            why or (None if sure >= least_sureness else _unsure(float(planet), least_sureness))
            for why, sure, planet in zip(missing, sureness(share), share, strict=True)
        ]

    judging = [bool(one) for one in may_judge]
    return Asked(model, mission, frame, features, usual, test.target, judging, silent)


def _counted(
    mission: Mission, model: FittedModel, test: Test, past: pd.DataFrame
) -> tuple[pd.DataFrame, list[str], dict[str, Any]]:
    features = [str(one["name"]) for one in model.features]
    frame = test.frame.assign(**measurements(mission, test.frame, past))
    return frame, features, reasons.usual_of(measurements(mission, past), features)


def _not_measured(mission: Mission, frame: pd.DataFrame) -> Sequence[str | None]:
    return [None if one else _NOT_MEASURED for one in is_measured(mission, frame)]


def _unsure(planet: float, least_sureness: float) -> str:
    least = 0.5 + least_sureness / 2
    return (
        f"What another mission taught says planet with {planet:.0%}, which is not sure enough: "
        f"between {1 - least:.0%} and {least:.0%} it is too often wrong."
    )
