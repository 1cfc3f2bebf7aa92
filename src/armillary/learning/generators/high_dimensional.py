"""A few columns that tell the classes apart among many that mean nothing.

**Formula:** each class has a middle of length ``separation`` in a random direction of the space of
the signal columns; points stray from it by a standard normal distribution. Noise columns are
standard normal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.generating import (
    AboutGenerator,
    classes,
    labels,
    points,
    shuffled,
)
from armillary.learning.parameters import FloatParam, IntParam, Params

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.generating import Values


class HighDimensional:
    """Signal among noise, each column named for what it is."""

    id = "high_dimensional"
    about = AboutGenerator(
        name="High-dimensional with noise",
        description="A few columns with a signal among many without: does a model find them?",
        task="classification",
        target="label",
        axes=("signal_1", "signal_2"),
    )
    params = Params(
        [
            points(500),
            classes(3),
            IntParam(
                name="n_signal",
                title="Signal columns",
                effect="How many columns tell the classes apart.",
                default=5,
                minimum=2,
                maximum=50,
            ),
            IntParam(
                name="n_noise",
                title="Noise columns",
                effect="How many columns mean nothing.",
                default=45,
                minimum=0,
                maximum=150,
            ),
            FloatParam(
                name="separation",
                title="Separation",
                effect="How far the classes lie from their common middle, in standard deviations.",
                default=3.0,
                minimum=0.0,
                maximum=10.0,
            ),
        ]
    )

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Name each column for what it is."""
        signal = {
            f"signal_{place}": "Helps to tell the classes apart."
            for place in range(1, params["n_signal"] + 1)
        }
        noise = {f"noise_{place}": "Means nothing." for place in range(1, params["n_noise"] + 1)}
        return {**signal, **noise, "label": "Class, from 0."}

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Draw the signal, and the noise around it."""
        import numpy as np

        rows, width, empty = params["n_points"], params["n_signal"], params["n_noise"]
        label = labels(rows, params["n_classes"])
        middles = rng.normal(0, 1, (params["n_classes"], width))
        middles *= params["separation"] / np.linalg.norm(middles, axis=1, keepdims=True)
        signal = middles[label] + rng.normal(0, 1, (rows, width))
        noise = rng.normal(0, 1, (rows, empty))
        named = {f"signal_{place + 1}": signal[:, place] for place in range(width)}
        named |= {f"noise_{place + 1}": noise[:, place] for place in range(empty)}
        return shuffled({**named, "label": label}, rng)


generator = HighDimensional()
