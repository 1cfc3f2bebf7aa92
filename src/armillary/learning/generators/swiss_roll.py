"""A sheet rolled up in space: near in space is not near along the sheet.

**Formula:** with ``t`` from 3 pi / 2 to 9 pi / 2, a point lies at ``(t cos t, height, t sin t)``,
height from 0 to 21; normal noise of ten times the given number is added in all three directions
(S. Marsland's form of the roll of J. Tenenbaum et al., Science 290, 2000).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.generating import AboutGenerator, noise, points
from armillary.learning.parameters import Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values

_HEIGHT = 21.0
_STRAY = 10.0


class SwissRoll:
    """A rolled sheet with the way along it."""

    id = "swiss_roll"
    about = AboutGenerator(
        name="Swiss roll",
        description="A sheet rolled up in space, for maps that shall unroll it.",
        task="regression",
        target="position",
        axes=("x", "z"),
    )
    params = Params([points(500), noise(0.0)])

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the place in space and the way along the sheet."""
        return {
            "x": "Place across the roll.",
            "y": "Place along the axis of the roll.",
            "z": "Place from below.",
            "position": "How far along the sheet the point lies, from inside to outside.",
        }

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Roll."""
        import numpy as np

        rows = params["n_points"]
        position = 1.5 * np.pi * (1 + 2 * rng.uniform(0, 1, rows))
        height = _HEIGHT * rng.uniform(0, 1, rows)
        stray = rng.normal(0, 1, (3, rows)) * _STRAY * params["noise"]
        return {
            "x": position * np.cos(position) + stray[0],
            "y": height + stray[1],
            "z": position * np.sin(position) + stray[2],
            "position": position,
        }


generator = SwissRoll()
