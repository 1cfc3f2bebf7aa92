"""Saying counts and lists in messages."""

from collections.abc import Sequence


def counted(count: int, noun: str) -> str:
    """Give a number with its noun: ``1 row``, ``2,000 rows``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(items: Sequence[str], most: int = 8) -> str:
    """Give the first items, and how many more there are."""
    more = f" and {len(items) - most:,} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more
