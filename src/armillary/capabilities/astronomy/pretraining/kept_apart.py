"""Which stars the shipped models have never learned from, whatever table they are met in.

The part of a star follows from its name alone. So it is the same when the archive adds rows, and
whoever judges a shipped model can leave out the stars that it knows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.missions import MissionKey

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_PARTS = 10
_HELD = (0, 1)
_STEERING = (2,)


def part_of_star(mission: MissionKey, star: Any) -> int:
    """Give the part of a star, 0 to 9; a number means the same with and without a point."""
    text = str(int(star)) if isinstance(star, float) and star.is_integer() else str(star).strip()
    digest = hashlib.sha256(f"{mission}:{text}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % _PARTS


def is_held_out(mission: MissionKey, stars: Iterable[Any]) -> npt.NDArray[np.bool_]:
    """Tell of each star (n,) whether the shipped model of the mission has never seen it."""
    return _among(_HELD, mission, stars)


def is_steering(mission: MissionKey, stars: Iterable[Any]) -> npt.NDArray[np.bool_]:
    """Tell of each star (n,) whether it only told when to stop learning."""
    return _among(_STEERING, mission, stars)


def _among(
    parts: tuple[int, ...], mission: MissionKey, stars: Iterable[Any]
) -> npt.NDArray[np.bool_]:
    import numpy as np

    return np.array([part_of_star(mission, star) in parts for star in stars], dtype=bool)
