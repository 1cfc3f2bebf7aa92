"""A number that bends, jumps or depends on features together.

**Formula:** ``sine``: ``sin x`` for x from -6 to 6. ``step``: -1, 0 or 1 by thirds of that way.
``bump``: ``exp(-x**2 / 2)``. ``friedman``: ``10 sin(pi x1 x2) + 20 (x3 - 1/2)**2 + 10 x4 + 5 x5``
for five features from 0 to 1 and five more that mean nothing (J. H. Friedman, "Multivariate
adaptive regression splines", Annals of Statistics 19, 1991). The noise is normal, as a share of
the standard deviation of the exact number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.generating import AboutGenerator, noise, points
from armillary.learning.parameters import ChoiceParam, Params

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from armillary.learning.generating import Values

_WIDTH = 10


class NonlinearRegressionTable:
    """Curves of one feature, or one known function of five."""

    id = "nonlinear_regression"
    about = AboutGenerator(
        name="Nonlinear regression",
        description="A number that bends, jumps, or depends on several features together.",
        task="regression",
        target="y",
        axes=("x1", "y"),
    )
    params = Params(
        [
            points(),
            ChoiceParam(
                name="shape",
                title="Shape",
                effect="What the number looks like beside its feature.",
                default="sine",
                options=("sine", "step", "bump", "friedman"),
            ),
            noise(0.1, "How much of what is seen does not come from the features."),
        ]
    )

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name the features and the number."""
        if params["shape"] != "friedman":
            return {"x1": "The feature, from -6 to 6.", "y": "The number, with noise."}
        features = {
            f"x{place}": "A feature from 0 to 1."
            if place <= 5
            else "A feature from 0 to 1 that means nothing."
            for place in range(1, _WIDTH + 1)
        }
        return {**features, "y": "Friedman's function of the first five, with noise."}

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Bend."""
        rows = params["n_points"]
        if params["shape"] == "friedman":
            table = rng.uniform(0, 1, (rows, _WIDTH))
        else:
            table = rng.uniform(-6, 6, (rows, 1))
        exact = _exact(params["shape"], table)
        stray = rng.normal(0, 1, rows) * params["noise"] * float(exact.std())
        named = {f"x{place + 1}": table[:, place] for place in range(table.shape[1])}
        return {**named, "y": exact + stray}


generator = NonlinearRegressionTable()


def _exact(shape: str, table: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    x = table[:, 0]
    if shape == "sine":
        return np.asarray(np.sin(x))
    if shape == "step":
        return np.asarray(np.digitize(x, [-2, 2]) - 1.0)
    if shape == "bump":
        return np.asarray(np.exp(-(x**2) / 2))
    waves = 10 * np.sin(np.pi * x * table[:, 1])
    return np.asarray(waves + 20 * (table[:, 2] - 0.5) ** 2 + 10 * table[:, 3] + 5 * table[:, 4])
