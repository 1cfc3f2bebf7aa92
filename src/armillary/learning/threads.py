"""Bounding the threads that libraries compute with, without looking for the libraries each time."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

# What brings libraries with threads of their own.
_BRINGING = ("numpy", "scipy.linalg", "sklearn", "lightgbm", "xgboost", "catboost", "torch")


def limited(threads: int) -> AbstractContextManager[Any]:
    """Have what is loaded compute with so many threads until the context ends."""
    import sklearn  # noqa: F401  # loads the thread pools that are limited

    controller = _controller(tuple(name for name in _BRINGING if name in sys.modules))
    context: AbstractContextManager[Any] = controller.limit(limits=threads)
    return context


@cache
def _controller(loaded: tuple[str, ...]) -> Any:
    """Look for the libraries that are loaded: it takes longer than a small training."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
