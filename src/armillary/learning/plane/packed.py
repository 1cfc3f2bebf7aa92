"""A picture of a running training in a few kilobytes: small enough to be told live, and read back.

Numbers are written by symbols of six bits: one for a class or a share in 64 steps, two for a share
in 4,096 steps, which is finer than what is drawn of it. What is not known is written as ``.``.
Reading takes no library, since the server does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.palette import class_colours, number_colours

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

MOST_CLASSES = 64
_SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_PLACES = {symbol: place for place, symbol in enumerate(_SYMBOLS)}
_NONE = "."
_COARSE, _FINE = 63, 4095


def pack_places(places: Floats) -> str:
    """Write places from 0 to 63 (n,), one symbol each; NaN is none."""
    import numpy as np

    known = np.isfinite(places)
    symbols = np.frombuffer((_SYMBOLS + _NONE).encode(), dtype="S1")
    at = np.where(known, np.clip(np.nan_to_num(places), 0, _COARSE), MOST_CLASSES)
    return symbols[at.astype(np.int64)].tobytes().decode()


def pack_coarse(shares: Floats) -> str:
    """Write shares from 0 to 1 (n,), one symbol each."""
    return pack_places((shares * _COARSE).round())


def pack_fine(shares: Floats) -> str:
    """Write shares from 0 to 1 (n,), two symbols each."""
    import numpy as np

    steps = (shares * _FINE).round().clip(0, _FINE)
    high, low = np.divmod(steps, MOST_CLASSES)
    pairs = zip(pack_places(high), pack_places(low), strict=True)
    return "".join(first + second for first, second in pairs)


def unpack(picture: Mapping[str, Any]) -> dict[str, Any]:
    """Give a packed picture in the shape that clients know; see `picture.draw` for its keys."""
    classes = picture["classes"]
    points = _points(picture)
    low, high = picture["span"] or (0.0, 1.0)
    z = (
        _fine(picture["z"], low, high)
        if classes is None
        else [_float(place) for place in _places(picture["z"])]
    )
    size = picture["resolution"]
    across, up = (_along(picture[axis], size) for axis in ("x", "y"))
    sure = picture["sure"]
    boundary = {
        "x": [across for _ in range(size)],
        "y": [[value] * size for value in up],
        "z": _rows(z, size),
        "confidence": None if sure is None else _rows(_coarse(sure), size),
    }
    return {
        "points": points,
        "decision_boundary": boundary,
        "accuracy": None if classes is None else share_right(points),
        "columns": {axis: picture[axis]["name"] for axis in ("x", "y")},
        "classes": classes,
        "target": picture["target"],
        "task": picture["task"],
    }


def share_right(points: Mapping[str, Any]) -> float | None:
    """Give the share of points with a known class of which that was said."""
    pairs = zip(points["true_labels"], points["predicted_labels"], strict=True)
    right = [truth == said for truth, said in pairs if truth is not None]
    return sum(right) / len(right) if right else None


def _points(picture: Mapping[str, Any]) -> dict[str, Any]:
    packed, classes = picture["points"], picture["classes"]
    low, high = picture["span"] or (0.0, 1.0)
    held = [place == 1 for place in _places(packed["held"])]

    def read(text: str) -> list[Any]:
        if classes is None:
            return _fine(text, low, high)
        return [None if place is None else classes[place] for place in _places(text)]

    shown = packed["truth"] if packed["truth"].strip(_NONE) else packed["said"]
    colours = (
        number_colours(_fine(shown, low, high))
        if classes is None
        else class_colours(_places(shown))
    )
    return {
        **{
            axis: _fine(packed[axis], picture[axis]["low"], picture[axis]["high"])
            for axis in ("x", "y")
        },
        "true_labels": read(packed["truth"]),
        "predicted_labels": read(packed["said"]),
        "colors": colours,
        "parts": ["validation" if is_held else "training" for is_held in held],
    }


def _along(axis: Mapping[str, Any], size: int) -> list[float]:
    low, width = axis["low"], axis["high"] - axis["low"]
    return [low + width * step / (size - 1) for step in range(size)]


def _places(text: str) -> list[int | None]:
    return [_PLACES.get(symbol) for symbol in text]


def _coarse(text: str) -> list[float | None]:
    return [None if place is None else place / _COARSE for place in _places(text)]


def _fine(text: str, low: float, high: float) -> list[float | None]:
    places = _places(text)
    return [
        None
        if first is None or second is None
        else low + (high - low) * (first * MOST_CLASSES + second) / _FINE
        for first, second in zip(places[::2], places[1::2], strict=True)
    ]


def _float(place: int | None) -> float | None:
    return None if place is None else float(place)


def _rows(values: Sequence[float | None], size: int) -> list[list[float | None]]:
    return [list(values[start : start + size]) for start in range(0, len(values), size)]
