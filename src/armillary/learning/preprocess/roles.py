"""What a column is, decided from its dtype and, where that says nothing, from its values."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

from armillary.learning.preprocess.text import is_prose

if TYPE_CHECKING:
    import pandas as pd

Role = Literal["numeric", "boolean", "categorical", "datetime", "text"]

_BY_VALUES: dict[str, Role] = {
    "boolean": "boolean",
    "integer": "numeric",
    "floating": "numeric",
    "mixed-integer-float": "numeric",
    "decimal": "numeric",
    "timedelta": "numeric",
    "timedelta64": "numeric",
    "date": "datetime",
    "datetime": "datetime",
    "datetime64": "datetime",
    "period": "datetime",
}


def role_of(series: pd.Series, texts: Collection[str] | None = ()) -> Role:
    """Give the role of a column; everything unknown is categorical.

    So are texts, save those that ``texts`` names; None leaves it to what they hold.
    """
    role = _plain_role(series)
    if role != "categorical":
        return role
    is_text = is_prose(series) if texts is None else str(series.name) in texts
    return "text" if is_text else role


def _plain_role(series: pd.Series) -> Role:
    import pandas as pd

    kinds = pd.api.types
    dtype = series.dtype
    # Looking at each text would make a Python object of every one of them.
    if isinstance(dtype, pd.CategoricalDtype | pd.StringDtype):
        return "categorical"
    if kinds.is_bool_dtype(dtype):
        return "boolean"
    if kinds.is_complex_dtype(dtype):
        return "categorical"
    if kinds.is_numeric_dtype(dtype) or kinds.is_timedelta64_dtype(dtype):
        return "numeric"
    if kinds.is_datetime64_any_dtype(dtype) or isinstance(dtype, pd.PeriodDtype):
        return "datetime"
    return _BY_VALUES.get(kinds.infer_dtype(series, skipna=True), "categorical")
