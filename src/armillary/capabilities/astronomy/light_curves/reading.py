"""Reading light curves: FITS of Kepler, K2 and TESS, and plain tables of time and flux."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid, Unavailable
from armillary.capabilities.astronomy.light_curves.series import LightCurve, curve_of

if TYPE_CHECKING:
    import pandas as pd

_FITS = b"SIMPLE  ="
_BLOCK = 2880
_MOST_POINTS = 5_000_000
_TIMES = ("time", "bjd", "bkjd", "btjd", "hjd", "jd", "mjd", "date", "t")
# The corrected flux first; what the pipeline left as it was measured only where there is no other.
_FLUXES = ("pdcsap_flux", "flux", "relative_flux", "kspsap_flux", "det_flux", "fcor", "sap_flux",
           "f", "magnitude_flux")  # fmt: skip
_QUALITIES = ("sap_quality", "quality")
_HEADER: Mapping[str, tuple[str, ...]] = {
    "name": ("OBJECT",),
    "mission": ("MISSION", "TELESCOP"),
    "star_temperature": ("TEFF",),
    "star_gravity": ("LOGG",),
    "star_radius": ("RADIUS",),
    "magnitude": ("KEPMAG", "TESSMAG"),
    "right_ascension": ("RA_OBJ",),
    "declination": ("DEC_OBJ",),
}
_CUT = (
    "The FITS file is cut off or damaged: {told}. Download it again; a whole file is a multiple "
    "of 2,880 bytes."
)


def require_astropy() -> None:
    """Raise `Unavailable` where the optional part is not installed."""
    if find_spec("astropy") is None:
        raise Unavailable(
            "Light curves need the optional part 'astronomy', which is not installed here. "
            "Install armillary[astronomy].",
            code="missing_extra",
        )


def read_light_curve(data: bytes, name: str) -> LightCurve:
    """Read a file of either kind, told by its first bytes; raises `Invalid` saying what is wrong.

    Flux of FITS files is that which the pipeline corrected, where no flag of quality is set.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Invalid(f"{name} is empty.", code="empty_file")
    if data.startswith(_FITS):
        return _read_fits(data, name)
    if data[:2] == b"\x1f\x8b":
        raise Invalid(f"{name} is compressed. Unpack it and give what is inside.", code="packed")
    return _read_text(data, name)


def _read_fits(data: bytes, name: str) -> LightCurve:
    require_astropy()
    from astropy.io import fits

    with _told(name), fits.open(io.BytesIO(data), memmap=False, lazy_load_hdus=False) as hdus:
        for hdu in hdus:
            if isinstance(hdu, fits.BinTableHDU) and (found := _columns_of(hdu)) is not None:
                star = _star(hdus[0].header, hdu.header)
                return _from_table(hdu, found, star, name)
    if len(data) % _BLOCK:
        told = f"it has {len(data):,} bytes"
        raise Invalid(f"{name}: {_CUT.format(told=told)}", code="broken_fits")
    raise Invalid(
        f"{name} has no table with columns TIME and FLUX (or PDCSAP_FLUX). Give a light curve of "
        "Kepler, K2 or TESS, or a CSV with time and flux.",
        code="no_light_curve",
    )


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Say what is wrong with a FITS file; astropy only warns of most of it."""
    from astropy.utils.exceptions import AstropyWarning

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.filterwarnings("error", category=AstropyWarning, message=".*truncated.*")
            yield
    except Invalid:
        raise
    except (OSError, ValueError, TypeError, KeyError, IndexError, EOFError, MemoryError,
            AstropyWarning, OverflowError, AttributeError) as error:  # fmt: skip
        told = " ".join(str(error).split())[:160] or type(error).__name__
        raise Invalid(f"{name}: {_CUT.format(told=told)}", code="broken_fits") from error


def _columns_of(hdu: Any) -> dict[str, str] | None:
    """Find the columns of time, flux and quality, by their names whatever the case."""
    there = {str(column.name).lower(): column for column in hdu.columns if column.name}
    plain = {name: one.name for name, one in there.items() if _is_number(str(one.format))}
    time = next((plain[name] for name in _TIMES if name in plain), None)
    flux = next((plain[name] for name in _FLUXES if name in plain), None)
    if time is None or flux is None:
        return None
    quality = next((plain[name] for name in _QUALITIES if name in plain), None)
    return {"time": time, "flux": flux, **({} if quality is None else {"quality": quality})}


def _is_number(code: str) -> bool:
    """Tell whether a column holds one number a row: no text, no lists, no heap to follow."""
    return code.lstrip("1") in {"E", "D", "I", "J", "K", "B"}


def _from_table(
    hdu: Any, columns: Mapping[str, str], star: dict[str, float | str], name: str
) -> LightCurve:
    import numpy as np

    rows, width = int(hdu.header["NAXIS2"]), int(hdu.header["NAXIS1"])
    if rows > _MOST_POINTS or rows * width > 1 << 31:
        raise Invalid(
            f"{name} says it has {rows:,} points; at most {_MOST_POINTS:,} are read.",
            code="too_many_points",
        )
    table = hdu.data
    if table is None:
        raise Invalid(f"{name}: the table of the light curve has no row.", code="too_few_points")
    time = np.asarray(table[columns["time"]], dtype=np.float64)
    flux = np.asarray(table[columns["flux"]], dtype=np.float64)
    notes = [f"Read {columns['flux']} of {rows:,} rows."]
    if "quality" in columns:
        is_bad = np.asarray(table[columns["quality"]]) != 0
        if not is_bad.all():
            flux = np.where(is_bad, np.nan, flux)
            notes.append(f"{int(is_bad.sum()):,} points with a flag of quality were left out.")
    return curve_of(time, flux, star=star, notes=notes, told=name)


def _star(*headers: Any) -> dict[str, float | str]:
    found: dict[str, float | str] = {}
    for name, cards in _HEADER.items():
        for header in headers:
            value = next((header[card] for card in cards if header.get(card) is not None), None)
            if isinstance(value, str) and value.strip():
                found.setdefault(name, value.strip()[:80])
            elif isinstance(value, int | float) and value == value and name not in {"name"}:
                found.setdefault(name, float(value))
    return found


def _read_text(data: bytes, name: str) -> LightCurve:
    """Read a table of time and flux; without a header they are its first two columns."""
    import pandas as pd

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(
            f"{name} is neither a FITS file nor a text. Give a light curve as FITS or as CSV with "
            "time and flux.",
            code="no_light_curve",
        ) from None
    first = next(
        (line for line in text.splitlines() if line.strip() and not line.startswith("#")), ""
    )
    delimiter = next((sign for sign in (",", ";", "\t") if sign in first), r"\s+")
    has_header = any(_is_word(part) for part in first.replace(";", ",").split(","))
    try:
        table = pd.read_csv(
            io.StringIO(text),
            sep=delimiter,
            comment="#",
            header=0 if has_header else None,
            engine="python" if delimiter == r"\s+" else "c",
        )
    except (ValueError, pd.errors.ParserError) as error:
        raise Invalid(f"{name} cannot be read as a table: {error}", code="no_light_curve") from None
    return _from_frame(table, name, has_header=has_header)


def _is_word(part: str) -> bool:
    try:
        float(part.strip().strip('"') or "nan")
    except ValueError:
        return any(letter.isalpha() for letter in part)
    return False


def _from_frame(table: pd.DataFrame, name: str, *, has_header: bool) -> LightCurve:
    import numpy as np
    import pandas as pd

    if table.shape[1] < 2:
        raise Invalid(
            f"{name} has one column; a light curve has two at least: time and flux.",
            code="no_light_curve",
        )
    names = {str(column).strip().lower(): column for column in table.columns}
    time = next((names[one] for one in _TIMES if one in names), None)
    flux = next((names[one] for one in _FLUXES if one in names), None)
    if has_header and (time is None or flux is None):
        raise Invalid(
            f"{name} has the columns {', '.join(map(str, list(names)[:8]))}; one must be called "
            "time and one flux.",
            code="no_light_curve",
        )
    time, flux = (time, flux) if has_header else (table.columns[0], table.columns[1])
    numbers = [
        pd.to_numeric(table[column], errors="coerce").to_numpy(np.float64)
        for column in (time, flux)
    ]
    return curve_of(numbers[0], numbers[1], notes=[f"Read {len(table):,} rows."], told=name)
