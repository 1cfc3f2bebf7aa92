"""Which parameters a search turns by itself, and between which bounds.

Schemas say what is possible, which may span many decades; a search begins where good values lie
for most tables. Everything here can be changed by who asks for a search.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Advanced, and yet worth turning.
_ALSO = frozenset({"subsample", "colsample", "reg_lambda", "l2_regularization", "dropout_rate"})
# They bound the effort, or a training finds the best of them by itself.
_LEFT_ALONE = frozenset(
    {"early_stopping_rounds", "min_delta", "max_rows", "epochs", "max_bin", "max_bins"}
)
# More of them costs time in proportion: not far beyond the default.
_COSTLY = frozenset({"n_estimators", "max_iter", "epochs"})
_TIMES_STOPPED = 8
_KNOWN: Mapping[str, tuple[float, float, bool]] = {
    "max_depth": (2, 16, True),
    "min_samples_split": (2, 20, True),
    "subsample": (0.5, 1.0, False),
    "colsample": (0.4, 1.0, False),
    "dropout_rate": (0.0, 0.5, False),
    "ccp_alpha": (1e-5, 0.05, True),
    "variance_share": (0.5, 0.99, False),
}
_LISTS: tuple[tuple[int, ...], ...] = (
    (32,), (64,), (128,), (32, 16), (64, 32), (128, 64), (128, 64, 32),
)  # fmt: skip
_SIDE_OF_OPEN_RANGE = 2.0
_DECADES_OF_LOG = 3.0


@dataclass(frozen=True)
class Range:
    """Numbers between two bounds, both allowed; ``log`` weighs decades alike."""

    low: float
    high: float
    log: bool
    is_whole: bool


@dataclass(frozen=True)
class Choices:
    """A few values to choose from."""

    values: tuple[Any, ...]


Domain = Range | Choices


def is_turned(name: str, spec: Mapping[str, Any]) -> bool:
    """Whether a search turns a parameter unless somebody says otherwise."""
    if name in _LEFT_ALONE:
        return False
    return name in _ALSO or not spec.get("x-advanced", False)


def usual_domain(
    name: str, spec: Mapping[str, Any], *, is_stopped_early: bool = False
) -> Domain | None:
    """Give where a parameter is searched unless somebody says otherwise; None where nowhere.

    More rounds cost little where a training is stopped once they bring nothing.
    """
    kind = kind_of(spec)
    if kind == "boolean":
        return Choices((False, True))
    if kind == "string":
        return Choices(tuple(spec["enum"])) if "enum" in spec else None
    if kind == "array":
        return _lists(spec)
    if name in _COSTLY and is_stopped_early and spec["default"]:
        low, high, default = *bounds_of(spec), spec["default"]
        return _within(low, high, default, default * _TIMES_STOPPED, log=True, is_whole=True)
    return _numbers(name, spec, is_whole=kind == "integer")


def kind_of(spec: Mapping[str, Any]) -> str:
    """Give the type of a parameter, whether or not it may be empty."""
    kind = spec["type"]
    return str(kind[0] if isinstance(kind, list) else kind)


def may_be_empty(spec: Mapping[str, Any]) -> bool:
    """Whether a parameter may be without a value."""
    return isinstance(spec["type"], list)


def bounds_of(spec: Mapping[str, Any]) -> tuple[float, float]:
    """Give the bounds of a number, just inside those that are excluded."""
    low = spec.get("minimum", spec.get("exclusiveMinimum"))
    high = spec.get("maximum", spec.get("exclusiveMaximum"))
    if "exclusiveMinimum" in spec:
        low = math.nextafter(low, math.inf)
    if "exclusiveMaximum" in spec:
        high = math.nextafter(high, -math.inf)
    return low, high


def _lists(spec: Mapping[str, Any]) -> Choices | None:
    items = spec["items"]
    if items["type"] != "integer":
        return None
    fit = [
        list(numbers)
        for numbers in _LISTS
        if spec["minItems"] <= len(numbers) <= spec["maxItems"]
        and all(items["minimum"] <= number <= items["maximum"] for number in numbers)
    ]
    default = list(spec["default"])
    return Choices(tuple(fit if default in fit else [*fit, default]))


def _numbers(name: str, spec: Mapping[str, Any], *, is_whole: bool) -> Range:
    low, high = bounds_of(spec)
    if name in _KNOWN:
        least, most, log = _KNOWN[name]
        return _within(low, high, least, most, log=log, is_whole=is_whole)
    default = spec["default"]
    if name == "learning_rate" and default:
        return _within(low, high, default / 10, default * 4, log=True, is_whole=is_whole)
    if name in _COSTLY and default:
        return _within(low, high, default / 4, default * 3, log=True, is_whole=is_whole)
    if not (spec.get("x-log", False) or _spans_decades(low, high, default)):
        return Range(low, high, log=False, is_whole=is_whole)
    return _around(low, high, default, is_whole=is_whole)


def _spans_decades(low: float, high: float, default: float | None) -> bool:
    """Whether a range reaches over more than two decades above what is usual in it."""
    least = low if low > 0 else (default or high / 10**_DECADES_OF_LOG)
    return low >= 0 and high >= 100 * least > 0


def _around(low: float, high: float, default: float | None, *, is_whole: bool) -> Range:
    """Give a quarter of the decades of the schema on both sides of the default."""
    if low < 1e-300:
        middle = default or high / 10**_DECADES_OF_LOG
        side = _SIDE_OF_OPEN_RANGE if default else _DECADES_OF_LOG / 2
    else:
        middle = default or math.sqrt(low * high)
        side = math.log10(high / low) / 4
    reach = 10**side
    return _within(low, high, middle / reach, middle * reach, log=True, is_whole=is_whole)


def _within(
    low: float, high: float, least: float, most: float, *, log: bool, is_whole: bool
) -> Range:
    """Keep bounds inside those of the schema; whole numbers stay whole."""
    least, most = max(low, least), min(high, most)
    if is_whole:
        least, most = math.floor(max(least, low)), math.ceil(most)
        least, most = max(least, math.ceil(low)), min(most, math.floor(high))
    else:
        # What people read is short; a bound that is itself excluded stays just inside.
        least, most = max(low, float(f"{least:.3g}")), min(high, float(f"{most:.3g}"))
    return Range(least, most, log=log and least > 0, is_whole=is_whole)
