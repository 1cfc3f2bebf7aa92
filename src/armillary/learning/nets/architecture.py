"""What an architecture says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from armillary.learning.nets.operations import Operations

Values = Any
"""An array of numpy or a tensor of torch; an architecture treats both alike."""


@dataclass(frozen=True)
class Sizes:
    """How many numbers go in and come out for each row."""

    n_columns: int
    n_outputs: int


@dataclass(frozen=True)
class Drawn:
    """How a tensor of a fresh network is drawn: uniformly, within ``spread`` of ``centre``."""

    shape: tuple[int, ...]
    spread: float
    centre: float = 0.0


Layers = Mapping[str, Drawn]


class Architecture(Protocol):
    """A kind of network, told by its tensors and its answer."""

    def layers(self, sizes: Sizes, params: Mapping[str, Any]) -> Layers:
        """Name the tensors; raises `Invalid` where the table does not suit."""
        ...

    def answer(
        self,
        on: Operations,
        tensors: Mapping[str, Values],
        rows: Values,
        params: Mapping[str, Any],
        drop: Callable[[Values], Values],
    ) -> Values:
        """Give the outputs (n_rows, n_outputs) of rows (n_rows, n_columns).

        ``drop`` silences some values while the network learns, and none when it is asked.
        """
        ...

    def cells(self, sizes: Sizes, params: Mapping[str, Any]) -> int:
        """Say how many numbers are held at once for each row, about."""
        ...


def dense(name: str, n_in: int, n_out: int) -> Layers:
    """Give the weights (n_out, n_in) and biases (n_out,) of a layer, as wide as 1 / √n_in."""
    spread = n_in**-0.5
    return {f"weight_{name}": Drawn((n_out, n_in), spread), f"bias_{name}": Drawn((n_out,), spread)}


def through(
    on: Operations, tensors: Mapping[str, Values], name: str | int, values: Values
) -> Values:
    """Pass values (…, n_in) through the dense layer of that name, giving (…, n_out)."""
    return on.linear(values, tensors[f"weight_{name}"], tensors[f"bias_{name}"])
