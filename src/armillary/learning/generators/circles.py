"""Circles around one middle.

**Formula:** class ``c`` lies on the circle of radius ``factor ** c``, evenly around; normal noise
is added to both places.
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


class Circles:
    """Thin circles, each smaller than the one before."""

    id = "circles"
    about = AboutGenerator(
        name="Circles",
        description="Thin circles around one middle, one for each class.",
        task="classification",
        target="label",
        axes=("x", "y"),
    )
    params = Params(
        [
            points(),
            classes(),
            noise(0.05),
            FloatParam(
                name="factor",
                title="Factor",
                effect="How large each circle is beside the one around it.",
                default=0.5,
                minimum=0.1,
                maximum=0.95,
            ),
        ]
    )

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the place in the plane and the class."""
        return plane_columns()

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Draw the circles."""
        import numpy as np

        label = labels(params["n_points"], params["n_classes"])
        angle = 2 * np.pi * shares(label)
        radius = params["factor"] ** label
        stray = rng.normal(0, params["noise"], (2, len(label)))
        return shuffled(
            {
                "x": radius * np.cos(angle) + stray[0],
                "y": radius * np.sin(angle) + stray[1],
                "label": label,
            },
            rng,
        )


generator = Circles()
