"""Stars, planets on circular orbits and what is taken for them, for synthetic transit surveys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_SUN_KELVIN = 5772.0
_SUN_IN_EARTHS = 109.08
_AU_IN_SUNS = 215.03
_EARTH_KELVIN = 278.5
_YEAR_DAYS = 365.25
_OBSERVED_SHARE = 0.92
_NOISE_HOURS = 6.5
_FIRST_STAR = 10_000_000
_CAUSES = ("binary", "background", "instrument")
_CAUSE_SHARES = (0.45, 0.3, 0.25)


@dataclass(frozen=True)
class Signals:
    """Dips found in the light of stars: whose they are, what causes them, what they are like."""

    star: NDArray[np.int64]
    number: NDArray[np.int64]
    cause: NDArray[np.str_]
    values: dict[str, NDArray[Any]]


def draw_signals(params: Mapping[str, Any], rng: np.random.Generator) -> Signals:
    """Observe stars until there are as many signals above the threshold as were asked for."""
    import numpy as np

    others = round(params["n_points"] * params["false_positive_share"])
    planets = params["n_points"] - others
    batches: list[dict[str, NDArray[Any]]] = []
    first_star, lacks = 0, True
    while lacks:
        batch = _observe(max(params["n_points"], 500), first_star, params, rng)
        first_star = int(batch["star"].max()) + 1
        is_listed = batch["snr"] >= params["threshold"]
        batches.append({name: values[is_listed] for name, values in batch.items()})
        is_planet = np.concatenate([one["cause"] for one in batches]) == "planet"
        lacks = is_planet.sum() < planets or (~is_planet).sum() < others
    joined = {name: np.concatenate([one[name] for one in batches]) for name in batches[0]}
    chosen = np.concatenate(
        [np.flatnonzero(is_planet)[:planets], np.flatnonzero(~is_planet)[:others]]
    )
    kept = {name: values[chosen] for name, values in joined.items()}
    # Numbers and order of stars say nothing about what is around them.
    named, at = np.unique(kept.pop("star"), return_inverse=True)
    star = _FIRST_STAR + rng.permutation(len(named))[at]
    order = np.argsort(star, kind="stable")
    kept = {name: values[order] for name, values in kept.items()}
    star, cause = star[order], kept.pop("cause")
    return Signals(star, _numbered(star), cause, kept)


def _observe(
    signals: int, first_star: int, params: Mapping[str, Any], rng: np.random.Generator
) -> dict[str, NDArray[Any]]:
    """Give signals of fresh stars, loud and faint."""
    import numpy as np

    # One planet at least, further ones by chance; a false positive has its star for itself.
    is_false = np.sort(rng.random(signals) < params["false_positive_share"])
    more = params["planets_per_star"] - 1
    begins_star = is_false | (rng.random(signals) < 1 / (1 + more))
    begins_star[0] = True
    at_star = np.cumsum(begins_star) - 1
    stars = _stars(int(at_star[-1]) + 1, rng)
    of_star = {name: values[at_star] for name, values in stars.items()}
    cause = np.where(is_false, rng.choice(_CAUSES, signals, p=_CAUSE_SHARES), "planet")
    dips = _dips(cause, of_star, params["days"], rng)
    return {"star": first_star + at_star, "cause": cause, **dips, **of_star}


def _stars(count: int, rng: np.random.Generator) -> dict[str, Numbers]:
    import numpy as np

    kelvin = rng.normal(5500, 700, count).clip(3200, 7500)
    mass = (kelvin / _SUN_KELVIN) ** 1.75
    # Many more faint stars than bright ones are in the sky.
    magnitude = 16 - rng.exponential(1.4, count).clip(0, 8)
    return {
        "star_temperature": kelvin,
        "star_radius": mass**0.8 * np.exp(rng.normal(0, 0.08, count)),
        "star_mass": mass,
        "star_magnitude": magnitude,
    }


def _dips(
    cause: NDArray[np.str_], star: dict[str, Numbers], days: float, rng: np.random.Generator
) -> dict[str, Numbers]:
    """Give what each signal is like, by its cause."""
    import numpy as np

    rows = len(cause)
    longest = days / 3
    period = np.exp(rng.uniform(np.log(0.5), np.log(longest), rows))
    is_binary, is_behind = cause == "binary", cause == "background"
    is_planet, is_false_dip = cause == "planet", cause == "instrument"
    period = np.where(is_binary | is_behind, period**0.6, period)
    earths = np.exp(np.where(rng.random(rows) < 0.85, rng.normal(0.75, 0.45, rows), 2.35))
    earths = np.where(is_binary, rng.uniform(12, 90, rows), earths)
    earths = np.where(is_behind, np.exp(rng.normal(1.6, 0.7, rows)), earths)
    earths = np.where(is_false_dip, np.exp(rng.normal(0.7, 0.6, rows)), earths)
    impact = rng.uniform(0, 1, rows) ** np.where(is_planet, 1.0, 0.5)
    ratio = (earths / (_SUN_IN_EARTHS * star["star_radius"])).clip(max=0.95)
    axis = (star["star_mass"] * (period / _YEAR_DAYS) ** 2) ** (1 / 3)
    hours = transit_hours(period, axis, star["star_radius"], ratio, impact)
    # What the instrument does knows no orbit.
    hours = np.where(is_false_dip, np.exp(rng.normal(1.6, 0.9, rows)), hours)
    depth = 1e6 * ratio**2
    count = np.maximum(1, np.floor(days * _OBSERVED_SHARE / period))
    secondary = depth * np.where(is_binary, rng.uniform(0.05, 0.9, rows), 0.0)
    secondary += np.abs(rng.normal(0, 0.15, rows)) * noise_ppm(star["star_magnitude"], hours)
    offset = np.abs(rng.normal(0, 0.3, rows)) + np.where(is_behind, rng.uniform(1, 9, rows), 0)
    light = (star["star_radius"] ** 2 * (star["star_temperature"] / _SUN_KELVIN) ** 4) / axis**2
    return {
        "period_days": period,
        "transit_depth_ppm": depth,
        "transit_duration_hours": hours,
        "impact_parameter": impact,
        "planet_radius_earth": earths,
        "semi_major_axis_au": axis,
        "insolation_earth": light,
        "equilibrium_temperature": _EARTH_KELVIN * light**0.25,
        "transit_count": count,
        "snr": depth / noise_ppm(star["star_magnitude"], hours) * np.sqrt(count),
        "secondary_depth_ppm": secondary,
        "centroid_offset_arcsec": offset,
    }


def transit_hours(
    period_days: Numbers, axis_au: Numbers, star_radius: Numbers, ratio: Numbers, impact: Numbers
) -> Numbers:
    """Give how long a planet of a circular orbit is in front of its star, in hours."""
    import numpy as np

    path = np.sqrt(((1 + ratio) ** 2 - impact**2).clip(min=1e-4))
    across = (path * star_radius / (_AU_IN_SUNS * axis_au)).clip(max=1.0)
    return np.asarray(24 * period_days / np.pi * np.arcsin(across))


def noise_ppm(magnitude: Numbers, hours: Numbers) -> Numbers:
    """Give how much the light of a star scatters over the length of a dip, in millionths."""
    import numpy as np

    photons = 30.0 * 10 ** (0.2 * (magnitude - 12))
    return np.asarray(np.hypot(photons, 15.0) * np.sqrt(_NOISE_HOURS / hours))


def _numbered(star: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the signals of each star from 1; signals of one star follow each other."""
    import numpy as np

    begins = np.concatenate([[True], star[1:] != star[:-1]])
    first = np.maximum.accumulate(np.where(begins, np.arange(len(star)), 0))
    return np.asarray(np.arange(len(star)) - first + 1)
