"""Taking out what a star and an instrument do slowly, and leaving what crosses it quickly.

In each piece between pauses the flux is divided by a running middle over a window several times as
long as a transit. **Source:** M. Hippke et al., AJ 158, 143 (2019), who found the time-windowed
biweight to keep transits best; the median and Savitzky-Golay are the usual others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from armillary.capabilities.astronomy.light_curves.series import LightCurve

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

Method = Literal["biweight", "median", "savgol", "none"]
_TUNING = 5.0
_ROUNDS = 4


def trend_of(curve: LightCurve, method: Method, window_days: float) -> Floats:
    """Give what the curve does slowly (n,)."""
    import numpy as np

    trend = np.ones_like(curve.flux)
    if method == "none":
        return trend
    for piece in curve.pieces():
        time, flux = curve.time[piece], curve.flux[piece]
        step = float(np.median(np.diff(time))) if len(time) > 1 else window_days
        width = max(3, round(window_days / step) | 1)
        if len(time) <= 3:
            trend[piece] = np.median(flux)
        elif method == "biweight":
            trend[piece] = _biweight(flux, width)
        elif method == "median":
            trend[piece] = _median(flux, width)
        else:
            trend[piece] = _savgol(flux, width)
    return np.where(trend > 0, trend, 1.0)


def _windows(flux: Floats, width: int) -> npt.NDArray[np.float64]:
    """Give the window around each point (n, width), mirrored at the ends."""
    import numpy as np

    half = min(width // 2, len(flux) - 1)
    padded = np.pad(flux, half, mode="reflect")
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)


def _median(flux: Floats, width: int) -> Floats:
    import numpy as np

    return np.asarray(np.median(_windows(flux, width), axis=1))


def _biweight(flux: Floats, width: int) -> Floats:
    """Give a running mean that hardly listens to what is far from the middle of its window."""
    import numpy as np

    windows = _windows(flux, width)  # (n, width)
    middle = np.median(windows, axis=1)
    spread = np.median(np.abs(windows - middle[:, None]), axis=1)
    spread = np.where(spread > 0, spread, 1e-12)
    for _ in range(_ROUNDS):
        off = (windows - middle[:, None]) / (_TUNING * spread[:, None])
        weight = np.where(np.abs(off) < 1, (1 - off**2) ** 2, 0.0)
        middle = (weight * windows).sum(axis=1) / weight.sum(axis=1).clip(min=1e-12)
    return np.asarray(middle)


def _savgol(flux: Floats, width: int) -> Floats:
    """Fit a running parabola to what does not dip far below the running median."""
    import numpy as np
    from scipy.signal import savgol_filter

    middle = _median(flux, width)
    off = flux - middle
    noise = 1.4826 * np.median(np.abs(off - np.median(off)))
    calm = np.where(np.abs(off) > 3 * max(noise, 1e-12), middle, flux)
    fits = min(width, len(flux) if len(flux) % 2 else len(flux) - 1)
    if fits < 5:
        return middle
    return np.asarray(savgol_filter(calm, fits, 2, mode="interp"))


def noise_of(flux: Floats) -> float:
    """Give how much single points scatter, from differences of neighbours: dips do not count."""
    import numpy as np

    off = np.diff(flux)
    return float(1.4826 * np.median(np.abs(off - np.median(off))) / np.sqrt(2)) or 1e-9
