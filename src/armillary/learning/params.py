"""Checking given parameter values against a schema, through one of two doors.

The *strict* door takes exactly what the schema says. The *lenient* one turns text into numbers and
clamps into range, and tells what it changed; a word that is no option is an error even there.
"""

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from armillary.base.errors import Invalid
from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.texts import Wrong, read_records, read_text, read_texts, told

Door = Literal["strict", "lenient"]


_NOTHING = frozenset({"", "none", "null", "nan"})
_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})


@dataclass
class Checked:
    """Complete values, what was adjusted on the way, and what is wrong.

    ``adjusted`` holds ``{name, given, used}``; ``errors`` holds ``{loc: [name, …], msg}``. With
    errors, ``values`` has the default where the given value is not usable.
    """

    values: dict[str, Any]
    adjusted: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def require(self) -> dict[str, Any]:
        """Give the values; raises `Invalid` listing every error."""
        if self.errors:
            message = " ".join(str(error["msg"]) for error in self.errors)
            raise Invalid(message, code="invalid_parameters", errors=self.errors)
        return self.values


class Described(Protocol):
    """What declares parameters: an algorithm, a step of a recipe, a generator of tables."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def properties(self) -> Mapping[str, Mapping[str, Any]]:
        """The schema of each parameter, by name."""

    def defaults(self) -> dict[str, Any]:
        """Give every parameter's default."""


def check(entry: Described, given: Mapping[str, Any], *, door: Door) -> Checked:
    """Give the complete parameter values, defaults filled in."""
    checked = Checked(entry.defaults())
    for name, value in given.items():
        spec = entry.properties.get(name)
        if spec is None:
            checked.errors.append({"loc": [name], "msg": _unknown(name, entry)})
            continue
        try:
            used = _lenient(name, value, spec) if door == "lenient" else _strict(name, value, spec)
        except Wrong as wrong:
            checked.errors.append({"loc": [name, *wrong.at], "msg": str(wrong)})
            continue
        checked.values[name] = used
        if not _same(value, used):
            checked.adjusted.append({"name": name, "given": value, "used": used})
    return checked


def check_live(entry: CatalogueEntry, name: str, value: Any) -> Any:
    """Give the usable value of a parameter changed while training runs; raises `Invalid`."""
    used = check(entry, {name: value}, door="strict").require()[name]
    if not entry.properties[name].get("x-live", False):
        live = [key for key, spec in entry.properties.items() if spec.get("x-live")]
        known = ", ".join(live) or "none"
        raise Invalid(
            f"{name} cannot be changed while {entry.name} trains; those that can: {known}.",
            code="not_live",
        )
    return used


def _strict(name: str, value: Any, spec: Mapping[str, Any]) -> Any:
    """Take the value as the schema says, or say what is wrong with it."""
    kind = _kind(spec)
    if value is None and _is_nullable(spec):
        return None
    if kind == "array":
        return _strict_list(name, value, spec)
    if kind == "boolean":
        if not isinstance(value, bool):
            raise Wrong(f"{name} must be true or false; got {told(value)}.")
        return value
    if kind == "string":
        return _option(name, value, spec) if "enum" in spec else read_text(name, value, spec)
    return _in_range(name, _number(name, value, kind), spec)


def _strict_list(name: str, value: Any, spec: Mapping[str, Any]) -> list[Any]:
    if spec["items"]["type"] == "string":
        return read_texts(name, value, spec)
    if spec["items"]["type"] == "object":
        return read_records(name, value, spec, _strict)
    low, high = spec["minItems"], spec["maxItems"]
    if not isinstance(value, (list, tuple)) or not low <= len(value) <= high:
        raise Wrong(f"{name} must be a list of {low} to {high} whole numbers; got {told(value)}.")
    numbers = []
    for place, item in enumerate(value):
        try:
            numbers.append(
                _in_range(f"{name}[{place}]", _number(name, item, "integer"), spec["items"])
            )
        except Wrong as wrong:
            raise Wrong(str(wrong), place) from None
    return numbers


def _lenient(name: str, value: Any, spec: Mapping[str, Any]) -> Any:
    """Make of the value what can be made of it; only what makes no sense is wrong."""
    kind = _kind(spec)
    if kind == "string" and "enum" not in spec:
        return _lenient_text(name, value, spec)
    if value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING):
        if kind == "string" and "none" in spec["enum"] and value is not None:
            return "none" if value.strip().lower() == "none" else spec["default"]
        return None if _is_nullable(spec) else spec["default"]
    if kind == "array":
        return _lenient_list(name, value, spec)
    if kind == "boolean":
        return _lenient_bool(name, value)
    if kind == "string":
        return _option(name, _matching_option(value, spec), spec)
    return _clamped(_coerced(name, value, kind), spec)


def _lenient_text(name: str, value: Any, spec: Mapping[str, Any]) -> str | None:
    if value is None:
        return None if _is_nullable(spec) else spec["default"]
    return read_text(name, value, spec, lenient=True)


def _lenient_list(name: str, value: Any, spec: Mapping[str, Any]) -> list[Any]:
    if spec["items"]["type"] == "string":
        return read_texts(name, value, spec, lenient=True)
    if spec["items"]["type"] == "object":
        return read_records(name, value, spec, _lenient)
    if isinstance(value, str):
        value = [part for part in value.strip("[]() ").replace(";", ",").split(",") if part.strip()]
    items = list(value) if isinstance(value, (list, tuple)) else [value]
    numbers = [_clamped(_coerced(name, item, "integer"), spec["items"]) for item in items]
    return numbers[: spec["maxItems"]] if len(numbers) >= spec["minItems"] else spec["default"]


def _lenient_bool(name: str, value: Any) -> bool:
    text = str(value).strip().lower()
    if text in _YES or text in _NO:
        return text in _YES
    raise Wrong(f"{name} must be true or false; got {told(value)}.")


def _matching_option(value: Any, spec: Mapping[str, Any]) -> Any:
    """Find the option that differs from the text in case, blanks or dashes only."""
    plain = str(value).strip().lower().replace(" ", "_").replace("-", "_")
    return next((option for option in spec["enum"] if option == plain), value)


def _option(name: str, value: Any, spec: Mapping[str, Any]) -> str:
    if value not in spec["enum"] or not isinstance(value, str):
        options = ", ".join(spec["enum"])
        near = difflib.get_close_matches(str(value).lower(), spec["enum"], n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise Wrong(f"{name} must be one of {options}; got {told(value)}.{hint}")
    return value


def _number(name: str, value: Any, kind: str) -> Any:
    wanted = "a whole number" if kind == "integer" else "a number"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Wrong(f"{name} must be {wanted}; got {told(value)}.")
    if not _is_finite(value):
        raise Wrong(f"{name} must be {wanted}; got {told(value)}.")
    if kind == "number":
        return float(value)
    if int(value) != value:
        raise Wrong(f"{name} must be a whole number; got {told(value)}.")
    return int(value)


def _coerced(name: str, value: Any, kind: str) -> Any:
    """Turn text, booleans and fractions into the number that they stand for."""
    wanted = "a whole number" if kind == "integer" else "a number"
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise Wrong(f"{name} must be {wanted}; got {told(value)}.") from None
    if math.isnan(number):
        raise Wrong(f"{name} must be {wanted}; got {told(value)}.")
    if kind == "number" or math.isinf(number):
        return number
    return round(number)


def _in_range(name: str, number: Any, spec: Mapping[str, Any]) -> Any:
    low, high, open_low, open_high = _bounds(spec)
    above = number > low if open_low else number >= low
    below = number < high if open_high else number <= high
    if not (above and below):
        interval = f"{'(' if open_low else '['}{low}, {high}{')' if open_high else ']'}"
        raise Wrong(f"{name} must be in {interval}; got {number}.")
    return number


def _clamped(number: Any, spec: Mapping[str, Any]) -> Any:
    """Bring a number into range; just inside a bound that is itself excluded."""
    low, high, open_low, open_high = _bounds(spec)
    if number < low or (open_low and number == low):
        return math.nextafter(low, high) if open_low else low
    if number > high or (open_high and number == high):
        return math.nextafter(high, low) if open_high else high
    return number


def _bounds(spec: Mapping[str, Any]) -> tuple[Any, Any, bool, bool]:
    low = spec.get("minimum", spec.get("exclusiveMinimum"))
    high = spec.get("maximum", spec.get("exclusiveMaximum"))
    return low, high, "exclusiveMinimum" in spec, "exclusiveMaximum" in spec


def _kind(spec: Mapping[str, Any]) -> str:
    kind = spec["type"]
    return str(kind[0] if isinstance(kind, list) else kind)


def _is_nullable(spec: Mapping[str, Any]) -> bool:
    return isinstance(spec["type"], list)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _same(given: Any, used: Any) -> bool:
    """Tell whether a value was taken as given: 3 for 3.0 counts as the same, "3" does not."""
    if isinstance(given, bool) != isinstance(used, bool):
        return False
    return bool(list(given) == used if isinstance(given, tuple) else given == used)


def _unknown(name: str, entry: Described) -> str:
    near = difflib.get_close_matches(name, entry.properties, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(entry.properties)}."
    return f"{entry.name} has no parameter {name!r}; {hint}"
