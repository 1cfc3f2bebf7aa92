"""A model without a value of the table that it learned from: what is shipped holds none.

The rows by which a bundle proves itself, the examples in its forms and its ranges would be rows
and values of the archive. They are taken from the synthetic transit survey instead, and ranges are
rounded outwards to one digit.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.missions import Mission
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES
from armillary.learning.algorithms import get_algorithm
from armillary.learning.contract import State

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_SURVEY = {
    "period": "period_days",
    "duration": "transit_duration_hours",
    "depth": "transit_depth_ppm",
    "impact": "impact_parameter",
    "radius": "planet_radius_earth",
    "temperature": "equilibrium_temperature",
    "insolation": "insolation_earth",
    "snr": "snr",
    "star_temperature": "star_temperature",
    "star_radius": "star_radius",
    "magnitude": "star_magnitude",
}
"""The column of the synthetic survey by the quantity that it holds."""
_SURVEY_SEED = 7
_SURVEY_ROWS = 10
_RANGES = re.compile(r"\[([-+.\deE]+):([-+.\deE]+)\]")


def survey_rows(mission: Mission) -> list[dict[str, float | None]]:
    """Give rows of the synthetic survey in the mission's columns; what it lacks is None."""
    import numpy as np

    from armillary.learning.generators.transit_survey import generator

    params = generator.params.defaults() | {"n_points": _SURVEY_ROWS}
    values = generator.generate(params, np.random.default_rng(_SURVEY_SEED))
    named = {column: _SURVEY.get(name) for name, column in QUANTITIES[mission.key].items()}
    return [
        {
            column: None if source is None else float(values[source][row])
            for column, source in named.items()
        }
        for row in range(_SURVEY_ROWS)
    ]


def without_values(mission: Mission, model: FittedModel) -> FittedModel:
    """Give the same model with nothing of its table left in it but what it learned."""
    rows = survey_rows(mission)
    example = rows[0]
    recipe = model.recipe
    if recipe is not None:
        described = tuple(_described(dict(each), example) for each in recipe.described)
        recipe = replace(recipe, described=described)
    columns = tuple(
        replace(
            column,
            example=example.get(column.name),
            minimum=_outwards(column.minimum, down=True),
            maximum=_outwards(column.maximum, down=False),
        )
        for column in model.preprocess.columns
    )
    needed = recipe.needed if recipe is not None else frozenset(example)
    return replace(
        model,
        recipe=recipe,
        preprocess=replace(model.preprocess, columns=columns),
        predictor=get_algorithm(model.algorithm).load(_rounded(model.predictor.to_state())),
        proof_rows=[{name: row[name] for name in row if name in needed} for row in rows],
        judged={},
        profile=None,
    )


def _described(column: dict[str, Any], example: dict[str, float | None]) -> dict[str, Any]:
    found = {"example": example.get(column["name"])}
    for name, down in (("minimum", True), ("maximum", False)):
        if column.get(name) is not None:
            found[name] = _outwards(column[name], down=down)
    return column | found


def _outwards(value: Any, *, down: bool) -> Any:
    """Round to one digit, away from what lies within."""
    if not isinstance(value, int | float) or value == 0 or not math.isfinite(value):
        return value
    unit = 10.0 ** math.floor(math.log10(abs(value)))
    rounded = (math.floor if down else math.ceil)(value / unit) * unit
    return float(f"{rounded:.1g}") if abs(rounded) < 1e15 else rounded


def _rounded(state: State) -> State:
    """Round the ranges that a booster notes of the columns; it does not need them to predict."""
    files = {}
    for name, data in state.files.items():
        lines = data.decode().splitlines(keepends=True)
        files[name] = "".join(
            _RANGES.sub(_round_range, line) if line.startswith("feature_infos=") else line
            for line in lines
        ).encode()
    return State(files, state.resume_only)


def _round_range(found: re.Match[str]) -> str:
    low, high = _outwards(float(found[1]), down=True), _outwards(float(found[2]), down=False)
    return f"[{low:g}:{high:g}]"
