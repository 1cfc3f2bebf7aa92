"""How findings speak: names, shares and counts in plain words."""

from collections.abc import Sequence

_NAMED = 6
_MOST_DIGITS = 8


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
    if 0.05 <= percent <= 99.95:
        return f"{percent:.1f} %"
    # What is not all reads as less than all, and what is there as more than nothing.
    texts = [f"{percent:.{digits}f}" for digits in range(2, _MOST_DIGITS)]
    return f"{next((text for text in texts if float(text) not in (0.0, 100.0)), texts[-1])} %"
