"""A number that is a weighted sum of others.

**Formula:** ``y = 2 + sum of w_i x_i + e``, features standard normal, weights drawn once from the
numbers 1 to 3 with either sign, ``e`` normal. The noise is the standard deviation of ``e`` as a
share of that of the sum. Outliers have ten times that of the sum added.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.generating import AboutGenerator, noise, points
from armillary.learning.parameters import FloatParam, IntParam, Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values

_OUTLIER = 10.0


class LinearRegressionTable:
    """Straight effects that add up."""

    id = "linear_regression"
    about = AboutGenerator(
        name="Linear regression",
        description="A number that is a weighted sum of others, with noise and outliers.",
        task="regression",
        target="y",
        axes=("x1", "y"),
    )
    params = Params(
        [
            points(),
            IntParam(
                name="n_features",
                title="Features",
                effect="How many columns the number depends on.",
                default=1,
                minimum=1,
                maximum=50,
            ),
            noise(0.2, "How much of what is seen does not come from the features."),
            FloatParam(
                name="outlier_share",
                title="Outliers",
                effect="The share of rows whose number is far off.",
                default=0.0,
                minimum=0.0,
                maximum=0.3,
            ),
        ]
    )

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the features and what they add up to."""
        features = {
            f"x{place}": "A feature, standard normal."
            for place in range(1, params["n_features"] + 1)
        }
        return {**features, "y": "The weighted sum of the features, with noise."}

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Weigh and add up."""
        import numpy as np

        rows, width = params["n_points"], params["n_features"]
        weights = rng.uniform(1, 3, width) * rng.choice([-1, 1], width)
        features = rng.normal(0, 1, (rows, width))
        exact = features @ weights
        spread = float(np.linalg.norm(weights))
        stray = rng.normal(0, 1, rows) * params["noise"] * spread
        is_outlier = rng.uniform(0, 1, rows) < params["outlier_share"]
        far = rng.choice([-1, 1], rows) * _OUTLIER * spread
        named = {f"x{place + 1}": features[:, place] for place in range(width)}
        return {**named, "y": 2 + exact + stray + np.where(is_outlier, far, 0.0)}


generator = LinearRegressionTable()
