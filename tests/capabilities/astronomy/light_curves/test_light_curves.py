"""Light curves: read whatever the file is like, and planets found that are known to be there."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from armillary.base.errors import Invalid
from armillary.capabilities.astronomy.light_curves.analysis import Wish, analyse
from armillary.capabilities.astronomy.light_curves.detrending import trend_of
from armillary.capabilities.astronomy.light_curves.reading import read_light_curve
from armillary.capabilities.astronomy.light_curves.search import SearchRange
from armillary.capabilities.astronomy.light_curves.series import coarsened, curve_of, join

fits = pytest.importorskip("astropy.io.fits", reason="the optional part astronomy is missing")

_NOISE = 1e-4


def _star(days: float = 40.0, step: float = 0.03, waves: float = 0.002) -> tuple[Any, Any]:
    """A star that varies slowly, with noise."""
    time = np.arange(0, days, step)
    rng = np.random.default_rng(5)
    return time, 1 + waves * np.sin(time / 1.7) + rng.normal(0, _NOISE, len(time))


def _dip(time: Any, period: float, epoch: float, hours: float, depth: float) -> Any:
    away = np.abs((time - epoch + period / 2) % period - period / 2)
    return np.where(away < hours / 48, depth, 0.0)


def _csv(time: Any, flux: Any) -> bytes:
    lines = [f"{a:.6f},{b:.8f}" for a, b in zip(time, flux, strict=True)]
    return "\n".join(["time,flux", *lines]).encode()


def _fits(time: Any, flux: Any, **more: Any) -> bytes:
    columns = [
        fits.Column("TIME", "D", array=time),
        fits.Column("PDCSAP_FLUX", "E", array=flux),
        fits.Column("SAP_QUALITY", "J", array=more.get("quality", np.zeros(len(time), int))),
    ]
    header = fits.Header({"OBJECT": more.get("name", "KIC 1"), "TEFF": 5700.0, "RADIUS": 1.1})
    hdus = fits.HDUList([fits.PrimaryHDU(header=header), fits.BinTableHDU.from_columns(columns)])
    file = io.BytesIO()
    hdus.writeto(file)
    return file.getvalue()


def _find(files: list[bytes], **wanted: Any) -> dict[str, Any]:
    running = analyse(
        [(f"{place}.csv", data) for place, data in enumerate(files)],
        Wish(window_days=1.2, search=SearchRange(**wanted)),
    )
    while True:
        try:
            next(running)
        except StopIteration as end:
            found: dict[str, Any] = end.value
            return found


def test_planets_of_a_varying_star_are_found_one_by_one() -> None:
    time, flux = _star()
    flux = flux - _dip(time, 7.3, 2.0, 4, 0.0015) - _dip(time, 3.11, 1.0, 3, 0.0008)

    found = _find([_csv(time, flux)], min_period=2.0)

    periods = sorted(signal["period"] for signal in found["signals"])
    assert periods == pytest.approx([3.11, 7.3], rel=2e-3)
    deep = max(found["signals"], key=lambda signal: signal["depth_ppm"])
    # A box is measured against what detrending has left beside it, hence the tenth.
    assert deep["depth_ppm"] == pytest.approx(1500, rel=0.1)
    assert [signal["remarks"] for signal in found["signals"]] == [[], []]
    assert len(deep["dips"]) == 6


def test_nothing_is_found_where_there_is_nothing() -> None:
    found = _find([_csv(*_star())], min_period=2.0)

    assert found["signals"] == []
    assert found["lone_dips"] == []


def test_a_dip_that_comes_once_is_no_planet_but_is_told() -> None:
    time, flux = _star()

    found = _find([_csv(time, flux - _dip(time, 1e6, 20.0, 8, 0.004))], min_period=2.0)

    assert found["signals"] == []
    assert [dip["epoch"] for dip in found["lone_dips"]] == pytest.approx([20.0], abs=0.1)


def test_two_stars_that_eclipse_each_other_are_told_from_a_planet() -> None:
    time, flux = _star()
    unlike = flux - _dip(time, 6.0, 2.0, 4, 0.004) - _dip(time, 6.0, 5.0, 4, 0.0028)
    faint = flux - _dip(time, 5.0, 2.0, 4, 0.01) - _dip(time, 5.0, 4.5, 4, 0.0008)

    odd_even = _find([_csv(time, unlike)], min_period=2.0, most_signals=1)["signals"][0]
    secondary = _find([_csv(time, faint)], min_period=2.0, most_signals=1)["signals"][0]

    told = " ".join((*odd_even["remarks"], *secondary["remarks"]))
    assert odd_even["period"] == pytest.approx(3.0, rel=2e-3) or "second dip" in told
    assert secondary["secondary"]["phase"] == pytest.approx(0.5, abs=0.03)
    assert "second dip at phase 0.50" in told


@pytest.mark.parametrize("method", ["biweight", "median", "savgol"])
def test_detrending_takes_the_waves_and_leaves_the_dip(method: Any) -> None:
    time, flux = _star(20)
    dip = _dip(time, 1e6, 10.0, 4, 0.003)
    curve = curve_of(time, flux - dip)

    flat = curve.flux / trend_of(curve, method, 1.2)

    inside = dip > 0
    assert flat[~inside].std() < 1.3 * _NOISE
    assert 1 - flat[inside].mean() == pytest.approx(0.003, rel=0.12)


def test_a_fits_file_gives_the_corrected_flux_without_flagged_points_and_the_star() -> None:
    time, flux = _star(5)
    quality = np.zeros(len(time), int)
    quality[::10] = 8

    curve = read_light_curve(_fits(time, 5e3 * flux, quality=quality), "one.fits")

    assert len(curve.time) == len(time) - len(time[::10])
    assert np.median(curve.flux) == pytest.approx(1)
    assert curve.star == {"name": "KIC 1", "star_temperature": 5700.0, "star_radius": 1.1}


def test_files_of_one_star_are_joined_each_around_one() -> None:
    time, flux = _star(10)
    parts = [read_light_curve(_fits(time + at, level * flux), "x") for at, level in
             ((20, 900.0), (0, 100.0))]  # fmt: skip

    joined = join(parts)

    assert len(joined.time) == 2 * len(time)
    assert (np.diff(joined.time) > 0).all()
    assert abs(joined.flux - 1).max() < 0.01


def test_points_closer_than_a_search_needs_are_brought_together() -> None:
    time, flux = _star(3, step=1 / 1440)

    coarse = coarsened(curve_of(time, flux))

    assert len(coarse.time) == pytest.approx(3 * 144, abs=2)
    assert np.diff(coarse.time).min() > 5 / 1440
    assert "means over 10 minutes" in coarse.notes[-1]


def test_files_of_two_stars_are_refused() -> None:
    parts = [read_light_curve(_fits(*_star(5), name=name), "x") for name in ("KIC 1", "KIC 2")]

    with pytest.raises(Invalid, match="different stars: KIC 1, KIC 2"):
        join(parts)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (_fits(*_star(5))[:4000], "cut off or damaged"),
        (_fits(*_star(5))[:-2880], "cut off or damaged"),
        (b"SIMPLE  =                    T" + b" " * 50, "cut off or damaged|no table"),
        (b"SIMPLE  =" + bytes(range(256)) * 40, "cut off or damaged|no table"),
        (b"\x1f\x8b\x08 packed", "Unpack it"),
        (b"\xff\xfe\x00\x01 nothing", "neither a FITS file nor a text"),
        (b"time,flux\n1,1\n2,0.9\n", "holds 2 points"),
        (b"a,b\n" + b"1,2\n" * 80, "one must be called time"),
        (b"justone\n" + b"1\n" * 80, "one column"),
        (b"time,flux\n" + b"".join(b"%d,nan\n" % n for n in range(90)), "holds 0 points"),
        (b"time,flux\n" + b"".join(b"%d,7\n" % n for n in range(90)), "no brightness"),
        (b"time,flux\n" + b"".join(b"%d,-%d\n" % (n, n) for n in range(90)), "no brightness"),
    ],
)
def test_a_file_that_is_no_light_curve_says_what_is_wrong(data: bytes, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        read_light_curve(data, "file")


def test_a_header_that_promises_more_than_there_is_reads_nothing() -> None:
    whole = _fits(*_star(5))
    rows = f"{len(_star(5)[0]):>20}".encode()
    assert b"NAXIS2  = " + rows in whole

    lying = whole.replace(b"NAXIS2  = " + rows, b"NAXIS2  = " + f"{9 * 10**9:>20}".encode())

    with pytest.raises(Invalid, match=r"cut off or damaged|at most"):
        read_light_curve(lying, "lying.fits")


def test_a_range_without_periods_is_refused() -> None:
    with pytest.raises(Invalid, match="less than the 40"):
        _find([_csv(*_star())], min_period=70.0)


def test_the_planets_of_k2_3_are_found(test_data: Path) -> None:
    data = (test_data / "exoplanet/lightcurves/EPIC201367065.csv").read_bytes()

    found = _find([data], min_period=9.0, most_signals=3)

    # I. Crossfield et al., ApJ 804, 10 (2015): b, c and d; of d there are two dips in 80 days.
    periods = sorted(signal["period"] for signal in found["signals"])
    assert periods == pytest.approx([10.054, 24.647, 44.557], rel=1e-3)


def test_of_kepler_90_the_planets_that_three_quarters_can_show_are_found(test_data: Path) -> None:
    folder = test_data / "exoplanet/lightcurves/kepler-90"
    files = [path.read_bytes() for path in sorted(folder.glob("*.fits"))]

    found = _find(files, min_period=25.0, most_signals=2)

    # J. Cabrera et al., ApJ 781, 18 (2014): d is seen four times, h and g once each. b and c are
    # at the edge of the noise, of e and f there are two dips each, and i is below it.
    periods = [signal["period"] for signal in found["signals"]]
    assert min(abs(period / 59.737 - 1) for period in periods) < 2e-3
    lone = sorted(dip["epoch"] for dip in found["lone_dips"])[:2]
    assert lone == pytest.approx([357.56, 472.11], abs=0.1)
