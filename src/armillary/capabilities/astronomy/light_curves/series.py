"""A light curve: how bright a star was, over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from armillary.base.errors import Invalid

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

LEAST_POINTS = 50
SHORTEST_STEP_DAYS = 10 / 1440
GAP_DAYS = 0.5
"""A longer pause divides a curve: instruments settle anew behind it."""


@dataclass(frozen=True)
class LightCurve:
    """Times (n,) in days, rising, and the flux (n,) there, 1 where nothing happens.

    ``star`` holds what the file says of the star: name, temperature, gravity, radius, magnitude,
    right_ascension, declination, mission. ``notes`` say what was left out.
    """

    time: Floats
    flux: Floats
    star: Mapping[str, float | str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def span(self) -> float:
        """Days from the first point to the last."""
        return float(self.time[-1] - self.time[0])

    def pieces(self) -> list[npt.NDArray[np.int64]]:
        """Give the places of the points between pauses."""
        import numpy as np

        breaks = np.flatnonzero(np.diff(self.time) > GAP_DAYS) + 1
        return np.split(np.arange(len(self.time)), breaks)


def curve_of(
    time: Floats,
    flux: Floats,
    *,
    star: Mapping[str, float | str] | None = None,
    notes: Sequence[str] = (),
    told: str = "The file",
) -> LightCurve:
    """Make a curve of what was read: known values alone, in order, around 1.

    Raises `Invalid` where that leaves too little.
    """
    import numpy as np

    known = np.isfinite(time) & np.isfinite(flux)
    time, flux = time[known].astype(np.float64), flux[known].astype(np.float64)
    order = np.argsort(time, kind="stable")
    time, flux = time[order], flux[order]
    fresh = np.concatenate([[True], np.diff(time) > 0]) if len(time) else np.array([], bool)
    left_out = int((~known).sum() + (~fresh).sum())
    time, flux = time[fresh], flux[fresh]
    if len(time) < LEAST_POINTS:
        raise Invalid(
            f"{told} holds {len(time)} points with a time and a flux; a search for transits needs "
            f"at least {LEAST_POINTS}.",
            code="too_few_points",
        )
    middle = float(np.median(flux))
    if not middle > 0 or not flux.max() > flux.min():
        raise Invalid(
            f"{told} holds no brightness: its median is {middle:g}, and it must be above 0 and "
            "vary. Give flux rather than magnitudes.",
            code="no_flux",
        )
    said = [f"{left_out:,} points without a value, or twice at a time, were left out."]
    return LightCurve(time, flux / middle, dict(star or {}), (*notes, *(said if left_out else ())))


def coarsened(curve: LightCurve, step_days: float = SHORTEST_STEP_DAYS) -> LightCurve:
    """Give a curve whose points are no closer than a step: means of those that are.

    A transit lasts many such steps, and a search takes as long as there are points.
    """
    import numpy as np

    if float(np.median(np.diff(curve.time))) >= step_days:
        return curve
    place = np.floor((curve.time - curve.time[0]) / step_days).astype(np.int64)
    _, bins = np.unique(place, return_inverse=True)
    counts = np.bincount(bins)
    time, flux = (np.bincount(bins, values) / counts for values in (curve.time, curve.flux))
    note = (
        f"{len(curve.time):,} points were brought together in {len(time):,} means over "
        f"{step_days * 1440:.0f} minutes."
    )
    return curve_of(time, flux, star=curve.star, notes=(*curve.notes, note), told="The curve")


def join(curves: Sequence[LightCurve]) -> LightCurve:
    """Join the curves of one star, each around 1 by itself; what overlaps is taken once."""
    import numpy as np

    if len(curves) == 1:
        return curves[0]
    names = {str(curve.star["name"]) for curve in curves if "name" in curve.star}
    if len(names) > 1:
        raise Invalid(
            f"The files are of different stars: {', '.join(sorted(names)[:3])}. "
            "Give the files of one star.",
            code="other_star",
        )
    star = {name: value for curve in reversed(curves) for name, value in curve.star.items()}
    notes = dict.fromkeys(note for curve in curves for note in curve.notes)
    time = np.concatenate([curve.time for curve in curves])
    flux = np.concatenate([curve.flux for curve in curves])
    return curve_of(time, flux, star=star, notes=tuple(notes), told="The files")
