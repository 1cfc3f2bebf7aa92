"""From a table to a model: split, encode, train, judge, one snapshot at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Control, Machine, State, Task
from armillary.learning.model import FittedModel

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Shares:
    """How much of a table is kept from training: to steer it, and to judge it once at the end."""

    validation: float = 0.15
    test: float = 0.15


@dataclass(frozen=True)
class FitSnapshot:
    """A look at a training that stands still until it is asked for more.

    ``metrics`` are points of this step (``train_loss, val_loss, train_accuracy, val_accuracy``, or
    ``…_rmse`` for regression) and empty where it only tells that work goes on; ``fraction`` is how
    much is done, 0 to 1. ``state()`` gives all that resuming needs; ``model()`` gives the best model
    so far, judged. Both cost nothing until called, speak of the training as it stands then, and go
    on working after it was closed. The last snapshot is ``final`` and brings ``evaluation``.
    """

    step: int
    total: int
    unit: str
    fraction: float
    metrics: Mapping[str, float]
    state: Callable[[], State]
    model: Callable[[], FittedModel]
    best: bool = True
    staged: bool = False
    final: bool = False
    evaluation: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = field(default=())


Fitting = Generator[FitSnapshot, Control | None, None]


def fit(
    frame: pd.DataFrame,
    task: Task,
    algorithm_id: str,
    params: Mapping[str, Any],
    *,
    seed: int,
    resume: State | None = None,
    machine: Machine = Machine(),
    shares: Shares = Shares(),
) -> Fitting:
    """Train a model on a table.

    ``params`` are complete or partial values, checked at the strict door. With the same frame,
    seed and params the numbers are the same, whether or not training was interrupted and resumed
    from a ``state()``. Raises `AppError` where the table, the task or a parameter cannot be used.
    """
    raise NotImplementedError
    yield
