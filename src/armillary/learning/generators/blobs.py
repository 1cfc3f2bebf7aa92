"""Round clouds of points around middles that lie apart.

**Formula:** the middle of class ``c`` of ``k`` lies on a circle of radius 3, at a random angle near
``2 pi c / k``; points stray from it by a normal distribution whose standard deviation is the noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.generating import (
    AboutGenerator,
    classes,
    labels,
    noise,
    plane_columns,
    points,
    shuffled,
)
from armillary.learning.parameters import Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values

_APART = 3.0


class Blobs:
    """Normal clouds, one for each class."""

    id = "blobs"
    about = AboutGenerator(
        name="Blobs",
        description="Round clouds of points, one for each class.",
        task="classification",
        target="label",
        axes=("x", "y"),
    )
    params = Params([points(), classes(3), noise(0.6, "How wide each cloud spreads.")])

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the place in the plane and the class."""
        return plane_columns()

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Scatter the clouds."""
        import numpy as np

        count = params["n_classes"]
        label = labels(params["n_points"], count)
        angle = 2 * np.pi * (np.arange(count) + rng.uniform(-0.2, 0.2, count)) / count
        stray = rng.normal(0, params["noise"], (2, len(label)))
        return shuffled(
            {
                "x": _APART * np.cos(angle)[label] + stray[0],
                "y": _APART * np.sin(angle)[label] + stray[1],
                "label": label,
            },
            rng,
        )


generator = Blobs()
