"""Reading the values of one column, from a frame's series or from plain Python values.

Both ways give the same arrays: what was trained on a table predicts the same from a form.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]

_YES = frozenset({"true", "yes", "t", "y", "1", "1.0"})
_NO = frozenset({"false", "no", "f", "n", "0", "0.0"})
# Each different text of so many rows becomes an object for a moment.
_AT_ONCE = 1 << 18
_LARGEST = 3.0e38  # the range of float32, which some algorithms compute in


def numbers(name: str, series: pd.Series) -> Floats:
    """Read a column of numbers (n,); missing and infinite ones are NaN."""
    import numpy as np
    import pandas as pd

    if pd.api.types.is_timedelta64_dtype(series.dtype):
        values = series.dt.total_seconds().to_numpy(np.float64)
    elif pd.api.types.is_numeric_dtype(series.dtype):
        values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        return numbers_of(name, series.tolist())
    return _tame(values)


def numbers_of(name: str, values: Iterable[Any]) -> Floats:
    """Read plain values as numbers; raises `Invalid` for text that is none."""
    import numpy as np

    return _tame(np.array([_number(name, value) for value in values], dtype=np.float64))


def booleans_of(name: str, values: Iterable[Any]) -> Floats:
    """Read plain values as 0 and 1, missing ones as NaN."""
    import numpy as np

    return np.array([_boolean(name, value) for value in values], dtype=np.float64)


def booleans(name: str, series: pd.Series) -> Floats:
    """Read a column of booleans (n,) as 0 and 1, missing ones as NaN."""
    import numpy as np
    import pandas as pd

    if pd.api.types.is_bool_dtype(series.dtype) and series.dtype != object:
        return series.to_numpy(dtype=np.float64, na_value=np.nan)
    return booleans_of(name, series.tolist())


def count_texts(series: pd.Series, most: int | None = None) -> dict[str, int]:
    """Count a column's values as text, most frequent first, equal counts by name.

    Of more texts than ``most`` those that are seen once are left out, or all but the first of them
    where no other is seen more often.
    """
    counted = series.value_counts()
    counts: dict[str, int] = {}
    if most is not None and len(counted) > most and _is_of_texts(series):
        counts = _count_many(counted, most)
    if not counts:
        for value, count in counted.items():
            text = text_of(value)
            if text is not None:
                counts[text] = counts.get(text, 0) + int(count)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if most is not None and len(ordered) > most:
        ordered = [item for item in ordered if item[1] > 1] or ordered[:1]
    return dict(ordered)


def _is_of_texts(series: pd.Series) -> bool:
    import pandas as pd

    return isinstance(series.dtype, pd.StringDtype)


def _count_many(counted: pd.Series, most: int) -> dict[str, int]:
    """Leave out what is seen once; gives nothing where that is not called for.

    Millions of texts take more memory in Python than all else in a training.
    """
    often: dict[str, int] = {}
    first, singles = "", 0
    for value, count in counted.items():
        text = text_of(value)
        if text is not None and count > 1:
            often[text] = int(count)
        elif text is not None:
            first = min(first, text) if singles else text
            singles += 1
    return (often or {first: 1}) if len(often) + singles > most else {}


def text_of(value: Any) -> str | None:
    """Give a value as the text that names its category, or None where it is missing."""
    if is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = value if isinstance(value, str) else str(value)
    return text if text.strip() else None


def codes(series: pd.Series, known: Sequence[str]) -> npt.NDArray[np.int64]:
    """Read a column as places in ``known`` (n,); missing is -1, unknown is -2."""
    import numpy as np

    lookup = {text: place for place, text in enumerate(known)}
    pieces = [
        _codes_of_some(series.iloc[start : start + _AT_ONCE], lookup)
        for start in range(0, max(1, len(series)), _AT_ONCE)
    ]
    return np.concatenate(pieces)


def _codes_of_some(series: pd.Series, lookup: dict[str, int]) -> npt.NDArray[np.int64]:
    import numpy as np
    import pandas as pd

    places, uniques = pd.factorize(flat(series))
    of_unique = [_code(value, lookup) for value in uniques]
    return np.array([*of_unique, -1], dtype=np.int64)[places]


def codes_of(values: Iterable[Any], known: Sequence[str]) -> npt.NDArray[np.int64]:
    """Read plain values as places in ``known``; missing is -1, unknown is -2."""
    import numpy as np

    lookup = {text: place for place, text in enumerate(known)}
    return np.array([_code(value, lookup) for value in values], dtype=np.int64)


def times(name: str, series: pd.Series) -> pd.Series:
    """Read a column as times in UTC without a zone, missing ones as NaT."""
    import pandas as pd

    if isinstance(series.dtype, pd.PeriodDtype):
        series = series.dt.to_timestamp()
    if pd.api.types.is_datetime64_dtype(series.dtype):
        return series
    if series.dtype == object or isinstance(series.dtype, pd.StringDtype):
        series = series.map(_blank_to_none)
    try:
        read = pd.to_datetime(series, utc=True, format="mixed")
    except (ValueError, TypeError, OverflowError) as error:
        raise Invalid(
            f"Column {name!r} holds dates, such as 2024-05-31; {_brief(error)}",
            code="invalid_rows",
        ) from None
    return read.dt.tz_localize(None)


def times_of(name: str, values: Iterable[Any]) -> pd.Series:
    """Read plain values as times in UTC without a zone, missing ones as NaT."""
    import pandas as pd

    given = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    return times(name, given)


def taken(series: pd.Series, rows: npt.NDArray[np.int64] | None) -> pd.Series:
    """Give the cells at some places, numbered anew; None means all."""
    import pandas as pd

    if rows is None:
        return series
    # Keeping the numbers that rows had takes twice as long, for each column of each part.
    return pd.Series(series.array.take(rows), name=series.name, copy=False)


def flat(series: pd.Series) -> pd.Series:
    """Give nested values (lists, objects, arrays) as text, since only whole values count."""
    if series.dtype != object or all(_is_plain(kind) for kind in set(map(type, series))):
        return series
    return series.map(lambda value: value if _is_plain(type(value)) else str(value))


def _is_plain(kind: type) -> bool:
    return kind.__hash__ is not None


def is_missing(value: Any) -> bool:
    """Tell whether a value stands for nothing: None, NaN, NaT, NA."""
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ in {"NaTType", "NAType"}


def _tame(values: Floats) -> Floats:
    """Make infinities NaN and bring the rest into the range of float32."""
    import numpy as np

    finite = np.isfinite(values)
    if not finite.all():
        values = np.where(finite, values, np.nan)
    return np.clip(values, -_LARGEST, _LARGEST)


def _number(name: str, value: Any) -> float:
    if is_missing(value) or (isinstance(value, str) and not value.strip()):
        return math.nan
    if hasattr(value, "total_seconds"):
        return float(value.total_seconds())
    try:
        return float(value)
    except OverflowError:
        return math.inf
    except (TypeError, ValueError):
        raise Invalid(
            f"Column {name!r} holds numbers; got {_brief(value)}.", code="invalid_rows"
        ) from None


def _boolean(name: str, value: Any) -> float:
    if is_missing(value) or (isinstance(value, str) and not value.strip()):
        return math.nan
    text = str(value).strip().lower()
    if text in _YES or text in _NO:
        return float(text in _YES)
    raise Invalid(f"Column {name!r} holds true or false; got {_brief(value)}.", code="invalid_rows")


def _code(value: Any, lookup: dict[str, int]) -> int:
    text = text_of(value)
    return -1 if text is None else lookup.get(text, -2)


def _blank_to_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _brief(value: Any) -> str:
    text = str(value) if isinstance(value, Exception) else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
