"""The ways in which an Arrow column becomes one that is stored, from the best to the last resort.

A way says what it makes, whether it holds all of some values exactly, and makes them. Where several
ways are offered, the first that holds every value of the column is taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import pyarrow as pa

# So many decimal digits come back unchanged from a 64-bit float.
_FLOAT_DIGITS = 15
_DAYS = (-719_162, 2_932_896)
_TIMES = (-62_135_596_800_000_000, 253_402_300_799_999_999)
_FAR = "Some {} beyond the years 1 to 9999, all kept as numbers ({} since 1970)"


@dataclass(frozen=True)
class Way:
    """One way to store a column; ``remark`` is said before the names of its columns."""

    storage: Storage
    make: Callable[[pa.Array], pa.Array]
    remark: str | None = None
    holds: Callable[[pa.Array], bool] | None = None
    """Whether it keeps these values; None where it keeps all there are."""


def ways_of(kind: pa.DataType) -> tuple[Way, ...]:
    """Give the ways to store a column of an Arrow type that is not a struct."""
    import pyarrow as pa

    types = pa.types
    if types.is_null(kind):
        return (Way("float64", _cast("float64")),)
    if types.is_boolean(kind):
        return (Way("bool", lambda column: column),)
    if types.is_uint64(kind):
        return (
            Way("int64", _cast("int64"), holds=_casts("int64")),
            Way("str", _cast("string"), "Whole numbers too large for 64 bits kept as text"),
        )
    if types.is_integer(kind):
        return (Way("int64", _cast("int64")),)
    if types.is_floating(kind):
        return (Way("float64", _cast("float64")),)
    if types.is_decimal(kind):
        return _decimal_ways(kind)
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return (Way("str", _cast("string")),)
    if types.is_date(kind):
        return _date_ways()
    if types.is_timestamp(kind):
        return _timestamp_ways(kind)
    return _odd_ways(kind)


def _odd_ways(kind: pa.DataType) -> tuple[Way, ...]:
    import pyarrow as pa

    types = pa.types
    if types.is_time(kind):
        return (Way("str", _time_text, "Times of day kept as text"),)
    if types.is_duration(kind):
        return (Way("float64", _seconds, "Durations kept as seconds"),)
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind):
        return _binary_ways()
    if types.is_fixed_size_binary(kind):
        return _binary_ways()
    if types.is_nested(kind):
        return (Way("str", nested_text, "Lists and other nested values kept as JSON text"),)
    return (Way("str", _any_text, f"Values of type {kind} kept as text"),)


def _cast(name: str) -> Callable[[pa.Array], pa.Array]:
    return lambda column: column.cast(name)


def _casts(name: str) -> Callable[[pa.Array], bool]:
    def holds(column: pa.Array) -> bool:
        import pyarrow as pa

        try:
            column.cast(name)
        except pa.ArrowInvalid:
            return False
        return True

    return holds


def _decimal_ways(kind: pa.DataType) -> tuple[Way, ...]:
    text = Way("str", _cast("string"), "Decimals with more than 15 digits kept as text")
    floats = Way(
        "float64",
        lambda column: column.cast("string").cast("float64"),
        holds=None if kind.precision <= _FLOAT_DIGITS else _has_few_digits,
    )
    if kind.scale <= 0:
        return Way("int64", _cast("int64"), holds=_casts("int64")), text
    return floats, text


def _has_few_digits(column: pa.Array) -> bool:
    import pyarrow.compute as pc

    digits = pc.replace_substring_regex(column.cast("string"), r"[eE].*$|[-+.]", "")
    digits = pc.utf8_trim(digits, "0")
    return (pc.max(pc.utf8_length(digits)).as_py() or 0) <= _FLOAT_DIGITS


def _timestamp_ways(kind: pa.DataType) -> tuple[Way, ...]:
    import pyarrow as pa

    target = pa.timestamp("us")
    is_moved = kind.tz not in (None, "UTC", "+00:00", "Z")
    remark = f"Times of the zone {kind.tz} kept in UTC" if is_moved else None

    def make(column: pa.Array) -> pa.Array:
        # Values of a type with a zone are in UTC already; leaving the zone out moves nothing.
        return column.cast(pa.timestamp(kind.unit)).cast(target)

    def cut(column: pa.Array) -> pa.Array:
        return column.cast(pa.timestamp(kind.unit)).cast(target, safe=False)

    def holds(column: pa.Array) -> bool:
        try:
            return _is_within(make(column), _TIMES)
        except pa.ArrowInvalid:
            return False

    last_way = Way("datetime64[us]", cut, "Times to the nanosecond cut to the microsecond")
    if kind.unit != "ns":
        last_way = Way("int64", _cast("int64"), _FAR.format("times", kind.unit))
    return Way("datetime64[us]", make, remark, holds), last_way


def _date_ways() -> tuple[Way, ...]:
    return (
        Way("date", _cast("date32"), holds=lambda column: _is_within(column.cast("date32"), _DAYS)),
        Way("int64", _days, _FAR.format("dates", "days")),
    )


def _days(column: pa.Array) -> pa.Array:
    return column.cast("date32").cast("int32").cast("int64")


def _is_within(column: pa.Array, ends: tuple[int, int]) -> bool:
    """Whether all dates or times lie in the years that calendars reach, 1 to 9999."""
    import pyarrow.compute as pc

    numbers = column.cast("int32" if column.type.bit_width == 32 else "int64")
    found = pc.min_max(numbers).as_py()
    return found["min"] is None or (ends[0] <= found["min"] and found["max"] <= ends[1])


def _binary_ways() -> tuple[Way, ...]:
    return (
        Way("str", _as_utf8, "Bytes that are UTF-8 kept as text", _is_text),
        Way("str", _as_hex, "Bytes kept as hexadecimal text"),
    )


def _as_utf8(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    return pa.array(
        [None if value is None else value.decode() for value in column.to_pylist()], pa.string()
    )


def _is_text(column: pa.Array) -> bool:
    for value in column.to_pylist():
        if value is None:
            continue
        try:
            text = value.decode()
        except UnicodeDecodeError:
            return False
        if any(letter < " " and letter not in "\t\r\n" for letter in text):
            return False
    return True


def _as_hex(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    return pa.array(
        [None if value is None else value.hex() for value in column.to_pylist()], pa.string()
    )


def _seconds(column: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    per_second = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}[column.type.unit]
    return pc.divide(column.cast("int64").cast("float64", safe=False), float(per_second))


def _time_text(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    per_second = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}[column.type.unit]
    digits = len(str(per_second)) - 1
    numbers = column.cast("int32" if column.type.bit_width == 32 else "int64").to_pylist()
    return pa.array([_clock(each, per_second, digits) for each in numbers], pa.string())


def _clock(number: int | None, per_second: int, digits: int) -> str | None:
    if number is None:
        return None
    seconds, rest = divmod(number, per_second)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    clock = f"{hour:02}:{minute:02}:{second:02}"
    return f"{clock}.{rest:0{digits}}".rstrip("0") if rest else clock


def nested_text(column: pa.Array) -> pa.Array:
    """Write nested values as JSON."""
    import pyarrow as pa

    values = column.to_pylist()
    return pa.array(
        [None if value is None else to_json_text(value) for value in values], pa.string()
    )


def _any_text(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    return pa.array(
        [None if value is None else str(_plain(value)) for value in column.to_pylist()], pa.string()
    )


def to_json_text(value: Any) -> str:
    """Write a value as compact JSON; what JSON has no word for becomes text."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        if value and all(isinstance(each, tuple) and len(each) == 2 for each in value):
            return _plain_map(value)
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.hex()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _plain_map(pairs: list[tuple[Any, Any]]) -> Any:
    """Write a map as an object, or as pairs where a key stands twice."""
    keys = [str(_plain(key)) for key, _ in pairs]
    values = [_plain(value) for _, value in pairs]
    if len(set(keys)) < len(keys):
        return [list(pair) for pair in zip(keys, values, strict=True)]
    return dict(zip(keys, values, strict=True))
