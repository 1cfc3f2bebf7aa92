"""The colours in which classes and numbers are shown, the same wherever they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

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

_SCALE = ("#440154", "#3B528B", "#21918C", "#5EC962", "#FDE725")


def class_colours(label: NDArray[Any]) -> list[str]:
    """Give each point the colour of its class, a whole number from 0."""
    return [CLASS_COLOURS[int(one) % len(CLASS_COLOURS)] for one in label]


def number_colours(values: NDArray[Any]) -> list[str]:
    """Give each point a colour between dark and bright, by where its number lies."""
    import numpy as np

    low, high = float(np.min(values)), float(np.max(values))
    share = (values - low) / (high - low) if high > low else np.zeros(len(values))
    stops = np.linspace(0, 1, len(_SCALE))
    channels = [[int(colour[at : at + 2], 16) for colour in _SCALE] for at in (1, 3, 5)]
    mixed = [np.interp(share, stops, channel).round().astype(int) for channel in channels]
    return [f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in zip(*mixed, strict=True)]
