"""How alike rows are that follow one another, beyond what chance makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from armillary.learning.guard.seen import Codes, Seen

_AGREE, _SURE = 0.15, 6.0


def likeness(seen: Seen, order: Codes) -> float:
    """Give how much the targets of rows next to each other agree: 0 as by chance, 1 always.

    It is 0 as well where that could be chance.
    """
    target = np.asarray(seen.target)[order]
    if len(target) < 50:
        return 0.0
    if seen.classes is not None:
        chance = float(np.square(seen.shares).sum())
        if chance >= 1:
            return 0.0
        found = (float((target[1:] == target[:-1]).mean()) - chance) / (1 - chance)
    else:
        centred = target - target.mean()
        spread = float(np.square(centred).mean())
        found = float((centred[1:] * centred[:-1]).mean() / spread) if spread > 0 else 0.0
    return found if found > max(_AGREE, _SURE / len(target) ** 0.5) else 0.0


def runs(seen: Seen, order: Codes) -> int:
    """Count how often the target changes from row to row, and one more."""
    target = np.asarray(seen.target)[order]
    return 1 + int((target[1:] != target[:-1]).sum())
