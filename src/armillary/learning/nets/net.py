"""The layers of a network in training, and the optimizer that moves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.network import LEAK

if TYPE_CHECKING:
    import torch

_MOST_PARAMETERS = 10_000_000


@dataclass(frozen=True)
class Layers:
    """Weights (n_out, n_in) and biases (n_out,) in turn, bent by one activation."""

    tensors: list[torch.Tensor]
    activation: str

    @staticmethod
    def fresh(sizes: Sequence[int], activation: str, seed: int, device: torch.device) -> Layers:
        """Draw the layers between the sizes uniformly, as wide as 1 / √n_in.

        Raises `Invalid` for more than ten million parameters.
        """
        import torch

        _check_count(sizes)
        generator = torch.Generator().manual_seed(seed)
        tensors = []
        for n_in, n_out in pairwise(sizes):
            bound = n_in**-0.5
            for shape in ((n_out, n_in), (n_out,)):
                drawn = torch.empty(shape).uniform_(-bound, bound, generator=generator)
                tensors.append(drawn.to(device).requires_grad_())
        return Layers(tensors, activation)

    @property
    def weights(self) -> list[torch.Tensor]:
        """The weights without the biases."""
        return self.tensors[::2]

    def forward(
        self,
        values: torch.Tensor,
        dropout_rate: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> torch.Tensor:
        """Give the outputs (n_rows, n_outputs) of rows (n_rows, n_columns)."""
        from torch.nn.functional import linear

        last = len(self.tensors) - 2
        for place in range(0, len(self.tensors), 2):
            values = linear(values, self.tensors[place], self.tensors[place + 1])
            if place < last:
                values = _drop(self._bend(values), dropout_rate, generator)
        return values

    def _bend(self, values: torch.Tensor) -> torch.Tensor:
        import torch
        from torch.nn import functional

        if self.activation == "leaky_relu":
            return functional.leaky_relu(values, LEAK)
        if self.activation == "elu":
            return functional.elu(values)
        bend = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}
        return bend[self.activation](values)


def make_optimizer(tensors: list[torch.Tensor], params: Mapping[str, Any]) -> torch.optim.Optimizer:
    """Give the optimizer that the parameters name."""
    from torch import optim

    rate, decay = params["learning_rate"], params["weight_decay"]
    momentum = params["momentum"]
    if params["optimizer"] == "adam":
        return optim.AdamW(tensors, lr=rate, weight_decay=decay, fused=True)
    if params["optimizer"] == "sgd":
        return optim.SGD(tensors, lr=rate, momentum=momentum, weight_decay=decay, fused=True)
    if params["optimizer"] == "rmsprop":
        return optim.RMSprop(tensors, lr=rate, momentum=momentum, weight_decay=decay)
    return optim.Adagrad(tensors, lr=rate, weight_decay=decay)


def _drop(values: torch.Tensor, rate: float, generator: torch.Generator | None) -> torch.Tensor:
    """Silence a share of the values and raise the others, so that their sum stays the same."""
    import torch

    if rate == 0.0:
        return values
    kept = torch.empty_like(values).bernoulli_(1.0 - rate, generator=generator)
    return values * kept / (1.0 - rate)


def _check_count(sizes: Sequence[int]) -> None:
    count = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
    if count > _MOST_PARAMETERS:
        raise Invalid(
            f"A network of {count:,} parameters is asked for; at most {_MOST_PARAMETERS:,} are "
            "allowed. Use fewer or narrower layers, or fewer columns.",
            code="network_too_large",
        )
