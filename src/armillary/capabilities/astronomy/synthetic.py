"""The synthetic transit survey in the dress of a mission's table, where the real one is absent."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.missions import Mission
from armillary.learning.generators import check_params, get_generator

if TYPE_CHECKING:
    import numpy as np

NOTICE = (
    "The real table could not be had, so the synthetic transit survey stands in: these stars and "
    "planets are made up."
)
_ROWS, _SEED = 4000, 42
# The weaker a signal, the more often nobody has decided what it is.
_UNDECIDED_SNR = 14.0


def write(mission: Mission, path: Path, rows: int = _ROWS) -> int:
    """Write a made-up table with a mission's column names and labels; gives its rows."""
    columns = draw(mission, rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {NOTICE}\n")
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*(values.tolist() for values in columns.values()), strict=True))
    return rows


def draw(mission: Mission, rows: int = _ROWS, seed: int = _SEED) -> dict[str, np.ndarray[Any, Any]]:
    """Draw a made-up table in a mission's columns; other seeds give other stars."""
    import numpy as np

    survey = get_generator("transit_survey")
    params = check_params(survey, {"n_points": rows}).require()
    chance = np.random.default_rng(seed)
    made = survey.generate(params, chance)
    is_undecided = chance.random(rows) < 0.6 * np.exp(-np.asarray(made["snr"]) / _UNDECIDED_SNR)
    labels = mission.synthetic.labels
    decided = np.where(
        made["disposition"] == "CONFIRMED", labels["planet"], labels["false_positive"]
    )
    named = {name: np.asarray(made[own]) for name, own in mission.synthetic.columns.items()}
    return {**named, mission.target: np.where(is_undecided, labels["candidate"], decided)}
