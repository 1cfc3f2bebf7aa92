"""A board of squares whose classes no straight line separates: exclusive or, for more classes too.

**Formula:** the square from -1 to 1 is divided into ``k`` by ``k`` fields; a point in column ``i``
and row ``j`` has the class ``(i + j) mod k``. With two classes that is "exactly one of both is
positive". Noise moves points after their class was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.generating import (
    AboutGenerator,
    classes,
    noise,
    plane_columns,
    points,
    shuffled,
)
from armillary.learning.parameters import Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values


class Xor:
    """Fields of a board, coloured in turn."""

    id = "xor"
    about = AboutGenerator(
        name="XOR",
        description="A board whose fields change class with each step, so that no line helps.",
        task="classification",
        target="label",
        axes=("x", "y"),
    )
    params = Params([points(), classes(), noise(0.0)])

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the place in the plane and the class."""
        return plane_columns()

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Strew points over the board."""
        import numpy as np

        count = params["n_classes"]
        # Field by field in turn, so that classes are of about one size.
        place = np.arange(params["n_points"])
        column = place % count
        row = (place // count) % count
        corner = np.stack([column, row]) + rng.uniform(0, 1, (2, len(place)))
        at = 2 * corner / count - 1
        stray = rng.normal(0, params["noise"], (2, len(place)))
        label = (column + row) % count
        return shuffled({"x": at[0] + stray[0], "y": at[1] + stray[1], "label": label}, rng)


generator = Xor()
