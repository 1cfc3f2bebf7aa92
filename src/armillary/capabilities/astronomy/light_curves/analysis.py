"""From files to what was found in them, as plain data that a page draws."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from armillary.base.passing import passed_on
from armillary.capabilities.astronomy.light_curves import candidate, folding
from armillary.capabilities.astronomy.light_curves.detrending import Method, trend_of
from armillary.capabilities.astronomy.light_curves.reading import read_light_curve, require_astropy
from armillary.capabilities.astronomy.light_curves.search import (
    Found,
    Outcome,
    SearchRange,
    search,
)
from armillary.capabilities.astronomy.light_curves.series import LightCurve, coarsened, join
from armillary.capabilities.astronomy.light_curves.vetting import vet
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_SHOWN_POINTS = 6_000
_SHOWN_PERIODS = 2_000
_FOLD_POINTS = 1_500
_FOLD_BINS = 60
_FOLD_DURATIONS = 4.0


@dataclass(frozen=True)
class Wish:
    """How a curve is to be detrended, and what is to be looked for."""

    method: Method = "biweight"
    window_days: float = 1.0
    search: SearchRange = field(default_factory=SearchRange)


def analyse(
    files: Sequence[tuple[str, bytes]], wish: Wish
) -> Generator[tuple[float, str], None, dict[str, Any]]:
    """Read, detrend, search and vet, giving ``(share done, what is done)``; then what was found.

    Raises `AppError` where a file cannot be read, or nothing can be found in such a range.
    """
    require_astropy()
    yield 0.01, "Reading the light curve"
    curve = coarsened(join([read_light_curve(data, name) for name, data in files]))
    yield 0.04, "Detrending"
    trend = trend_of(curve, wish.method, wish.window_days)
    flux = curve.flux / trend
    outcome = yield from passed_on(
        search(curve.time, flux, wish.search),
        lambda done: (0.05 + 0.85 * done, "Looking for transits"),
    )
    yield 0.92, "Looking closely at what was found"
    return _told(curve, trend, flux, outcome)


def _told(curve: LightCurve, trend: Floats, flux: Floats, outcome: Outcome) -> dict[str, Any]:
    periods = [found.period for found in outcome.signals]
    return {
        "star": dict(curve.star),
        "points": len(curve.time),
        "days": curve.span,
        "noise_ppm": outcome.noise * 1e6,
        "notes": list(curve.notes),
        "curve": _curve(curve, trend, flux),
        "spectrum": _spectrum(outcome),
        "signals": [
            _signal(curve, flux, found, outcome.noise, periods, _others(curve, outcome, found))
            for found in outcome.signals
        ],
        "lone_dips": [
            {**dip, "depth_ppm": dip["depth"] * 1e6, "duration_hours": dip["duration"] * 24}
            for dip in outcome.lone
        ],
    }


def _others(curve: LightCurve, outcome: Outcome, mine: Found) -> npt.NDArray[np.bool_]:
    """Tell which points (n,) are free of the dips of all other signals."""
    import numpy as np

    free = np.ones(len(curve.time), dtype=bool)
    for found in outcome.signals:
        if found is not mine:
            away = folding.distance_of(curve.time, found.period, found.epoch)
            free &= away > 0.75 * found.duration
    for dip in outcome.lone:
        free &= np.abs(curve.time - dip["epoch"]) > 0.75 * dip["duration"]
    return free


def _signal(
    curve: LightCurve,
    flux: Floats,
    found: Found,
    noise: float,
    periods: Sequence[float],
    free: npt.NDArray[np.bool_],
) -> dict[str, Any]:
    time, flux = curve.time[free], flux[free]
    return {
        "period": found.period,
        "epoch": found.epoch,
        "duration_hours": found.duration * 24,
        "depth_ppm": found.depth * 1e6,
        "snr": found.snr,
        "sde": found.sde,
        "dips": [
            {"time": float(when), "depth_ppm": float(depth) * 1e6, "snr": float(snr)}
            for when, depth, snr in zip(
                found.dips.times, found.dips.depths, found.dips.snrs, strict=True
            )
        ],
        **vet(time, flux, found, noise),
        "folded": _folded(time, flux, found),
        "model": candidate.ask_model(found, curve.star, periods),
    }


def _folded(time: Floats, flux: Floats, found: Found) -> dict[str, Any]:
    """Give hours from the middle of the dip against flux, points and bins."""
    import numpy as np

    phase = folding.phase_of(time, found.period, found.epoch)
    width = min(found.period / 2, _FOLD_DURATIONS * found.duration)
    near = np.flatnonzero(np.abs(phase) <= width)
    shown = near[spread(len(near), _FOLD_POINTS)]
    bins = folding.binned(phase[near], flux[near], -width, width, _FOLD_BINS)
    return {
        "hours": _list(phase[shown] * 24, 4),
        "flux": _list(flux[shown], 6),
        "bin_hours": _list(bins["phase"] * 24, 4),
        "bin_flux": _list(bins["flux"], 6),
    }


def _curve(curve: LightCurve, trend: Floats, flux: Floats) -> dict[str, Any]:
    shown = spread(len(curve.time), _SHOWN_POINTS)
    return {
        "time": _list(curve.time[shown], 5),
        "flux": _list(curve.flux[shown], 6),
        "trend": _list(trend[shown], 6),
        "detrended": _list(flux[shown], 6),
    }


def _spectrum(outcome: Outcome) -> dict[str, Any]:
    """Give the highest power of each stretch of periods, so that no peak is lost."""
    import numpy as np

    if outcome.spectrum is None:
        return {"period": [], "power": []}
    period, power = outcome.spectrum.period, outcome.spectrum.power
    tops = [
        int(part[np.argmax(power[part])])
        for part in np.array_split(np.arange(len(period)), min(_SHOWN_PERIODS, len(period)))
    ]
    return {"period": _list(period[tops], 5), "power": _list(power[tops], 3)}


def _list(values: Floats, digits: int) -> list[float]:
    return [round(float(value), digits) for value in values]
