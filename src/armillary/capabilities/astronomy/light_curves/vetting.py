"""Whether a periodic dip may be a planet: what an eclipsing binary would show, and how sure.

A binary of two like stars, folded on half its period, has odd dips unlike its even ones; one of
unlike stars dims a little when the fainter is hidden, half a period later. Both are told in units
of their own noise (C. Burke et al., ApJS 210, 19, 2014, name both among Kepler's tests).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.light_curves.folding import Dips, dips_of, distance_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.capabilities.astronomy.light_curves.search import Found

    Floats = npt.NDArray[np.float64]

_CLEAR = 3.0
_SURE_SECONDARY = 5.0
_PHASES = 21


def vet(time: Floats, flux: Floats, found: Found, noise: float) -> dict[str, Any]:
    """Give ``odd_even``, ``secondary`` and ``remarks``, sentences on what speaks against a planet.

    ``odd_even`` has both depths and their difference in sigma, None with fewer than two of either;
    ``secondary`` the deepest dip of the same length that is not the main one.
    """
    odd_even = compare_odd_even(found.dips)
    secondary = find_secondary(time, flux, found, noise)
    remarks = []
    if found.dips.count == 2:
        remarks.append(
            "Only two dips were seen; the true period may be a part of this one, or they may be "
            "two planets."
        )
    if odd_even is not None and abs(odd_even["sigma"]) > _CLEAR:
        remarks.append(
            "Odd and even dips differ in depth: this looks like two stars that eclipse each other "
            f"every {2 * found.period:.4g} days."
        )
    if secondary["snr"] > _SURE_SECONDARY:
        remarks.append(
            f"There is a second dip at phase {secondary['phase']:.2f}: something bright is hidden "
            "there, as in a pair of stars."
        )
    if found.depth > 0.03:
        remarks.append("The dip is deeper than 3 %, which a planet of a star like the Sun is not.")
    return {"odd_even": odd_even, "secondary": secondary, "remarks": remarks}


def compare_odd_even(dips: Dips) -> dict[str, float] | None:
    """Compare the depths of every other dip with those between."""
    import numpy as np

    is_odd = dips.numbers % 2 == 1
    if is_odd.sum() < 2 or (~is_odd).sum() < 2:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.abs(dips.depths / dips.snrs)
    sides = []
    for chosen in (is_odd, ~is_odd):
        weight = 1 / np.clip(error[chosen], 1e-12, None) ** 2
        # Dips of a planet whose light varies differ by more than noise: their own scatter counts.
        spread = float(np.std(dips.depths[chosen], ddof=1) / np.sqrt(chosen.sum()))
        mean = float(np.average(dips.depths[chosen], weights=weight))
        sides.append((mean, max(float(weight.sum() ** -0.5), spread)))
    (odd, odd_error), (even, even_error) = sides
    sigma = (odd - even) / float(np.hypot(odd_error, even_error))
    return {"odd_depth": odd, "even_depth": even, "sigma": sigma}


def find_secondary(time: Floats, flux: Floats, found: Found, noise: float) -> dict[str, float]:
    """Find the deepest dip away from the main one, at phases 0.2 to 0.8."""
    import numpy as np

    away = distance_of(time, found.period, found.epoch) > found.duration
    best = {"phase": 0.5, "depth": 0.0, "snr": 0.0}
    for phase in np.linspace(0.2, 0.8, _PHASES):
        epoch = found.epoch + phase * found.period
        dips = dips_of(time[away], flux[away], found.period, epoch, found.duration, noise=noise)
        # One deep point elsewhere is another planet's dip, not a second eclipse.
        if dips.count < 2 or np.median(dips.depths) <= 0 or dips.snr <= best["snr"]:
            continue
        depth = float(np.median(dips.depths))
        best = {"phase": float(phase), "depth": depth, "snr": min(dips.snr, depth / noise * 1e9)}
        best["snr"] = float(np.median(dips.snrs) * np.sqrt(dips.count))
    return best
