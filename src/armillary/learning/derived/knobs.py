"""From the constraints that scikit-learn declares to parameters that people turn.

Offered are intervals, choices and yes or no. Where an interval has no upper end, a soft bound says
where forms and searches stop. Of whole numbers: from 1 (if the default is above 0) to ten times the
default, to 10 at least, and to 100 where there is no default. Of numbers: from a thousandth of the
default to a thousand times it, by their logarithm; from 0 to 1 where the default is 0 or none.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from armillary.learning.derived import reviewed, words
from armillary.learning.derived import reviewed_describing as describing
from armillary.learning.parameters import (
    BoolParam,
    ChoiceParam,
    FloatParam,
    IntParam,
    Param,
    Params,
)

_WIDE = 100.0  # a range that spans more is searched and shown by its logarithm
NONE = "none"
_DEFAULTS = {**reviewed.DEFAULTS, **describing.DEFAULTS}
_FIXED = {**reviewed.FIXED, **describing.FIXED}
_NOT_NULLABLE = reviewed.NOT_NULLABLE | describing.NOT_NULLABLE
_NOT_OFFERED = {**reviewed.NOT_OFFERED, **describing.NOT_OFFERED}
_NO_OPTIONS = {**reviewed.NO_OPTIONS, **describing.NO_OPTIONS}
_RANGES = {**reviewed.RANGES, **describing.RANGES}
_WHEN = {**reviewed.WHEN, **describing.WHEN}


def derive_params(estimator: type) -> Params:
    """Give the knobs of an estimator, in the order in which it takes them."""
    return Params(list(_derive(estimator)))


def to_settings(estimator: type, params: dict[str, Any]) -> dict[str, Any]:
    """Give values as the estimator takes them: the choice "none" is None there."""
    name = estimator.__name__
    taken = {key: None if value == NONE else value for key, value in params.items()}
    return taken | dict(_FIXED.get(name, {}))


def _derive(estimator: type) -> Iterator[Param]:
    declared: dict[str, Any] = estimator._parameter_constraints  # type: ignore[attr-defined]
    fixed = _FIXED.get(estimator.__name__, {})
    unwanted = reviewed.NO_KNOBS | _NOT_OFFERED.get(estimator.__name__, frozenset())
    signature = inspect.signature(estimator)
    for name, parameter in signature.parameters.items():
        allowed = declared.get(name)
        if name in unwanted or name in fixed or not isinstance(allowed, list):
            continue
        knob = _Knob(estimator.__name__, name, parameter.default, allowed)
        if (param := knob.as_param()) is not None:
            yield param


@dataclass(frozen=True)
class _Knob:
    """One declared parameter: who has it, its default, and what is allowed."""

    of: str
    name: str
    default: Any
    allowed: list[Any]

    def as_param(self) -> Param | None:
        """Give the parameter, or None where it is none that can be turned."""
        default = self._usable_default()
        if isinstance(default, bool):
            is_plain = any(isinstance(one, str) and one == "boolean" for one in self.allowed)
            return BoolParam(**self._common("Yes or no.", default)) if is_plain else None
        options = self._options()
        if isinstance(default, str) or (default is None and options):
            return self._choice(options, default)
        interval = self._interval(default)
        return None if interval is None else self._number(interval, default)

    def _usable_default(self) -> Any:
        """Give the default as plain Python; one number in a tuple counts as that number."""
        default = _DEFAULTS.get((self.of, self.name), self.default)
        if isinstance(default, tuple) and len(default) == 1:
            return default[0]
        return default.item() if hasattr(default, "item") else default

    def _options(self) -> tuple[str, ...]:
        from sklearn.utils._param_validation import StrOptions

        words_of = [one for one in self.allowed if isinstance(one, StrOptions)]
        usable = {
            option
            for one in words_of
            for option in one.options - one.deprecated
            if option not in _NO_OPTIONS.get((self.of, self.name), ())
            and option in describing.ONLY_OPTIONS.get((self.of, self.name), (option,))
        }
        is_nullable = None in self.allowed and bool(usable)
        return (*((NONE,) if is_nullable else ()), *sorted(usable))

    def _choice(self, options: tuple[str, ...], default: Any) -> Param | None:
        chosen = NONE if default is None else default
        if len(options) < 2 or chosen not in options:
            return None
        return ChoiceParam(**self._common("One of these words.", chosen), options=options)

    def _interval(self, default: Any) -> Any:
        """Give the interval that the default lies in; without one, that with two ends."""
        from sklearn.utils._param_validation import Interval

        intervals = [one for one in self.allowed if isinstance(one, Interval)]
        own = _RANGES.get((self.of, self.name))
        if own is not None and Real in self.allowed:
            intervals = [Interval(Real, *own, closed="both")]
        elif own is not None and all(isinstance(end, int) for end in own):
            intervals = [one for one in intervals if one.type is Integral]
        if default is None:
            return min(intervals, key=lambda one: one.right is None, default=None)
        if not isinstance(default, Real) or not math.isfinite(default):
            return None
        fitting = [one for one in intervals if default in one]
        return min(fitting, key=lambda one: not isinstance(default, one.type), default=None)

    def _number(self, interval: Any, default: Any) -> Param:
        is_nullable = None in self.allowed and (self.of, self.name) not in _NOT_NULLABLE
        common = self._common(_range_in_words(interval), default) | {
            "nullable": is_nullable,
            "null_means": "scikit-learn's own way" if is_nullable else None,
        }
        own = _RANGES.get((self.of, self.name))
        if interval.type is Integral:
            low, high = own or _soft_whole(interval, default)
            is_wide = high >= _WIDE * max(1, low)
            return IntParam(**common, minimum=int(low), maximum=int(high), log=is_wide)
        low, high = own or _soft(interval, default)
        opens = interval.closed in ("right", "neither") and interval.left == low
        closes = interval.closed in ("left", "neither") and interval.right == high
        return FloatParam(
            **(common | {"default": None if default is None else float(default)}),
            minimum=float(low),
            maximum=float(high),
            above_minimum=opens,
            below_maximum=closes,
            log=low > 0 and high >= _WIDE * low,
        )

    def _common(self, kind: str, default: Any) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": words.title(self.name),
            "effect": words.effect(self.name, kind, is_choice=isinstance(default, str)),
            "default": default,
            "advanced": self.name not in words.EFFECTS,
            "when": _WHEN.get((self.of, self.name)),
        }


def _soft_whole(interval: Any, default: int | None) -> tuple[float, float]:
    """Give the range of a whole number, with soft bounds where it has none."""
    low = interval.left + (interval.closed in ("right", "neither"))
    if default is not None and default > 0:
        low = max(1, low)
    high = 100 if default is None else max(10, 10 * default)
    return low, high if interval.right is None else interval.right


def _soft(interval: Any, default: float | None) -> tuple[float, float]:
    """Give the range of a number, with soft bounds where it has none."""
    low, high = (None if end is None else float(end) for end in (interval.left, interval.right))
    if high is not None and math.isfinite(high):
        return low or 0.0, high
    if default:
        return max(low or 0.0, _round(abs(default) / 1000)), _round(abs(default) * 1000)
    return (-1.0 if low is None or math.isinf(low) else low), max(1.0, 10 * (low or 0.0))


def _round(number: float) -> float:
    return float(f"{number:.6g}")


def _range_in_words(interval: Any) -> str:
    kind = "A whole number" if interval.type is Integral else "A number"
    low = "above" if interval.closed in ("right", "neither") else "from"
    high = "below" if interval.closed in ("left", "neither") else "to"
    ends = []
    if interval.left is not None and interval.left != float("-inf"):
        ends.append(f"{low} {interval.left:g}")
    if interval.right is not None and interval.right != float("inf"):
        ends.append(f"{high} {interval.right:g}")
    return " ".join([kind, *ends]) + "."
