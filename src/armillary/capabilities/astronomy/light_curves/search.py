"""Finding transits: box least squares, one planet after another, with what is odd told apart.

**Source:** G. Kovacs, S. Zucker and T. Mazeh, A&A 391, 369 (2002), as astropy computes it; signal
detection efficiency (SDE) as there; planets are looked for one by one in what is left.

A fold on a period explains any single deep dip, whatever the period. So a fold counts only where
several dips agree in depth; a dip that stands alone is noted as such and taken out.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.capabilities.astronomy.light_curves.detrending import noise_of
from armillary.capabilities.astronomy.light_curves.folding import Dips, dips_of, distance_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Mask = npt.NDArray[np.bool_]

DURATIONS_DAYS = (0.06, 0.1, 0.16, 0.25, 0.4)
_STEPS_A_DURATION = 3.0
_MOST_PERIODS = 200_000
_AT_ONCE = 4_000
_PEAKS = 40
_LONE_DIPS = 8
_LONE_SHARE = 0.75
"""The part of a fold's signal that one dip may have before it is said to stand alone."""
_TWO_ALIKE = 1.6
_BESIDE = 0.75
_TYPICAL_DIP = 0.2
_MOST_MULTIPLE, _SURER = 12, 1.15
_OF_TWO = 1.4
"""Any two dips make a period, so two must be this much surer than more."""
_SEEN_SNR, _EMPTY_SHARE, _EMPTY_DIPS = 3.0, 0.4, 0.25


@dataclass(frozen=True)
class SearchRange:
    """What is looked for: periods in days, how strong a signal must be, and how many at most."""

    min_period: float = 0.5
    max_period: float | None = None
    least_snr: float = 7.1
    least_sde: float = 5.5
    most_signals: int = 6


@dataclass(frozen=True)
class Spectrum:
    """How well boxes of each period (n,) explain the curve, smoothed and in units of its noise."""

    period: Floats
    power: Floats


@dataclass(frozen=True)
class Found:
    """A periodic dip: when, how often, how deep and long, and how sure.

    ``epoch`` is the middle of the first dip, ``duration`` in days, ``depth`` a share of the light.
    """

    period: float
    epoch: float
    duration: float
    depth: float
    snr: float
    sde: float
    dips: Dips


@dataclass
class Outcome:
    """What a search found; ``lone`` are dips that nothing repeats, as epoch, depth, duration."""

    signals: list[Found] = field(default_factory=list)
    lone: list[dict[str, float]] = field(default_factory=list)
    spectrum: Spectrum | None = None
    noise: float = 0.0


def search(time: Floats, flux: Floats, wanted: SearchRange) -> Generator[float, None, Outcome]:
    """Look for one signal after another, giving how much is done, 0 to 1, and then what was found.

    ``flux`` (n,) is detrended, around 1. Raises `Invalid` for a range in which nothing can be.
    """
    import numpy as np

    grid = _grid(time, wanted)
    outcome = Outcome(noise=noise_of(flux))
    # What is bright by chance or by a flare must not hide a dip.
    calm = np.minimum(flux, 1 + 3 * outcome.noise)
    left = np.ones(len(time), dtype=bool)
    rounds = wanted.most_signals + _LONE_DIPS
    for number in range(rounds):
        share = number / rounds
        look = _Look(time[left], calm[left], outcome.noise, grid)
        for done in look.run():
            yield share + done / rounds
        if outcome.spectrum is None:
            outcome.spectrum = look.spectrum
        found = look.best(wanted)
        if found is not None:
            outcome.signals.append(found)
            away = distance_of(time, found.period, found.epoch)
            left &= away > _BESIDE * found.duration
        elif (dip := look.lone(wanted)) is not None and len(outcome.lone) < _LONE_DIPS:
            outcome.lone.append(dip)
            left &= np.abs(time - dip["epoch"]) > _BESIDE * dip["duration"]
        else:
            break
        if len(outcome.signals) == wanted.most_signals or left.sum() < len(time) / 2:
            break
    return outcome


def longest_dip(period: float) -> float:
    """Give how many days a transit can last at most, of a star a twelfth as dense as the Sun."""
    return float(0.0758 * period ** (1 / 3) * 12 ** (1 / 3))


def _grid(time: Floats, wanted: SearchRange) -> Floats:
    """Give the periods to look at: so close that no transit slips between two."""
    import numpy as np

    span = float(time[-1] - time[0])
    longest = min(wanted.max_period or span * 0.7, span * 0.9)
    if wanted.min_period < 2 * min(DURATIONS_DAYS) or longest <= wanted.min_period:
        raise Invalid(
            f"Periods must be from {2 * min(DURATIONS_DAYS):g} days to less than the "
            f"{span:.1f} days of the curve; got {wanted.min_period:g} to {longest:g}.",
            code="bad_periods",
        )
    step = min(DURATIONS_DAYS) / span / _STEPS_A_DURATION
    count = int((1 / wanted.min_period - 1 / longest) / step) + 2
    if count > _MOST_PERIODS:
        raise Invalid(
            f"Over {span:,.0f} days this range has {count:,} periods to look at; at most "
            f"{_MOST_PERIODS:,} are. Begin at a longer period, or give fewer days.",
            code="too_many_periods",
        )
    return np.asarray(1 / np.linspace(1 / wanted.min_period, 1 / longest, count))


class _Look:
    """One look at what is left of a curve."""

    def __init__(self, time: Floats, flux: Floats, noise: float, grid: Floats) -> None:
        import numpy as np
        from astropy.timeseries import BoxLeastSquares

        self._time, self._flux, self._noise, self._grid = time, flux, noise, grid
        self._redness = redness_of(flux, noise, time)
        self._model = BoxLeastSquares(time, flux, dy=noise)
        size = len(grid)
        self._power, self._depth = np.zeros(size), np.zeros(size)
        self._epoch, self._duration = np.zeros(size), np.zeros(size)

    def run(self) -> Generator[float, None, None]:
        """Compute the spectrum, a part at a time."""
        for begin in range(0, len(self._grid), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            periods = self._grid[part]
            durations = [one for one in DURATIONS_DAYS if one <= longest_dip(periods.min())]
            found = self._model.power(periods, durations, objective="snr", oversample=5)
            # A box that is higher than its surroundings is no dip.
            self._power[part] = _finite(found.depth_snr) * (found.depth > 0)
            self._depth[part] = _finite(found.depth)
            self._epoch[part], self._duration[part] = found.transit_time, found.duration
            yield min(1.0, (begin + _AT_ONCE) / len(self._grid))

    @property
    def spectrum(self) -> Spectrum:
        """How far each period stands out of those around it."""
        return Spectrum(self._grid, self._efficiency())

    def best(self, wanted: SearchRange) -> Found | None:
        """Give the strongest fold whose dips agree; three dips go before two."""
        sde = self._efficiency()
        folds = []
        for place in self._peaks():
            refined = self._refine(place)
            refined, dips = self._thinned(*refined)
            snr = dips.snr / self._redness
            least = wanted.least_snr * (_OF_TWO if dips.count == 2 else 1.0)
            if dips.count < 2 or snr < least or sde[place] < wanted.least_sde:
                continue
            if _agree(dips):
                folds.append((dips.count >= 3, snr, refined, dips, float(sde[place])))
        if not folds:
            return None
        _, snr, (period, epoch, duration), dips, efficiency = max(
            folds, key=lambda fold: (fold[0], fold[1])
        )
        if dips.count == 2:
            # Where nothing was seen between, nothing is known to be there.
            epoch, period = float(dips.times[0]), float(dips.times[1] - dips.times[0])
        return Found(period, epoch, duration, dips.depth, snr, efficiency, dips)

    def _thinned(
        self, period: float, epoch: float, duration: float
    ) -> tuple[tuple[float, float, float], Dips]:
        """Take a multiple of the period where a few of the dips hold all of the signal.

        A fold on a fifth of the period has four empty places for each dip.
        """
        whole = dips_of(self._time, self._flux, period, epoch, duration, noise=self._noise)
        best, chosen = whole, (period, epoch, duration)
        for times in range(2, min(_MOST_MULTIPLE, whole.count // 2) + 1):
            for first in {int(number) % times for number in whole.numbers}:
                begin = epoch + first * period
                some = dips_of(
                    self._time, self._flux, times * period, begin, duration, noise=self._noise
                )
                if some.count >= 2 and some.snr > max(best.snr, _SURER * whole.snr):
                    best, chosen = some, (times * period, begin, duration)
        return chosen, best

    def lone(self, wanted: SearchRange) -> dict[str, float] | None:
        """Give the dip that stands alone behind the strongest fold, if one does."""
        for place in self._peaks()[:5]:
            refined = self._refine(place)
            dips = dips_of(self._time, self._flux, *refined, noise=self._noise)
            if not dips.count:
                continue
            strongest = dips.strongest
            if dips.snrs[strongest] >= 1.5 * wanted.least_snr:
                return {
                    "epoch": float(dips.times[strongest]),
                    "depth": float(dips.depths[strongest]),
                    "duration": float(refined[2]),
                    "snr": float(dips.snrs[strongest]),
                }
        return None

    def _efficiency(self) -> Floats:
        """Give the power over the middle of its surroundings, in units of the whole's scatter."""
        import numpy as np
        from scipy.ndimage import median_filter

        width = min(2001, len(self._power) // 4 * 2 + 1)
        above = self._power - median_filter(self._power, width, mode="nearest")
        scatter = 1.4826 * np.median(np.abs(above - np.median(above)))
        return np.asarray(above / (scatter or 1.0))

    def _peaks(self) -> list[int]:
        """Give the places of the highest peaks that are no shoulders of each other."""
        import numpy as np

        taken: list[int] = []
        frequency, left = 1 / self._grid, self._power.copy()
        apart = max(DURATIONS_DAYS) / (self._time[-1] - self._time[0]) / 2
        while len(taken) < _PEAKS and left.max() > 0:
            place = int(left.argmax())
            taken.append(place)
            left[np.abs(frequency - frequency[place]) <= apart] = 0.0
        return taken

    def _refine(self, place: int) -> tuple[float, float, float]:
        """Give period, epoch and duration to a tenth of the grid's steps."""
        import numpy as np

        beside = self._grid[[max(0, place - 1), min(len(self._grid) - 1, place + 1)]]
        fine = np.linspace(beside.min(), beside.max(), 41)
        longest = min(0.6, longest_dip(float(self._grid[place])))
        durations = list(np.geomspace(min(DURATIONS_DAYS) * 0.8, longest, 9))
        found = self._model.power(fine, durations, objective="snr", oversample=10)
        best = int(np.argmax(_finite(found.depth_snr) * (found.depth > 0)))
        first = self._time[0]
        chosen = float(found.period[best])
        epoch = float(first + (found.transit_time[best] - first) % chosen)
        return chosen, epoch, float(found.duration[best])


def redness_of(flux: Floats, noise: float, time: Floats) -> float:
    """Give how much more a mean over a dip scatters than its single points would have it, >= 1."""
    import numpy as np

    width = max(2, round(_TYPICAL_DIP / float(np.median(np.diff(time)))))
    means = np.convolve(flux, np.ones(width) / width, "valid")
    scatter = 1.4826 * float(np.median(np.abs(means - np.median(means))))
    return float(max(1.0, scatter * width**0.5 / noise))


def _agree(dips: Dips) -> bool:
    """Tell whether no dip stands alone: of two both are as deep, of more none has nearly all."""
    import numpy as np

    strength = np.clip(dips.snrs, 0, None) ** 2
    if dips.count == 2:
        low, high = sorted(dips.depths)
        return bool(low > 0 and high / low < _TWO_ALIKE and min(dips.snrs) > 4)
    if strength.max() >= _LONE_SHARE * strength.sum():
        return False
    # Where a dip of the common depth would be seen, most of them must be there: a fold on a third
    # of the period has two empty places for each dip.
    expected = dips.depth * dips.snrs / np.where(dips.depths == 0, np.inf, dips.depths)
    is_seen = expected > _SEEN_SNR
    is_empty = is_seen & (dips.depths < _EMPTY_SHARE * dips.depth)
    return bool(is_empty.sum() <= _EMPTY_DIPS * max(1, is_seen.sum()))


def _finite(values: Any) -> Floats:
    import numpy as np

    return np.nan_to_num(np.asarray(values, dtype=np.float64), nan=0.0, posinf=0.0, neginf=0.0)
