"""A look at a training from table to model, as whoever drives it sees it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from armillary.learning.contract import Control, State
from armillary.learning.model import FittedModel
from armillary.learning.plane.live import Ground


@dataclass(frozen=True)
class FitSnapshot:
    """A look at a training that stands still until it is asked for more.

    ``metrics`` are points of this step (``train_loss, val_loss, train_accuracy, val_accuracy``, or
    ``…_rmse`` for regression) and empty where it only tells that work goes on; ``fraction`` is how
    much is done, 0 to 1. ``state()`` gives all that resuming needs; ``model()`` the best model so
    far, judged. Both cost nothing until called, speak of the training as it stands then, and go on
    working after it was closed. The last snapshot is ``final`` and brings ``evaluation``. ``notes``
    say what was made of the table, ``warnings`` what is odd about it.
    """

    step: int
    total: int
    unit: str
    fraction: float
    metrics: Mapping[str, float]
    state: Callable[[], State]
    model: Callable[[], FittedModel]
    best: bool = True
    best_step: int | None = None
    """The step whose model is the best so far, perhaps one before the state it went on from; None
    while nothing was judged, and where the state does not know."""
    staged: bool = False
    final: bool = False
    evaluation: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = field(default=())
    vitals: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    told: str = ""
    """What goes on beside the training, such as a fold; more than judging is to come then."""
    is_before: bool = False
    """Whether what goes first is fitted yet: there is no model, and a state to go on from."""
    is_within: bool = False
    """Whether a step is under way: what is set now counts in a part of it already."""
    remember: Callable[[], Callable[[], State]] | None = None
    """Gives, in next to no time, what gives this state later on; None where only `state` does."""
    ground: Ground | None = None
    """What a look at it over two columns stands on; None while there is no model."""


Fitting = Generator[FitSnapshot, Control | None, None]
