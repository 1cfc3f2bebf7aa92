"""Saying counts and lists to people."""

from collections.abc import Iterable

MOST_NOTES = 20


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Give a number with its noun: ``1 row``, ``2,000 rows``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def bounded(notes: Iterable[str]) -> list[str]:
    """Keep the first notes, and say how many more there are."""
    listed = list(notes)
    if len(listed) <= MOST_NOTES:
        return listed
    left = len(listed) - MOST_NOTES + 1
    return [*listed[: MOST_NOTES - 1], f"The same for {counted(left, 'more column')}."]


def brief(value: object) -> str:
    """Give a value for a note, cut where it is long."""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
