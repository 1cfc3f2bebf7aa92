"""Arms that wind around each other: easy to see, hard to separate by lines.

**Formula:** a point of class ``c`` of ``k`` at radius ``r`` in (0, 1] lies at the angle
``2 pi (turns r + c / k)``; normal noise of the given standard deviation is added to both places.
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
    shares,
    shuffled,
)
from armillary.learning.parameters import FloatParam, Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values


class Spiral:
    """Archimedean spirals, one for each class."""

    id = "spiral"
    about = AboutGenerator(
        name="Spiral",
        description="Arms that wind around each other, one for each class.",
        task="classification",
        target="label",
        axes=("x", "y"),
    )
    params = Params(
        [
            points(),
            classes(),
            noise(0.0),
            FloatParam(
                name="turns",
                title="Turns",
                effect="How often each arm winds around the middle.",
                default=2.0,
                minimum=0.5,
                maximum=10.0,
            ),
        ]
    )

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the place in the plane and the class."""
        return plane_columns()

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Wind the arms."""
        import numpy as np

        label = labels(params["n_points"], params["n_classes"])
        radius = shares(label)
        angle = 2 * np.pi * (params["turns"] * radius + label / params["n_classes"])
        stray = rng.normal(0, params["noise"], (2, len(label)))
        return shuffled(
            {
                "x": radius * np.cos(angle) + stray[0],
                "y": radius * np.sin(angle) + stray[1],
                "label": label,
            },
            rng,
        )


generator = Spiral()
