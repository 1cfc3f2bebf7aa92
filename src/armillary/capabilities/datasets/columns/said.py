"""The kinds of columns whose type a person names: cells that do not fit become missing."""

from collections.abc import Sequence
from dataclasses import replace

from armillary.capabilities.datasets.columns.dates import DATE_SHAPES, DateShape
from armillary.capabilities.datasets.columns.kinds import COMMA_REAL, REAL, TEXT, Kind, date_kind
from armillary.learning.storage import Storage

_TRUE = "'true', 'yes', 'y', 't', '1'"
_FALSE = "'false', 'no', 'n', 'f', '0'"
_GROUPED = "regexp_full_match({v}, '[-+]?[0-9]{{1,3}}(,[0-9]{{3}})+([.][0-9]*)?')"
_WHOLE = Kind(
    "int64",
    "try_cast({v} as bigint)",
    reads="{x} is not null and regexp_full_match({v}, '[-+]?[0-9]+([.]0*)?')",
    quick="{x}::varchar = {v}",
)
_THOUSANDS = Kind(
    "float64",
    f"try_cast(if({_GROUPED}, replace({{v}}, ',', ''), {{v}}) as double)",
    reads="{x} is not null and not isnan({x}) and not contains({v}, '_')",
)
_TRUTH = Kind(
    "bool",
    f"case when lower({{v}}) in ({_TRUE}) then true when lower({{v}}) in ({_FALSE}) then false end",
    reads="{x} is not null",
)


def said_kind(storage: Storage, *, decimal_comma: bool, commas_group: bool) -> Kind | None:
    """Give the kind of a column of this type; None where it is one of dates.

    ``commas_group`` says that commas stand between thousands.
    """
    if storage == "str":
        return replace(TEXT, is_said=True)
    if storage == "int64":
        return replace(_WHOLE, is_said=True)
    if storage == "bool":
        return replace(_TRUTH, is_said=True)
    if storage == "float64":
        real = COMMA_REAL if decimal_comma else _THOUSANDS if commas_group else REAL
        return replace(real, is_said=True)
    return None


def shapes_of(storage: Storage) -> list[DateShape]:
    """Give the ways to write dates, or times."""
    return [shape for shape in DATE_SHAPES if shape.storage == storage]


def said_dates(storage: Storage, matches: Sequence[tuple[DateShape, int]]) -> Kind:
    """Give the kind of a column of dates: the shape that reads most of its values."""
    first = shapes_of(storage)[0]
    shape, _ = max(matches, key=lambda match: match[1], default=(first, 0))
    return replace(date_kind(shape), is_said=True)
