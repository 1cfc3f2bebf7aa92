"""A curve folded on a period: its dips one by one, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_AROUND = 3.0
_LEAST_POINTS = 2
_LEAST_BESIDE = 4


@dataclass(frozen=True)
class Dips:
    """The dips that were observed: number, middle (n,), depth (n,) and signal to noise (n,).

    ``depth`` and ``snr`` are those of all together; ``numbers`` (n,) count periods from the epoch.
    """

    numbers: npt.NDArray[np.int64]
    times: Floats
    depths: Floats
    snrs: Floats
    depth: float
    snr: float

    @property
    def count(self) -> int:
        """How many were observed."""
        return len(self.times)

    @property
    def strongest(self) -> int:
        """The place of the one that stands out most."""
        return int(self.snrs.argmax())


def phase_of(time: Floats, period: float, epoch: float) -> Floats:
    """Give the days (n,) from the nearest dip, from -period/2 to period/2."""
    import numpy as np

    return np.asarray((time - epoch + period / 2) % period - period / 2)


def distance_of(time: Floats, period: float, epoch: float) -> Floats:
    """Give how many days (n,) the nearest dip is away."""
    import numpy as np

    return np.asarray(np.abs(phase_of(time, period, epoch)))


def dips_of(
    time: Floats, flux: Floats, period: float, epoch: float, duration: float, *, noise: float
) -> Dips:
    """Measure each dip against what is beside it, in the flux of a curve around 1."""
    import numpy as np

    away = phase_of(time, period, epoch)
    distance = np.abs(away)
    is_in = distance <= duration / 2
    is_near = (distance <= _AROUND * duration) & (distance > 0.75 * duration)
    number = np.round((time - epoch - away) / period).astype(np.int64)
    numbers, place = np.unique(number[is_in], return_inverse=True)
    if not len(numbers):
        return _no_dips()
    counts = np.bincount(place)
    inside = np.bincount(place, flux[is_in]) / counts
    # A dip is measured against what is beside it, or where that was not seen, beside all.
    at = np.searchsorted(numbers, number[is_near]).clip(max=len(numbers) - 1)
    is_ours = numbers[at] == number[is_near]
    around = np.bincount(at[is_ours], minlength=len(numbers))
    light = np.bincount(at[is_ours], flux[is_near][is_ours], len(numbers))
    beside = float(np.median(flux[is_near])) if is_near.sum() >= _LEAST_POINTS else 1.0
    level = np.where(around >= _LEAST_BESIDE, light / around.clip(min=1), beside)
    kept = counts >= _LEAST_POINTS
    if not kept.any():
        return _no_dips()
    numbers, counts, depths = numbers[kept], counts[kept], (level - inside)[kept]
    depth = float(np.average(depths, weights=counts))
    return Dips(
        numbers=numbers,
        times=np.asarray(epoch + numbers * period, dtype=np.float64),
        depths=depths,
        snrs=depths / noise * np.sqrt(counts),
        depth=depth,
        snr=depth / noise * float(np.sqrt(counts.sum())),
    )


def _no_dips() -> Dips:
    import numpy as np

    nothing = np.empty(0)
    return Dips(np.empty(0, np.int64), nothing, nothing, nothing, 0.0, 0.0)


def binned(phase: Floats, flux: Floats, low: float, high: float, count: int) -> dict[str, Floats]:
    """Give the middle of the flux in ``count`` bins of the phase; empty bins are left out."""
    import numpy as np

    place = np.floor((phase - low) / (high - low) * count).astype(int)
    middles, values = [], []
    for one in range(count):
        inside = flux[place == one]
        if len(inside):
            middles.append(low + (one + 0.5) * (high - low) / count)
            values.append(float(np.median(inside)))
    return {"phase": np.array(middles), "flux": np.array(values)}
