"""Values as they cross the wire: strict JSON and times in UTC."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson


def utc_now() -> datetime:
    """Give the present time with its zone, UTC."""
    return datetime.now(UTC)


def to_iso(moment: datetime | None) -> str | None:
    """Write a time as ISO 8601 in UTC, to the microsecond."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def to_json(value: Any) -> bytes:
    """Write strict JSON: NaN and infinities become null, numpy scalars and arrays are allowed."""
    options = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(value, option=options)


def from_json(data: bytes | str) -> Any:
    """Read JSON; raises ``ValueError`` where it is malformed."""
    return orjson.loads(data)


def finite(value: float | None) -> float | None:
    """Give the number, or None where it is missing, NaN or infinite."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Give the entries of ``after`` that ``before`` lacks or holds with another value."""
    return {key: value for key, value in after.items() if key not in before or before[key] != value}
