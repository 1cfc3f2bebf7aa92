"""A recurrent network: reads the columns one after another with a memory of those before.

**Source:** S. Hochreiter and J. Schmidhuber, "Long short-term memory", Neural Computation 9, 1997;
K. Cho et al., "Learning phrase representations using RNN encoder-decoder", EMNLP 2014.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> params = {"epochs": 30, "learning_rate": 0.02}
    >>> *_, last = fit(table, task, "recurrent_nn", params, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.7
    True

"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from armillary.learning.contract import About, Preset
from armillary.learning.nets.architecture import Drawn, Layers, Sizes, Values, dense, through
from armillary.learning.nets.learner import NetworkLearner
from armillary.learning.nets.operations import Operations
from armillary.learning.nets.params import LEARNING_RATE, TRAINING
from armillary.learning.parameters import ChoiceParam, IntParam, Params

_GATES = {"gru": 3, "lstm": 4}
_PARTS = ("weight_in", "weight_memory", "bias_in", "bias_memory")


class Recurrent:
    """Layers of memory along the columns; the last thing remembered gives the answer."""

    def layers(self, sizes: Sizes, params: Mapping[str, Any]) -> Layers:
        """Give the gates of each layer, and a dense layer."""
        size, n_in = params["memory_size"], 1
        height, spread = _GATES[params["cell"]] * size, size**-0.5
        found: dict[str, Any] = {}
        for place in range(params["n_layers"]):
            shapes = ((height, n_in), (height, size), (height,), (height,))
            for part, shape in zip(_PARTS, shapes, strict=True):
                found[f"{part}_{place}"] = Drawn(shape, spread)
            n_in = size
        return found | dict(dense("answer", size, sizes.n_outputs))

    def answer(
        self,
        on: Operations,
        tensors: Mapping[str, Values],
        rows: Values,
        params: Mapping[str, Any],
        drop: Callable[[Values], Values],
    ) -> Values:
        """Read the columns and answer from what is remembered at the end."""
        values = rows[:, :, None]  # (n_rows, n_columns, 1)
        for place in range(params["n_layers"]):
            weights = [tensors[f"{part}_{place}"] for part in _PARTS]
            values = drop(on.recur(params["cell"], values, weights))
        return through(on, tensors, "answer", values[:, -1])

    def cells(self, sizes: Sizes, params: Mapping[str, Any]) -> int:
        """Count the gates at every column."""
        return int(sizes.n_columns * params["memory_size"] * (_GATES[params["cell"]] + 2))


class RecurrentNetwork(NetworkLearner):
    """A network with a memory along the columns."""

    id = "recurrent_nn"
    about = About(
        name="Recurrent Network",
        aliases=("rnn", "lstm", "gru"),
        category="Neural Networks",
        description="Reads the columns one after another, and remembers what matters.",
        when_to_use="Columns that follow one another in time, where order carries the meaning.",
        complexity="high",
        training_time="slow",
        documentation_url="https://pytorch.org/docs/stable/generated/torch.nn.GRU.html",
        needs_extra="torch",
        presets=(
            Preset("fast", "Fast", "A small memory.", {"memory_size": 16, "epochs": 20}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset(
                "thorough",
                "Thorough",
                "Two layers with dropout, stopped when they no longer learn.",
                {
                    "n_layers": 2,
                    "memory_size": 64,
                    "epochs": 300,
                    "dropout_rate": 0.2,
                    "gradient_clip": 1.0,
                    "early_stopping_epochs": 40,
                },
            ),
        ),
    )
    architecture = Recurrent()
    params = Params(
        [
            ChoiceParam(
                name="cell",
                title="Cell",
                effect="A gru is simpler and faster; an lstm keeps a separate long memory.",
                default="gru",
                options=("gru", "lstm"),
            ),
            IntParam(
                name="memory_size",
                title="Size of the memory",
                effect="Larger remembers more at once and overfits sooner.",
                default=32,
                minimum=1,
                maximum=512,
                unit="numbers",
                log=True,
            ),
            IntParam(
                name="n_layers",
                title="Layers",
                effect="More layers find patterns in what those below remember.",
                default=1,
                minimum=1,
                maximum=4,
                unit="layers",
            ),
            LEARNING_RATE,
            *TRAINING,
        ]
    )


algorithm = RecurrentNetwork()
