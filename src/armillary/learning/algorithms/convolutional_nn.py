"""A convolutional network in one dimension: the same small patterns sought all along the columns.

**Source:** Y. LeCun et al., "Backpropagation applied to handwritten zip code recognition", Neural
Computation 1, 1989; here over columns that follow one another, as in a light curve or a spectrum.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> params = {"epochs": 30, "learning_rate": 0.02}
    >>> *_, last = fit(table, task, "convolutional_nn", params, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.7
    True

"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from armillary.learning.contract import About, Preset
from armillary.learning.nets.architecture import Layers, Sizes, Values, dense, through
from armillary.learning.nets.learner import NetworkLearner
from armillary.learning.nets.operations import Operations
from armillary.learning.nets.params import ACTIVATION, LEARNING_RATE, TRAINING
from armillary.learning.parameters import BoolParam, IntListParam, IntParam, Params


class Convolutional:
    """Layers of patterns over neighbouring columns, then their mean and maximum, then an answer."""

    def layers(self, sizes: Sizes, params: Mapping[str, Any]) -> Layers:
        """Give the patterns of each layer, and two dense layers."""
        found: dict[str, Any] = {}
        n_in = 1
        for place, n_out in enumerate(params["channels"]):
            found |= dense(f"pattern_{place}", n_in * params["kernel_size"], n_out)
            n_in = n_out
        found |= dense("hidden", 2 * n_in, params["hidden_size"])
        return found | dict(dense("answer", params["hidden_size"], sizes.n_outputs))

    def answer(
        self,
        on: Operations,
        tensors: Mapping[str, Values],
        rows: Values,
        params: Mapping[str, Any],
        drop: Callable[[Values], Values],
    ) -> Values:
        """Seek the patterns, layer by layer, and answer from how strongly each was found."""
        values = rows[:, :, None]  # (n_rows, n_places, n_channels)
        for place in range(len(params["channels"])):
            near = on.windows(values, params["kernel_size"])
            found = through(on, tensors, f"pattern_{place}", near)
            values = on.bend(params["activation"], found)
            if params["pooling"] and values.shape[1] > 1:
                values = on.halve(values)
        hidden = through(on, tensors, "hidden", drop(on.summary(values)))
        return through(on, tensors, "answer", drop(on.bend(params["activation"], hidden)))

    def cells(self, sizes: Sizes, params: Mapping[str, Any]) -> int:
        """Count the neighbourhoods of the widest layer."""
        widest = max(1, *params["channels"])
        return int(sizes.n_columns * widest * (params["kernel_size"] + 2))


class ConvolutionalNetwork(NetworkLearner):
    """A network of patterns along the columns."""

    id = "convolutional_nn"
    about = About(
        name="Convolutional Network (1-D)",
        aliases=("cnn",),
        category="Neural Networks",
        description="Seeks the same small patterns all along the columns, wherever they stand.",
        when_to_use="Columns that follow one another: samples of a curve, a spectrum, a series.",
        complexity="high",
        training_time="medium",
        documentation_url="https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html",
        needs_extra="torch",
        presets=(
            Preset("fast", "Fast", "One layer of patterns.", {"channels": [16], "epochs": 20}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset(
                "thorough",
                "Thorough",
                "Four layers with dropout, stopped when they no longer learn.",
                {
                    "channels": [32, 64, 64, 128],
                    "epochs": 300,
                    "dropout_rate": 0.2,
                    "learning_rate_schedule": "cosine",
                    "early_stopping_epochs": 40,
                },
            ),
        ),
    )
    architecture = Convolutional()
    params = Params(
        [
            IntListParam(
                name="channels",
                title="Patterns",
                effect="How many patterns each layer seeks; more layers see wider patterns.",
                default=(16, 32),
                minimum=1,
                maximum=256,
                min_items=1,
                max_items=8,
                unit="patterns",
            ),
            IntParam(
                name="kernel_size",
                title="Width of a pattern",
                effect="Wider patterns see more columns at once.",
                default=3,
                minimum=1,
                maximum=31,
                unit="columns",
            ),
            LEARNING_RATE,
            ACTIVATION,
            BoolParam(
                name="pooling",
                title="Halve between layers",
                effect="Keeps the stronger of two neighbours: faster, and less exact about where.",
                default=True,
            ),
            IntParam(
                name="hidden_size",
                title="Last hidden layer",
                effect="More neurons weigh the patterns against each other in more ways.",
                default=32,
                minimum=1,
                maximum=1024,
                unit="neurons",
                advanced=True,
                log=True,
            ),
            *TRAINING,
        ]
    )


algorithm = ConvolutionalNetwork()
