"""Crescents that reach into each other.

**Formula:** at an angle ``t`` from 0 to pi, class ``c`` lies at ``(c + cos t, sin t)`` where ``c``
is even and at ``(c - cos t, 1/2 - sin t)`` where it is odd, so that two classes are the usual two
moons and further ones go on to the right; normal noise is added.
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
from armillary.learning.parameters import Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values


class Moons:
    """Half circles, every second one upside down."""

    id = "moons"
    about = AboutGenerator(
        name="Moons",
        description="Crescents that reach into each other; two of them, or a chain of more.",
        task="classification",
        target="label",
        axes=("x", "y"),
    )
    params = Params([points(), classes(), noise(0.1)])

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the place in the plane and the class."""
        return plane_columns()

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Bend the crescents."""
        import numpy as np

        label = labels(params["n_points"], params["n_classes"])
        angle = np.pi * shares(label)
        is_even = label % 2 == 0
        x = np.where(is_even, label + np.cos(angle), label - np.cos(angle))
        y = np.where(is_even, np.sin(angle), 0.5 - np.sin(angle))
        stray = rng.normal(0, params["noise"], (2, len(label)))
        return shuffled({"x": x + stray[0], "y": y + stray[1], "label": label}, rng)


generator = Moons()
