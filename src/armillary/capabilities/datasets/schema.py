"""What is kept of each column of a dataset, and what of it is shown where."""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

from armillary.capabilities.datasets.columns.kinds import Kind
from armillary.capabilities.datasets.columns.profile import SHOWN_CHARACTERS, ColumnProfile
from armillary.capabilities.datasets.columns.types import ColumnType, Detected, detect
from armillary.learning.storage import Storage


class ColumnEntry(TypedDict):
    """All that is known of one column."""

    name: str
    dtype: Storage
    nullable: bool
    type: ColumnType
    confidence: float
    missing: int
    distinct: int
    minimum: Any
    maximum: Any
    examples: list[Any]
    mean_length: float | None
    numbers: dict[str, float | None] | None
    top: list[list[Any]] | None
    is_approximate: NotRequired[bool]
    """Whether what only a second look tells is estimated still, or missing: see `columns.glance`.
    """
    found: NotRequired[list[Any]]
    """Type and confidence as they were found out, where a person said another type."""
    description: NotRequired[str]
    """What the file itself says of it."""


# Programs that read JSON numbers as floats, such as browsers, would show other digits beyond this.
_EXACT = 2**53
_KEPT_BACK = frozenset({"mean_length", "numbers", "top", "found"})


def describe(name: str, kind: Kind, profile: ColumnProfile, rows: int) -> ColumnEntry:
    """Make a column's entry from what was decided and found."""
    detected = detect(kind.storage, profile, looks_like_dates=kind.looks_like_dates)
    entry = ColumnEntry(
        name=name,
        dtype=kind.storage,
        nullable=profile.filled < rows,
        type=detected.type,
        confidence=detected.confidence,
        missing=rows - profile.filled,
        distinct=profile.distinct,
        minimum=profile.minimum,
        maximum=profile.maximum,
        examples=list(profile.examples),
        mean_length=profile.mean_length,
        numbers=None if profile.numbers is None else dict(profile.numbers),
        top=None if profile.top is None else [list(item) for item in profile.top.items()],
    )
    if profile.is_approximate:
        entry["is_approximate"] = True
    return entry


def overrule(entry: ColumnEntry, meaning: ColumnType | None) -> ColumnEntry:
    """Give a column the type that a person says, or the one that was found out."""
    changed = entry.copy()
    found_type, confidence = changed.pop("found", [entry["type"], entry["confidence"]])
    changed["type"], changed["confidence"] = found_type, confidence
    if meaning is not None:
        changed["found"] = [found_type, confidence]
        changed["type"], changed["confidence"] = meaning, 1.0
    return changed


def shown(entry: ColumnEntry) -> dict[str, Any]:
    """Give a column as a dataset's own JSON shows it."""
    kept = {key: value for key, value in entry.items() if key not in _KEPT_BACK}
    return {**kept, "is_overruled": "found" in entry}


def brief(entry: ColumnEntry) -> dict[str, Any]:
    """Give a column as a page of rows names it."""
    return {"name": entry["name"], "dtype": entry["dtype"], "nullable": entry["nullable"]}


def briefs(
    entries: Sequence[ColumnEntry] | None, names: Sequence[str] | None
) -> list[dict[str, Any]]:
    """Give these columns, or all of them, as a page of rows names them."""
    if names is None:
        return [brief(entry) for entry in entries or []]
    by_name = {entry["name"]: entry for entry in entries or []}
    return [brief(by_name[name]) for name in names]


def for_query(entry: ColumnEntry) -> list[Any]:
    """Give a column as `queries.Column` takes it."""
    ends = (entry["minimum"], entry["maximum"])
    is_long = entry["dtype"] == "int64" and any(abs(end or 0) > _EXACT for end in ends)
    return [entry["name"], entry["dtype"], is_long]


def all_values(entry: ColumnEntry) -> list[str] | None:
    """Give every value of texts that are few; None where they are not all known."""
    top = entry["top"]
    if top is None or entry["dtype"] != "str" or entry.get("is_approximate"):
        return None
    values = [value for value, _ in top]
    # Longer ones are kept cut.
    is_whole = (
        len(values) == entry["distinct"] and max(map(len, values), default=0) < SHOWN_CHARACTERS
    )
    return values if is_whole else None


def suggestion(entry: ColumnEntry) -> dict[str, Any]:
    """Give what a column seems to mean and what to do with it."""
    detected = Detected(entry["type"], entry["confidence"])
    return {
        "type": entry["type"],
        "confidence": entry["confidence"],
        "recommendation": detected.recommendation,
        "stats": {"unique_count": entry["distinct"], "null_count": entry["missing"]},
    }


def statistics(entry: ColumnEntry, rows: int) -> dict[str, Any]:
    """Give a column's statistics: quantiles of numbers, frequent values of everything else."""
    found: dict[str, Any] = {
        "dtype": entry["dtype"],
        "non_null_count": rows - entry["missing"],
        "null_count": entry["missing"],
        "null_percentage": round(100 * entry["missing"] / rows, 4) if rows else 0.0,
        "unique_count": entry["distinct"],
    }
    if entry.get("is_approximate"):
        found["is_approximate"] = True
    if entry["numbers"] is not None:
        return {**found, **entry["numbers"]}
    top = entry["top"] or []
    return {
        **found,
        "top_values": {str(value): count for value, count in top},
        "most_common": top[0][0] if top else None,
    }
