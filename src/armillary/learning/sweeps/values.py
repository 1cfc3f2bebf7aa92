"""A few values of one parameter to try."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from armillary.base.errors import Invalid
from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.params import check
from armillary.learning.texts import Wrong

MOST_VALUES = 9
_FACTORS = (1 / 64, 1 / 16, 1 / 4, 1, 4, 16, 64)
_WIDE = 50.0


def values_for(entry: CatalogueEntry, name: str, present: Any) -> list[Any]:
    """Give 2 to 9 values of a parameter to try, the present one among them.

    Raises `Invalid` for what is neither a number nor a choice.
    """
    spec = entry.properties.get(name)
    if spec is None:
        raise Invalid(f"{entry.name} has no parameter {name!r}.")
    kinds = spec.get("type")
    names = [kinds] if isinstance(kinds, str) else list(kinds or ())
    if "enum" in spec:
        found = list(spec["enum"])[:MOST_VALUES]
    elif "boolean" in names:
        found = [False, True]
    elif "integer" in names or "number" in names:
        found = _numbers(spec, present if isinstance(present, int | float) else None)
        found = [int(value) if "integer" in names else float(value) for value in found]
    else:
        raise Invalid(f"{name!r} is neither a number nor a choice; it cannot be swept.")
    if "null" in names and "enum" not in spec:
        found = [None, *found[: MOST_VALUES - 2]]
    if present not in found:
        found = [*found[: MOST_VALUES - 1], present]
    return [value for value in _sorted(found) if _is_usable(entry, name, value)]


def _numbers(spec: Mapping[str, Any], present: float | None) -> list[float]:
    low, high = _bounds(spec)
    if _is_logarithmic(spec, low, high):
        middle = present if present else _geometric_middle(low, high)
        found = [middle * factor for factor in _FACTORS]
    else:
        top = high if math.isfinite(high) else max(4 * (present or 1.0), low + 10)
        found = [low + (top - low) * part / 6 for part in range(7)]
    usable = [min(max(_rounded(value), low), high) for value in found]
    return [*dict.fromkeys([*usable, *([] if present is None else [present])])][-MOST_VALUES:]


def _bounds(spec: Mapping[str, Any]) -> tuple[float, float]:
    low = spec.get("minimum", spec.get("exclusiveMinimum", 0.0))
    high = spec.get("maximum", spec.get("exclusiveMaximum", math.inf))
    return float(low), float(high)


def _is_logarithmic(spec: Mapping[str, Any], low: float, high: float) -> bool:
    return bool(spec.get("x-log")) or high > max(low, 1.0) * _WIDE


def _geometric_middle(low: float, high: float) -> float:
    return math.sqrt(max(low, 0.01) * min(high, 1_000.0))


def _rounded(value: float) -> float:
    """Keep two digits: nobody tries 0.0015625."""
    return float(f"{value:.2g}")


def _sorted(values: Sequence[Any]) -> list[Any]:
    """Put nothing first, then numbers by size; words stay in the order of the schema."""
    unique = list({repr(value): value for value in values}.values())
    if any(isinstance(value, str) for value in unique):
        return unique
    return sorted(unique, key=lambda value: (value is not None, value or 0))


def _is_usable(entry: CatalogueEntry, name: str, value: Any) -> bool:
    try:
        return not check(entry, {name: value}, door="strict").errors
    except Wrong:
        return False
