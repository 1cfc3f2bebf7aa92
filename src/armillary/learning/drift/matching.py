"""Which columns of new rows are those that a model asks for, by name and by type."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from armillary.base.errors import Invalid
from armillary.learning.familiar.reading import read_series
from armillary.learning.preprocess.roles import Role, role_of

if TYPE_CHECKING:
    import pandas as pd

State = Literal["same", "missing", "changed"]
_EXAMPLES = 3


@dataclass(frozen=True)
class Matched:
    """A column that the model asks for, and what stands under its name."""

    name: str
    expected: Role
    found: Role | None
    state: State
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return dict(vars(self))


def match_columns(
    features: Sequence[Mapping[str, Any]], frame: pd.DataFrame
) -> tuple[list[Matched], list[str]]:
    """Give each asked column, and the names of those that nobody asks for."""
    matched = [_match(str(one["name"]), one["type"], frame) for one in features]
    asked = {one.name for one in matched}
    return matched, [str(name) for name in frame.columns if str(name) not in asked]


def comparable(matched: Collection[Matched]) -> list[str]:
    """Name the columns that can be read as the model reads them."""
    return [one.name for one in matched if one.state == "same"]


def _match(name: str, expected: Role, frame: pd.DataFrame) -> Matched:
    if name not in frame.columns:
        return Matched(name, expected, None, "missing", "There is no column of this name.")
    series = frame[name]
    found = role_of(series)
    if expected in ("categorical", "text"):
        # Everything can be read as text; numbers where there were words are told all the same.
        is_other = found in ("numeric", "datetime") and expected == "text"
        note = f"It holds {found} values, where there were texts." if is_other else None
        return Matched(name, expected, found, "same", note)
    try:
        read_series(name, expected, series)
    except Invalid:
        return Matched(name, expected, found, "changed", _why(expected, series))
    return Matched(name, expected, found, "same")


def _why(expected: Role, series: pd.Series) -> str:
    import pandas as pd

    known = series.dropna()
    if expected == "numeric":
        bad = known[pd.to_numeric(known, errors="coerce").isna()]
    elif expected == "datetime":
        read = pd.to_datetime(known, errors="coerce", utc=True, format="mixed")
        bad = known[read.isna()]
    else:
        bad = known
    shown = ", ".join(repr(str(value)[:40]) for value in bad.unique()[:_EXAMPLES])
    return f"{len(bad):,} of {len(series):,} values are no {expected} values, such as {shown}."
