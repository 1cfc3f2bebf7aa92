"""A network in training, and the optimizer that moves it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.nets.architecture import Architecture, Layers, Sizes
from armillary.learning.nets.operations import Torch

if TYPE_CHECKING:
    import torch

_MOST_PARAMETERS = 10_000_000


@dataclass(frozen=True)
class Net:
    """The tensors of an architecture, by name, with the parameters that shape it."""

    architecture: Architecture
    params: Mapping[str, Any]
    named: Mapping[str, torch.Tensor]

    @staticmethod
    def fresh(
        architecture: Architecture,
        sizes: Sizes,
        params: Mapping[str, Any],
        seed: int,
        device: torch.device,
    ) -> Net:
        """Draw the tensors; raises `Invalid` for more than ten million parameters."""
        import torch

        layers = architecture.layers(sizes, params)
        _check_count(layers)
        generator = torch.Generator().manual_seed(seed)
        named = {}
        for name, drawn in layers.items():
            tensor = torch.empty(drawn.shape)
            tensor.uniform_(-drawn.spread, drawn.spread, generator=generator)
            named[name] = (tensor + drawn.centre).to(device).requires_grad_()
        return Net(architecture, params, named)

    @property
    def tensors(self) -> list[torch.Tensor]:
        """All tensors, in the order of their names' first mention."""
        return list(self.named.values())

    @property
    def weights(self) -> list[torch.Tensor]:
        """The tensors that are kept small: those of the layers' weights."""
        return [tensor for name, tensor in self.named.items() if name.startswith("weight")]

    def forward(
        self,
        rows: torch.Tensor,
        dropout_rate: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> torch.Tensor:
        """Give the outputs (n_rows, n_outputs) of rows (n_rows, n_columns)."""
        answer: torch.Tensor = self.architecture.answer(
            Torch(),
            self.named,
            rows,
            self.params,
            lambda values: _drop(values, dropout_rate, generator),
        )
        return answer


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


def _check_count(layers: Layers) -> None:
    count = sum(math.prod(drawn.shape) for drawn in layers.values())
    if count > _MOST_PARAMETERS:
        raise Invalid(
            f"A network of {count:,} parameters is asked for; at most {_MOST_PARAMETERS:,} are "
            "allowed. Use fewer or narrower layers, or fewer columns.",
            code="network_too_large",
        )
