"""The colours in which classes and numbers are shown, the same wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

CLASS_COLOURS = (
    "#F4A460",
    "#4682B4",
    "#90EE90",
    "#7A3F61",
    "#B95F6F",
    "#214AB8",
    "#51551E",
    "#6E810A",
    "#2EB3B6",
    "#AA97FF",
)
"""Of the first classes; the first three are those that clients were promised, the others as far
from them and each other as eyes that do not tell red from green need."""

UNKNOWN_COLOUR = "#9AA0A6"
"""Of what is of no class, or no number."""

_SCALE = ("#440154", "#3B528B", "#21918C", "#5EC962", "#FDE725")


def class_colours(labels: Iterable[Any]) -> list[str]:
    """Give each point the colour of its class, a whole number from 0; None is of none."""
    return [
        UNKNOWN_COLOUR if one is None else CLASS_COLOURS[int(one) % len(CLASS_COLOURS)]
        for one in labels
    ]


def number_colours(values: Iterable[Any]) -> list[str]:
    """Give each point a colour between dark and bright, by where its number lies; None has none."""
    numbers = [None if one is None else float(one) for one in values]
    known = [one for one in numbers if one is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    width = high - low
    return [
        UNKNOWN_COLOUR if one is None else _on_scale((one - low) / width if width > 0 else 0.0)
        for one in numbers
    ]


def _on_scale(share: float) -> str:
    """Mix the two colours between which a share lies."""
    place = share * (len(_SCALE) - 1)
    first = min(int(place), len(_SCALE) - 2)
    part = place - first
    mixed = [
        round((1 - part) * int(_SCALE[first][at : at + 2], 16)
              + part * int(_SCALE[first + 1][at : at + 2], 16))
        for at in (1, 3, 5)
    ]  # fmt: skip
    return "#{:02X}{:02X}{:02X}".format(*mixed)
