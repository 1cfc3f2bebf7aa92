"""Where a network is best computed: small steps are quicker on one thread than anywhere else."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from armillary.learning.contract import Machine
from armillary.learning.nets.architecture import Architecture, Sizes

# A step costs a graphics card about a millisecond, and waking threads a part of one, whatever it
# computes. So many values of layers, or products with weights, cost one thread more than that.
_HEAVY_VALUES, _HEAVY_PRODUCTS = 300_000, 5_000_000
_FULL = ("CUDA error: out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED")


def place(
    architecture: Architecture, sizes: Sizes, params: Mapping[str, Any], machine: Machine
) -> Machine:
    """Give what of a machine the steps of a training shall use."""
    if _is_heavy(architecture, sizes, params):
        return machine
    return replace(machine, threads=1, device="cpu")


def is_card_full(problem: RuntimeError) -> bool:
    """Tell whether a graphics card had no memory left, which its libraries say in several ways."""
    import torch

    words = str(problem)
    return isinstance(problem, torch.OutOfMemoryError) or any(told in words for told in _FULL)


def _is_heavy(architecture: Architecture, sizes: Sizes, params: Mapping[str, Any]) -> bool:
    at_once: int = params["batch_size"]
    layers = architecture.layers(sizes, params)
    weights = sum(math.prod(drawn.shape) for drawn in layers.values())
    values = architecture.cells(sizes, params)
    return at_once * values >= _HEAVY_VALUES or at_once * weights >= _HEAVY_PRODUCTS
