"""Wide bands around one middle, with gaps between them.

**Formula:** class ``c`` fills the ring from radius ``c`` to ``c + 1 - gap`` evenly by area;
normal noise is added to both places.
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
from armillary.learning.parameters import FloatParam, Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values


class Rings:
    """A disc and the rings around it."""

    id = "rings"
    about = AboutGenerator(
        name="Rings",
        description="A disc with wide rings around it, one band for each class.",
        task="classification",
        target="label",
        axes=("x", "y"),
    )
    params = Params(
        [
            points(),
            classes(3),
            noise(0.0),
            FloatParam(
                name="gap",
                title="Gap",
                effect="How much of each band stays empty towards the next one.",
                default=0.3,
                minimum=0.0,
                maximum=0.9,
            ),
        ]
    )

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the place in the plane and the class."""
        return plane_columns()

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Fill the bands."""
        import numpy as np

        label = labels(params["n_points"], params["n_classes"])
        inner, outer = label, label + 1 - params["gap"]
        radius = np.sqrt(rng.uniform(inner**2, outer**2))
        angle = rng.uniform(0, 2 * np.pi, len(label))
        stray = rng.normal(0, params["noise"], (2, len(label)))
        return shuffled(
            {
                "x": radius * np.cos(angle) + stray[0],
                "y": radius * np.sin(angle) + stray[1],
                "label": label,
            },
            rng,
        )


generator = Rings()
