"""Columns computed from what was measured, as steps of a recipe.

A transit that lasts as long as the density of its star allows, as deep as the planet's radius
says, and as sharp as its noise lets it be, is consistent with a planet; what only looks like one
mostly contradicts itself somewhere (S. Seager and G. Mallen-Ornelas, ApJ 585, 2003). Expressions
speak of quantities in braces and of columns made before them in brackets.
"""

import re
from collections.abc import Mapping
from typing import Any

_ALL = (
    # Of the star: density in that of the Sun from gravity and radius, then mass and luminosity.
    ("star_density", "10 ^ ({star_gravity} - 4.438) / {star_radius}"),
    ("star_mass", "{star_radius} ^ 2 * 10 ^ ({star_gravity} - 4.438)"),
    ("star_luminosity", "log10({star_radius} ^ 2 * ({star_temperature} / 5772) ^ 4)"),
    ("star_absolute_magnitude", "{magnitude} - 5 * log10({distance} / 10)"),
    ("star_light_mismatch", "[star_absolute_magnitude] + 2.5 * [star_luminosity]"),
    ("star_colour", "{magnitude} - {infrared_magnitude}"),
    ("star_motion", "sqrt({motion_right_ascension} ^ 2 + {motion_declination} ^ 2)"),
    ("star_speed", "[star_motion] * {distance}"),
    # Of the orbit and the crossing.
    ("orbit_to_star", "4.2083 * {period} ^ 0.66667 * [star_density] ^ 0.33333"),
    ("radius_ratio", "{radius} / (109.08 * {star_radius})"),
    ("depth_mismatch", "log10({depth} / 1000000 / [radius_ratio] ^ 2)"),
    ("duration_share", "{duration} / 24 / {period}"),
    (
        "duration_mismatch",
        "{duration} / (7.6394 * {period} * (1 + [radius_ratio]) / [orbit_to_star])",
    ),
    (
        "duration_mismatch_at_impact",
        "{duration} / (7.6394 * {period} / [orbit_to_star]"
        " * sqrt(greatest((1 + [radius_ratio]) ^ 2 - {impact} ^ 2, 0.0001)))",
    ),
    ("grazing", "{impact} - [radius_ratio]"),
    ("occulted_radius", "sqrt({depth} / 1000000) * {star_radius}"),
    ("temperature_mismatch", "log10({insolation}) - 4 * log10({temperature})"),
    (
        "insolation_mismatch",
        "log10({insolation}) - [star_luminosity]"
        " + 1.33333 * log10({period} / 365.25) + 0.66667 * log10([star_mass])",
    ),
    # Of the noise: what a transit of this depth should look like.
    ("snr_of_a_transit", "{snr} / sqrt(greatest(1460 / {period}, 1))"),
    ("noise", "log10({depth} / [snr_of_a_transit] * sqrt({duration}))"),
    ("noise_mismatch", "[noise] - 0.2 * {magnitude}"),
    ("snr_mismatch", "log10({snr} * {depth_error} / {depth})"),
    ("depth_error_mismatch", "log10({depth_error}) - 0.2 * {magnitude}"),
    # Of the errors of the fit: a fit that does not hold is uncertain in its own way.
    ("period_relative_error", "{period_error} / {period}"),
    ("duration_relative_error", "{duration_error} / {duration}"),
    ("depth_relative_error", "{depth_error} / {depth}"),
    ("distance_relative_error", "{distance_error} / {distance}"),
    ("depth_error_lean", "{depth_error_below} / {depth_error}"),
    ("impact_error_lean", "{impact_error_below} / {impact_error}"),
    ("epoch_error_share", "{epoch_error} * 24 / {duration}"),
    ("duration_to_epoch_error", "{duration_error} / 24 / {epoch_error}"),
    ("period_to_epoch_error", "{period_error} / {epoch_error}"),
    # Of the sky: near the plane of the Milky Way stars are crowded.
    (
        "galactic_height",
        "sin({declination} * 0.0174533) * 0.45598"
        " + cos({declination} * 0.0174533) * 0.88999"
        " * cos(({right_ascension} - 192.8595) * 0.0174533)",
    ),
)
_OF_MISSION: Mapping[str, tuple[tuple[str, str], ...]] = {
    "tess": (
        # TESS watches the poles of the ecliptic for a year, and most else for 27 days.
        (
            "ecliptic_height",
            "sin({declination} * 0.0174533) * 0.91748"
            " - cos({declination} * 0.0174533) * 0.39777 * sin({right_ascension} * 0.0174533)",
        ),
        ("distance_from_ecliptic", "abs([ecliptic_height])"),
        ("distance_from_milky_way", "abs([galactic_height])"),
        ("dips_of_a_sector", "27.4 / {period}"),
        # Of the crossing alone, whatever the catalogue says of radius and impact.
        ("orbit_to_duration", "log10({period} * 24 / {duration})"),
        (
            "density_mismatch",
            "log10({period} * (24 / {duration}) ^ 3) - log10([star_density])",
        ),
        ("radius_of_dip_mismatch", "109.08 * [occulted_radius] / {radius}"),
        ("dip_to_noise", "log10({depth} * sqrt({duration})) - 0.2 * {magnitude}"),
        ("light_to_radius", "log10({insolation}) - 2 * log10({radius})"),
    )
}
"""What told planets from false positives better in folds of one mission's stars, not of others'."""
_QUANTITY = re.compile(r"\{(\w+)\}")
_MADE = re.compile(r"\[(\w+)\]")


def derived_steps(columns: Mapping[str, str], mission: str = "") -> list[dict[str, Any]]:
    """Give the steps that can be computed where these columns, by quantity, are there.

    With a mission also those that are for its own model alone.
    """
    made: set[str] = set()
    steps = []
    for name, expression in (*_ALL, *_OF_MISSION.get(mission, ())):
        needed = set(_QUANTITY.findall(expression))
        if needed <= columns.keys() and set(_MADE.findall(expression)) <= made:
            text = _QUANTITY.sub(lambda found: f"[{columns[found[1]]}]", expression)
            steps.append({"type": "derive", "params": {"name": name, "expression": text}})
            made.add(name)
    return steps
