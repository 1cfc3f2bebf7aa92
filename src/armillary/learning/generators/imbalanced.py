"""Two classes of which one is rare.

**Formula:** features are standard normal; those of the rare class are moved by ``separation`` along
one random direction. A share of the labels is then turned around.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.generating import AboutGenerator, points
from armillary.learning.parameters import FloatParam, IntParam, Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values


class Imbalanced:
    """Many of one, few of the other."""

    id = "imbalanced"
    about = AboutGenerator(
        name="Imbalanced",
        description="Two classes of which one is rare, so that accuracy alone says little.",
        task="classification",
        target="label",
        axes=("x1", "x2"),
    )
    params = Params(
        [
            points(1000),
            FloatParam(
                name="rare_share",
                title="Share of the rare class",
                effect="How many of the rows are of class 1; at least one always is.",
                default=0.05,
                minimum=0.001,
                maximum=0.5,
            ),
            FloatParam(
                name="separation",
                title="Separation",
                effect="How far the classes lie apart, in standard deviations.",
                default=2.0,
                minimum=0.0,
                maximum=10.0,
            ),
            IntParam(
                name="n_features",
                title="Features",
                effect="How many columns there are to tell the classes by.",
                default=4,
                minimum=2,
                maximum=50,
            ),
            FloatParam(
                name="wrong_share",
                title="Wrong labels",
                effect="The share of rows whose label is the other one.",
                default=0.0,
                minimum=0.0,
                maximum=0.4,
            ),
        ]
    )

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the features and the class."""
        features = {f"x{place}": "A feature." for place in range(1, params["n_features"] + 1)}
        return {**features, "label": "Class: 1 is the rare one."}

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Draw both classes and mix them."""
        import numpy as np

        rows, width = params["n_points"], params["n_features"]
        rare = min(rows - 1, max(1, round(rows * params["rare_share"])))
        label = rng.permutation((np.arange(rows) < rare).astype(np.int64))
        direction = rng.normal(0, 1, width)
        direction /= np.linalg.norm(direction)
        features = rng.normal(0, 1, (rows, width))
        features += np.outer(label, direction) * params["separation"]
        is_wrong = rng.uniform(0, 1, rows) < params["wrong_share"]
        named = {f"x{place + 1}": features[:, place] for place in range(width)}
        return {**named, "label": np.where(is_wrong, 1 - label, label)}


generator = Imbalanced()
