"""A found signal in the columns of a mission, as its pretrained model is asked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.missions import Mission, get_mission
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES

if TYPE_CHECKING:
    from armillary.capabilities.astronomy.light_curves.search import Found

_EARTHS_IN_SUN = 109.08
_MILLION = 1e6


def mission_of(star: Mapping[str, float | str]) -> Mission:
    """Give the mission whose instrument took a curve; Kepler's where the file does not say."""
    said = str(star.get("mission", "")).lower()
    return get_mission("tess" if "tess" in said else "kepler")


def quantities_of(
    found: Found, star: Mapping[str, float | str], periods: Sequence[float]
) -> dict[str, float | None]:
    """Give what was measured of a signal, and what follows of it with the star's values.

    ``periods`` are those of all signals of the star, this one among them.
    Errors are those of a box of this signal to noise (J. Carter et al., ApJ 689, 499, 2008).
    """
    radius, kelvin = _number(star, "star_radius"), _number(star, "star_temperature")
    gravity = _number(star, "star_gravity")
    hours = found.duration * 24
    epoch_error = found.duration / found.snr
    known: dict[str, float | None] = {
        "signals": float(len(periods)),
        "ratio": _nearest_ratio(found.period, periods),
        "period": found.period,
        "epoch": found.epoch,
        "duration": hours,
        "depth": found.depth * _MILLION,
        "snr": found.snr,
        "depth_error": found.depth * _MILLION / found.snr,
        "depth_error_below": -found.depth * _MILLION / found.snr,
        "epoch_error": epoch_error,
        "duration_error": 2 * hours / found.snr,
        "period_error": epoch_error * math.sqrt(12 / max(2, found.dips.count) ** 2)
        / max(1, found.dips.count),
        "star_radius": radius,
        "star_temperature": kelvin,
        "star_gravity": gravity,
        "magnitude": _number(star, "magnitude"),
        "right_ascension": _number(star, "right_ascension"),
        "declination": _number(star, "declination"),
    }  # fmt: skip
    if radius is not None:
        known["radius"] = math.sqrt(max(found.depth, 0.0)) * radius * _EARTHS_IN_SUN
    if radius is not None and gravity is not None and kelvin is not None:
        mass = radius**2 * 10 ** (gravity - 4.438)
        axis = (mass * (found.period / 365.25) ** 2) ** (1 / 3)
        light = radius**2 * (kelvin / 5772) ** 4 / axis**2
        known |= {"insolation": light, "temperature": 278.5 * light**0.25}
    return known


def ask_model(
    found: Found, star: Mapping[str, float | str], periods: Sequence[float]
) -> dict[str, Any] | None:
    """Ask the mission's shipped model what a signal is; None where none is shipped.

    Gives ``probabilities``, the ``row`` in the mission's columns, and ``not_measured``.
    """
    import pandas as pd

    from armillary.capabilities.astronomy import pretrained

    mission = mission_of(star)
    if pretrained.stored_model(mission.key) is None:
        return None
    known = quantities_of(found, star, periods)
    row = {column: known.get(name) for name, column in QUANTITIES[mission.key].items()}
    model = pretrained.load_stored(mission.key)
    said = pretrained.predict(mission, model, pd.DataFrame([row])).to_rows()[0]
    return {
        "mission": mission.key,
        "prediction": said["prediction"],
        "probabilities": said["probabilities"],
        "row": row,
        "not_measured": [column for column, value in row.items() if value is None],
    }


def _nearest_ratio(period: float, periods: Sequence[float]) -> float | None:
    others = [abs(math.log(other / period)) for other in periods if other != period]
    return min(others, default=None)


def _number(star: Mapping[str, float | str], name: str) -> float | None:
    value = star.get(name)
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
