"""What is measured of a signal and its star, and which column of each mission says it.

Columns that were measured better once a planet was believed are left out, whatever they would
gain. The errors of a star's temperature, gravity and radius, and what is computed with them (the
errors of a planet's radius and insolation), are the worst: spectra were taken of 59 % of the stars
of confirmed Kepler planets, of 28 % of candidates' and of 11 % of false positives', at any
brightness. A model learns from them who was followed up, which says little of a fresh signal. Of
K2 nearly everything but the period, the radius and the star is filled for confirmed planets only.
When a TESS signal was last seen tells how long people have had to decide what it is.
"""

from collections.abc import Mapping
from types import MappingProxyType

from armillary.capabilities.astronomy.missions import MissionKey
from armillary.capabilities.astronomy.pretraining.company import RATIO, RHYTHM, SIGNALS

Quantities = Mapping[str, str]
"""The column of a mission by the quantity that it holds."""

_KEPLER = {
    "signals": SIGNALS,
    "rhythm": RHYTHM,
    "ratio": RATIO,
    "period": "koi_period",
    "epoch": "koi_time0bk",
    "duration": "koi_duration",
    "depth": "koi_depth",
    "impact": "koi_impact",
    "radius": "koi_prad",
    "temperature": "koi_teq",
    "insolation": "koi_insol",
    "snr": "koi_model_snr",
    "star_temperature": "koi_steff",
    "star_gravity": "koi_slogg",
    "star_radius": "koi_srad",
    "magnitude": "koi_kepmag",
    "right_ascension": "ra",
    "declination": "dec",
    "period_error": "koi_period_err1",
    "epoch_error": "koi_time0bk_err1",
    "duration_error": "koi_duration_err1",
    "depth_error": "koi_depth_err1",
    "depth_error_below": "koi_depth_err2",
    "impact_error": "koi_impact_err1",
    "impact_error_below": "koi_impact_err2",
}
_TESS = {
    "signals": SIGNALS,
    "rhythm": RHYTHM,
    "ratio": RATIO,
    "period": "pl_orbper",
    "duration": "pl_trandurh",
    "depth": "pl_trandep",
    "radius": "pl_rade",
    "temperature": "pl_eqt",
    "insolation": "pl_insol",
    "star_temperature": "st_teff",
    "star_gravity": "st_logg",
    "star_radius": "st_rad",
    "magnitude": "st_tmag",
    "distance": "st_dist",
    "right_ascension": "ra",
    "declination": "dec",
    "motion_right_ascension": "st_pmra",
    "motion_declination": "st_pmdec",
    "period_error": "pl_orbpererr1",
    "epoch_error": "pl_tranmiderr1",
    "duration_error": "pl_trandurherr1",
    "depth_error": "pl_trandeperr1",
    "distance_error": "st_disterr1",
    "magnitude_error": "st_tmagerr1",
}
_K2 = {
    "period": "pl_orbper",
    "radius": "pl_rade",
    "star_temperature": "st_teff",
    "star_gravity": "st_logg",
    "star_radius": "st_rad",
    "magnitude": "sy_vmag",
    "infrared_magnitude": "sy_kmag",
    "gaia_magnitude": "sy_gaiamag",
    "distance": "sy_dist",
    "right_ascension": "ra",
    "declination": "dec",
}
QUANTITIES: Mapping[MissionKey, Quantities] = MappingProxyType(
    {"kepler": _KEPLER, "tess": _TESS, "k2": _K2}
)
DIP: Mapping[MissionKey, tuple[str, ...]] = MappingProxyType(
    {
        "kepler": ("koi_duration", "koi_depth"),
        "tess": ("pl_trandurh", "pl_trandep"),
        "k2": (),
    }
)
"""What has to be measured of a signal before a model can speak of it. K2's table has no dips."""
FIT: Mapping[MissionKey, tuple[str, ...]] = MappingProxyType(
    {"kepler": ("koi_period_err1", "koi_depth_err1"), "tess": (), "k2": ()}
)
"""What a signal has that was fitted. Of Kepler's 343 without nearly all are false positives, since
nobody fits what is plainly none: who learned from them would learn that missing means false."""
SHARED = (
    "period",
    "duration",
    "depth",
    "radius",
    "temperature",
    "insolation",
    "star_temperature",
    "star_gravity",
    "star_radius",
)
"""The quantities that mean the same to Kepler and to TESS, whose instruments are unlike."""
HINDSIGHT: Mapping[MissionKey, tuple[str, ...]] = MappingProxyType(
    {
        "kepler": tuple(
            f"koi_{name}_err{side}"
            for name in ("steff", "slogg", "srad", "prad", "insol")
            for side in (1, 2)
        ),
        "tess": (
            "pl_tranmid",
            *(
                f"{name}err{side}" for name in ("st_teff", "st_logg", "st_rad", "pl_rade")
                for side in (1, 2)
            ),
        ),
        "k2": ("pl_bmasse", "pl_orbeccen", "pl_eqt", "pl_insol", "pl_orbsmax", "st_met"),
    }
)  # fmt: skip
"""Columns left out for what they tell of the past; `benchmarks/exoplanets.py` shows their worth."""
