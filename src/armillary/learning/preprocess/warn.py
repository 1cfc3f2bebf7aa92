"""What people should know of a table's columns before they trust a model of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import SUPERVISED, TaskKind
from armillary.learning.preprocess.read import numbers, taken
from armillary.learning.preprocess.roles import role_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Places = npt.NDArray[np.int64]

_FEW_ROWS = 20
_IDENTIFIER_SHARE = 0.95
_TELLS_ALL = 0.9999
_MANY_VALUES = 50
_HEAD_ROWS = 1_000
_FEW_A_VALUE = 5
_NAMED = 10


def warn_about(
    frame: pd.DataFrame,
    target: npt.NDArray[Any],
    kind: TaskKind,
    texts: Collection[str] | None = None,
    rows: Places | None = None,
) -> Iterator[str]:
    """Yield a sentence for each thing that is odd about the columns of the training rows.

    That texts differ is not odd; ``texts`` names them, None leaves it to what columns hold. The
    training rows are those at the places ``rows`` (n_rows,), None means all.
    """
    empty, constant = [], []
    for name in frame.columns:
        series = taken(frame[name], rows)
        distinct = _count_distinct(series)
        if distinct == 0:
            empty.append(str(name))
        elif distinct == 1 and not series.isna().any():
            constant.append(str(name))
        elif role_of(series, texts) != "text":
            yield from _warn_about_column(series, distinct, target, kind)
    if empty:
        yield f"{_columns(empty)} no values in the training rows and {_are(empty)} not used."
    if constant:
        yield f"{_columns(constant)} one value only and {_are(constant)} not used."


def _count_distinct(series: pd.Series) -> int:
    """Count the values of a column; of broken numbers, which are mostly different, some suffice."""
    import numpy as np

    # Not of pandas' own kinds, which have gaps besides.
    if isinstance(series.dtype, np.dtype) and series.dtype.kind == "f":
        head = series.to_numpy()[:_HEAD_ROWS]
        head = head[~np.isnan(head)]
        seen = len(np.unique(head))
        if seen > _MANY_VALUES and _has_broken(head):
            return seen
    return int(series.nunique(dropna=True))


def _has_broken(values: npt.NDArray[Any]) -> bool:
    """Whether there is something else than a whole number; neither infinity nor a gap is one."""
    import numpy as np

    return bool((np.trunc(values) != values).any() or np.isinf(values).any())


def _warn_about_column(
    series: pd.Series, distinct: int, target: npt.NDArray[Any], kind: TaskKind
) -> Iterator[str]:
    name, role = series.name, role_of(series)
    if role == "numeric" and (infinite := _count_infinite(series)):
        what = "value, which counts" if infinite == 1 else "values, which count"
        yield f"Column {name!r} has {infinite} infinite {what} as missing."
    if len(series) < _FEW_ROWS:
        return
    if _looks_like_identifier(series, role, distinct):
        yield (
            f"Column {name!r} looks like an identifier: {distinct} different values in "
            f"{len(series)} rows. Leave it out unless it means something."
        )
    elif kind in SUPERVISED and _tells_target(series, role, distinct, target, kind):
        yield (
            f"Column {name!r} tells the target exactly in the training rows. If it is known only "
            "after the fact, leave it out."
        )


def _looks_like_identifier(series: pd.Series, role: str, distinct: int) -> bool:
    """Tell whether text is nearly, or whole numbers are wholly, different in every row."""
    if role == "categorical":
        return distinct > _IDENTIFIER_SHARE * len(series)
    if role != "numeric" or distinct < len(series):
        return False
    values = numbers(str(series.name), series)
    return not _has_broken(values)


def _tells_target(
    series: pd.Series, role: str, distinct: int, target: npt.NDArray[Any], kind: TaskKind
) -> bool:
    """Tell whether each value of a column goes with one target value only."""
    import numpy as np
    import pandas as pd

    if kind == "regression":
        values = series.to_numpy(dtype=np.float64, na_value=np.nan) if role == "numeric" else None
        return values is not None and _correlation(values, target) > _TELLS_ALL
    if distinct > min(_MANY_VALUES, len(series) // _FEW_A_VALUE):
        return False
    places = pd.factorize(series, use_na_sentinel=False)[0]
    pairs = places.astype(np.int64) * (int(target.max()) + 1) + target
    return len(np.unique(pairs)) == len(np.unique(places))


def _correlation(values: npt.NDArray[np.float64], target: npt.NDArray[np.float64]) -> float:
    import numpy as np

    both = np.isfinite(values)
    if both.sum() < _FEW_ROWS or values[both].std() == 0 or target[both].std() == 0:
        return 0.0
    with np.errstate(all="ignore"):
        return float(abs(np.corrcoef(values[both], target[both])[0, 1]))


def _count_infinite(series: pd.Series) -> int:
    import numpy as np
    import pandas as pd

    if not pd.api.types.is_float_dtype(series.dtype):
        return 0
    return int(np.isinf(series.to_numpy(dtype=np.float64, na_value=np.nan)).sum())


def _columns(names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"Column {shown} has" if len(names) == 1 else f"Columns {shown}{more} have"


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
