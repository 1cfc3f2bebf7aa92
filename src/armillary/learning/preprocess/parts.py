"""The raw numbers of a column, and the parts that an encoding may take of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.preprocess import read
from armillary.learning.preprocess.dates import date_part
from armillary.learning.preprocess.means import place_of
from armillary.learning.preprocess.spans import seconds_of, unit_s
from armillary.learning.preprocess.text import texts_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.preprocess.columns import Column

    Floats = npt.NDArray[np.float64]

CODES_LIMIT = 250  # LightGBM and histogram trees keep at most 255 values apart
_DAY_S = 86_400
_OF_TIME = {
    "year": "year",
    "month": "month",
    "day": "day",
    "weekday": "day_of_week",
    "hour": "hour",
}
_PERIODS = {"month": (1, 12), "weekday": (0, 7), "hour": (0, 24)}
WAVE_DIGITS = 12
TIME_PARTS = ("days", *_OF_TIME)
TIME_WAVES = tuple(f"{name} {wave}" for name in _PERIODS for wave in ("sine", "cosine"))


def raw_series(column: Column, given: Mapping[str, pd.Series]) -> Any:
    """Read a frame's column as its role has it: floats, times or category places (n,).

    A text is read as several numbers (n, n_numbers), a date in parts as floats (n,) by part, the
    time since another date as seconds.
    """
    if column.since:
        return _seconds_since([read.times(name, given[name]) for name in column.needed])
    if column.date:
        return {part: read.numbers(name, given[name]) for part, name in column.date}
    series = given[column.name]
    if column.text is not None:
        return column.text.read(texts_of(series.tolist()))
    if column.role == "numeric":
        return read.numbers(column.name, series)
    if column.role == "boolean":
        return read.booleans(column.name, series)
    if column.role == "datetime":
        return read.times(column.name, series)
    return read.codes(series, column.values)


def raw_values(column: Column, given: Mapping[str, Iterable[Any]]) -> Any:
    """Read plain Python values in the same way."""
    if column.since:
        return _seconds_since([read.times_of(name, given[name]) for name in column.needed])
    if column.date:
        return {part: read.numbers_of(name, given[name]) for part, name in column.date}
    values = given[column.name]
    if column.text is not None:
        return column.text.read(texts_of(list(values)))
    if column.role == "numeric":
        return read.numbers_of(column.name, values)
    if column.role == "boolean":
        return read.booleans_of(column.name, values)
    if column.role == "datetime":
        return read.times_of(column.name, values)
    return read.codes_of(values, column.values)


def part_of(column: Column, raw: Any, part: str) -> Floats:
    """Give one part of a column's raw values (n,), gaps as NaN."""
    import numpy as np

    if column.since:
        passed: Floats = raw / unit_s(part)
        return passed
    if column.date:
        return _waved(part, lambda name: date_part(raw, name))
    if column.role == "categorical":
        return _category_part(column, raw, part)
    if column.role == "datetime":
        return _time_part(raw, part)
    if column.role == "text":
        return _text_part(raw, part)
    values: Floats = np.isnan(raw).astype(np.float64) if part == "missing" else raw
    return values


def _seconds_since(moments: Sequence[pd.Series]) -> Floats:
    later, earlier = map(seconds_of, moments)
    passed: Floats = later - earlier
    return passed


def _category_part(column: Column, codes: npt.NDArray[np.int64], part: str) -> Floats:
    import numpy as np

    if part == "missing" or part.startswith("is:"):
        place = -1 if part == "missing" else int(part[3:])
        flags: Floats = (codes == place).astype(np.float64)
        return flags
    if part.startswith("mean"):
        told: Floats = np.array(column.means[place_of(part)])
        return told[codes]
    if part == "frequency":
        shares: Floats = np.array([*column.shares, 0.0, 0.0])  # -1 and -2 find a zero
        return shares[codes]
    known = (codes >= 0) & (codes < CODES_LIMIT)
    return np.where(known, codes, np.nan).astype(np.float64)


def _text_part(numbers: Floats, part: str) -> Floats:
    """Give one of a text's numbers (n,); the last of them counts its words, and gaps have none."""
    import numpy as np

    if part == "missing":
        return np.isnan(numbers[:, -1]).astype(np.float64)
    return numbers[:, -1 if part == "words" else int(part.removeprefix("text ")) - 1]


def _time_part(moments: pd.Series, part: str) -> Floats:
    import numpy as np

    if part == "missing":
        return moments.isna().to_numpy().astype(np.float64)
    if part == "days":
        return seconds_of(moments) / _DAY_S

    def values_of(name: str) -> Floats:
        values: Floats = getattr(moments.dt, _OF_TIME[name]).to_numpy(np.float64, na_value=np.nan)
        return values

    return _waved(part, values_of)


def _waved(part: str, values_of: Callable[[str], Floats]) -> Floats:
    """Give what a part names, or where it stands on the circle of its period."""
    import numpy as np

    name, _, wave = part.partition(" ")
    values = values_of(name)
    if not wave:
        return values
    first, period = _PERIODS[name]
    angles = (values - first) * (2 * np.pi / period)
    waved: Floats = np.sin(angles) if wave == "sine" else np.cos(angles)
    # At noon a sine is as far from nothing as its rounding is wrong: a tree would ask about that.
    return np.round(waved, WAVE_DIGITS)
