"""How findings speak: names, shares and counts in plain words."""

from collections.abc import Sequence

from armillary.report.scale import short_of

_NAMED = 6


def names(columns: Sequence[str]) -> str:
    """Name columns, the first few of many."""
    shown = [f"`{name}`" for name in columns[:_NAMED]]
    more = len(columns) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def share(part: float) -> str:
    """Give a share in percent, precisely where it comes near all or nothing."""
    percent = 100 * part
    if 1 <= percent <= 98 or percent in (0.0, 100.0):
        return f"{percent:.0f} %"
    return f"{short_of(percent, 100, 1)} %"
