"""Signals of a made-up transit survey: stars, planets that cross them, and what only looks like it.

A star's mass, radius and luminosity follow from its temperature as on the main sequence
(``M = (T/5772)**1.75``, ``R = M**0.8``, ``L = R**2 (T/5772)**4``). A planet of radius ``Rp`` on a
circular orbit (Kepler's third law gives the axis ``a``) makes a dip of depth ``k**2`` with
``k = Rp/R`` that lasts ``P/pi asin(sqrt((1+k)**2 - b**2) R/a)`` for the impact parameter ``b``
(S. Seager and G. Mallen-Ornelas, ApJ 585, 2003, for circular orbits). The signal to noise ratio is
``depth / noise * sqrt(number of transits)``, and only signals above the threshold are listed.
Eclipsing binaries, binaries in the background and instrument effects make the false positives.

Leaks are there on purpose: the four flags and the score come from vetting that nearly knew the
answer, and signals of one star share its values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.generating import AboutGenerator, points
from armillary.learning.orbits import Signals, draw_signals
from armillary.learning.parameters import FloatParam, IntParam, Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values

_FLAG_RIGHT = 0.95
_FLAG_WRONG = 0.02
_MEASURED = 0.02
_EXACT = frozenset(
    {
        "period_days",
        "transit_count",
        "impact_parameter",
        "star_magnitude",
        "star_temperature",
        "star_radius",
        "star_mass",
    }
)
_ROUNDED = {
    "star_magnitude": 3,
    "transit_depth_ppm": 2,
    "secondary_depth_ppm": 2,
    "insolation_earth": 4,
}
_WHOLE = ("star_temperature", "equilibrium_temperature", "transit_count")


class TransitSurvey:
    """Planets and what is taken for them, as a pipeline lists them."""

    id = "transit_survey"
    about = AboutGenerator(
        name="Transit survey",
        description="Dips in the light of made-up stars: planets, binaries, instrument effects.",
        task="classification",
        target="disposition",
        axes=("period_days", "planet_radius_earth"),
    )
    params = Params(
        [
            points(2000),
            FloatParam(
                name="false_positive_share",
                title="False positives",
                effect="The share of signals that are no planet.",
                default=0.5,
                minimum=0.0,
                maximum=0.95,
            ),
            FloatParam(
                name="planets_per_star",
                title="Planets of a star",
                effect="How many planets are seen around a star that has some, on average.",
                default=2.0,
                minimum=1.0,
                maximum=6.0,
            ),
            FloatParam(
                name="threshold",
                title="Threshold",
                effect="The least signal to noise ratio that is listed.",
                default=7.1,
                minimum=1.0,
                maximum=30.0,
                advanced=True,
            ),
            IntParam(
                name="days",
                title="Length of the survey",
                effect="Days of observing; longer finds longer periods and weaker signals.",
                default=1460,
                minimum=30,
                maximum=5000,
                unit="days",
                advanced=True,
            ),
        ]
    )

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name what was measured, what vetting said, and the answer."""
        return {
            "star_id": "Number of the star; several signals may be of one star, so split by it.",
            "signal_id": "Star and number of the signal.",
            "period_days": "Time between two dips in days.",
            "transit_depth_ppm": "How much of the light is missing, in millionths.",
            "transit_duration_hours": "How long a dip lasts, in hours.",
            "impact_parameter": "Where the path crosses the star: 0 middle, 1 rim.",
            "planet_radius_earth": "Radius that the depth stands for, in radii of the Earth.",
            "semi_major_axis_au": "Size of the orbit in astronomical units.",
            "insolation_earth": "Light received, in that of the Earth.",
            "equilibrium_temperature": "Temperature without an atmosphere, in kelvin.",
            "transit_count": "How many dips were seen.",
            "snr": "Signal to noise ratio of all dips together.",
            "secondary_depth_ppm": "Depth of a second dip half a period later, in millionths.",
            "centroid_offset_arcsec": "How far the light moves during a dip, in arcseconds.",
            "star_temperature": "Effective temperature in kelvin.",
            "star_radius": "Radius in radii of the Sun.",
            "star_mass": "Mass in masses of the Sun.",
            "star_magnitude": "Apparent magnitude; small is bright.",
            "flag_not_transit_like": "LEAK: vetting found the dip not to be that of a transit.",
            "flag_stellar_eclipse": "LEAK: vetting found a second dip or the shape of a binary.",
            "flag_centroid_offset": "LEAK: vetting found the light to come from another star.",
            "flag_contamination": "LEAK: vetting found the period of another known binary.",
            "disposition_score": "LEAK: how sure vetting was that it is a planet, 0 to 1.",
            "disposition": "CONFIRMED for a planet, FALSE POSITIVE for all else: the target.",
        }

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Observe stars until there are enough signals, then have them vetted."""
        import numpy as np

        signals = draw_signals(params, rng)
        rows = params["n_points"]
        table = _measured(signals, rng)
        cause = signals.cause
        is_planet = cause == "planet"
        flags = {
            "flag_not_transit_like": _flag(cause == "instrument", rng),
            "flag_stellar_eclipse": _flag(cause == "binary", rng),
            "flag_centroid_offset": _flag(cause == "background", rng),
            "flag_contamination": _flag((cause == "background") & (rng.random(rows) < 0.4), rng),
        }
        score = np.where(is_planet, rng.beta(9, 1, rows), rng.beta(1, 9, rows))
        return {
            **table,
            **flags,
            "disposition_score": score.round(3),
            "disposition": np.where(is_planet, "CONFIRMED", "FALSE POSITIVE"),
        }


generator = TransitSurvey()


def _measured(signals: Signals, rng: np.random.Generator) -> Values:
    """Give what a pipeline measures of the signals: nearly the truth."""
    import numpy as np

    exact = signals.values
    rows = len(signals.star)
    seen = {
        name: values if name in _EXACT else values * (1 + rng.normal(0, _MEASURED, rows))
        for name, values in exact.items()
    }
    ids = {
        "star_id": signals.star,
        "signal_id": np.array(
            [
                f"{star}.{number:02d}"
                for star, number in zip(signals.star, signals.number, strict=True)
            ]
        ),
    }
    rounded = {name: np.round(values, _ROUNDED.get(name, 5)) for name, values in seen.items()}
    whole = {name: rounded[name].astype(np.int64) for name in _WHOLE}
    return ids | rounded | whole


def _flag(is_so: Any, rng: np.random.Generator) -> Any:
    """Say 1 for nearly all that are so, and for a few that are not."""
    import numpy as np

    chance = np.where(is_so, _FLAG_RIGHT, _FLAG_WRONG)
    return (rng.random(len(chance)) < chance).astype(np.int64)
