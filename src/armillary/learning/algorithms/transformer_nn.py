"""A transformer for tables: every column becomes a token, and tokens attend to each other.

**Source:** Y. Gorishniy et al., "Revisiting deep learning models for tabular data", NeurIPS 2021.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> params = {"epochs": 20, "learning_rate": 0.01}
    >>> *_, last = fit(table, task, "transformer_nn", params, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.7
    True

"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from armillary.base.errors import Invalid
from armillary.learning.contract import About, Preset
from armillary.learning.nets.architecture import Drawn, Layers, Sizes, Values, dense, through
from armillary.learning.nets.learner import NetworkLearner
from armillary.learning.nets.operations import Operations
from armillary.learning.nets.params import ACTIVATION, LEARNING_RATE, TRAINING
from armillary.learning.parameters import IntParam, Params

_MOST_COLUMNS = 256  # memory grows with their square


class Transformer:
    """Tokens of the columns and one for the answer, through blocks of attention."""

    def layers(self, sizes: Sizes, params: Mapping[str, Any]) -> Layers:
        """Give the tokens, the blocks and the answer; raises `Invalid` for too many columns."""
        if sizes.n_columns > _MOST_COLUMNS:
            raise Invalid(
                f"The table becomes {sizes.n_columns} columns of numbers; a transformer takes at "
                f"most {_MOST_COLUMNS}. Choose fewer columns, or another algorithm.",
                code="too_many_columns",
            )
        size = params["n_heads"] * params["head_size"]
        found: dict[str, Any] = {
            "weight_tokens": Drawn((sizes.n_columns, size), size**-0.5),
            "bias_tokens": Drawn((sizes.n_columns, size), size**-0.5),
            "answer_token": Drawn((1, size), size**-0.5),
            **_norm("last", size),
        }
        for block in range(params["n_blocks"]):
            found |= _norm(f"attention_{block}", size) | _norm(f"thought_{block}", size)
            for part in ("asked", "offered", "told", "heard"):
                found |= dense(f"{part}_{block}", size, size)
            found |= dense(f"wide_{block}", size, 2 * size)
            found |= dense(f"narrow_{block}", 2 * size, size)
        return found | dict(dense("answer", size, sizes.n_outputs))

    def answer(
        self,
        on: Operations,
        tensors: Mapping[str, Values],
        rows: Values,
        params: Mapping[str, Any],
        drop: Callable[[Values], Values],
    ) -> Values:
        """Let the tokens attend to each other and answer from the one that asks."""
        tokens = rows[:, :, None] * tensors["weight_tokens"] + tensors["bias_tokens"]
        asking = on.repeat(tensors["answer_token"], len(rows))
        values = on.join([asking, tokens], 1)  # (n_rows, 1 + n_columns, size)
        for block in range(params["n_blocks"]):
            values = values + drop(_attend(on, tensors, block, values, params["n_heads"]))
            seen = _normal(on, tensors, f"thought_{block}", values)
            wide = on.bend(params["activation"], through(on, tensors, f"wide_{block}", seen))
            values = values + through(on, tensors, f"narrow_{block}", drop(wide))
        last = _normal(on, tensors, "last", values[:, 0])
        return through(on, tensors, "answer", on.bend(params["activation"], last))

    def cells(self, sizes: Sizes, params: Mapping[str, Any]) -> int:
        """Count who attends to whom, in every head, and the tokens."""
        n_tokens, n_heads = sizes.n_columns + 1, params["n_heads"]
        return int(2 * n_heads * n_tokens**2 + 6 * n_tokens * n_heads * params["head_size"])


def _norm(name: str, size: int) -> dict[str, Any]:
    return {f"gain_{name}": Drawn((size,), 0.0, 1.0), f"shift_{name}": Drawn((size,), 0.0)}


def _normal(on: Operations, tensors: Mapping[str, Values], name: str, values: Values) -> Values:
    return on.normalise(values, tensors[f"gain_{name}"], tensors[f"shift_{name}"])


def _attend(
    on: Operations, tensors: Mapping[str, Values], block: int, values: Values, n_heads: int
) -> Values:
    """Let every token take from the others what fits what it asks (n_rows, n_tokens, size)."""
    n_rows, n_tokens, size = values.shape
    seen = _normal(on, tensors, f"attention_{block}", values)

    def heads(part: str) -> Values:
        """Give (n_rows, n_heads, n_tokens, head_size)."""
        found = through(on, tensors, f"{part}_{block}", seen)
        return found.reshape(n_rows, n_tokens, n_heads, -1).swapaxes(1, 2)

    fit = heads("asked") @ heads("offered").swapaxes(2, 3)
    shares = on.softmax(fit * (size / n_heads) ** -0.5)
    taken = (shares @ heads("told")).swapaxes(1, 2).reshape(n_rows, n_tokens, size)
    return through(on, tensors, f"heard_{block}", taken)


class TransformerNetwork(NetworkLearner):
    """A network in which columns attend to each other."""

    id = "transformer_nn"
    about = About(
        name="Transformer for Tables",
        aliases=("ft_transformer",),
        category="Neural Networks",
        description="Turns every column into a token and lets tokens attend to each other.",
        when_to_use="Many rows whose columns act together; it takes patience, or few columns.",
        complexity="high",
        training_time="slow",
        documentation_url="https://pytorch.org/docs/stable/generated/torch.nn.Transformer.html",
        needs_extra="torch",
        presets=(
            Preset("fast", "Fast", "One small block.", {"n_blocks": 1, "epochs": 15}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset(
                "thorough",
                "Thorough",
                "Three wider blocks with dropout, stopped when they no longer learn.",
                {
                    "n_blocks": 3,
                    "head_size": 16,
                    "epochs": 200,
                    "dropout_rate": 0.1,
                    "learning_rate_schedule": "cosine",
                    "early_stopping_epochs": 25,
                },
            ),
        ),
    )
    architecture = Transformer()
    params = Params(
        [
            IntParam(
                name="n_blocks",
                title="Blocks",
                effect="More blocks combine columns more deeply, and take longer.",
                default=2,
                minimum=1,
                maximum=6,
                unit="blocks",
            ),
            IntParam(
                name="n_heads",
                title="Heads",
                effect="Each head attends in a way of its own.",
                default=4,
                minimum=1,
                maximum=16,
                unit="heads",
            ),
            IntParam(
                name="head_size",
                title="Size of a head",
                effect="Larger tells columns apart more finely.",
                default=8,
                minimum=2,
                maximum=32,
                unit="numbers",
            ),
            LEARNING_RATE,
            ACTIVATION,
            *TRAINING,
        ]
    )


algorithm = TransformerNetwork()
