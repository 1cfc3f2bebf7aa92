"""The words of scores: what is judged, and what a score says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

from armillary.learning.contract import ClassLabel

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

ScoredKind = Literal["classification", "regression"]
LEVEL = 0.95
"""How often the stated intervals hold the true value."""


@dataclass(frozen=True)
class Judged:
    """Rows that a model has not seen, and what it said of them.

    ``truth`` (n,) and ``output`` are class indices and probabilities (n, n_classes), or numbers
    (n,) both. ``groups`` (n,) numbers the rows that belong together: they were split as one, and
    count as one where it is asked how far a number is to be trusted. ``n_features`` is how many
    columns the model had. ``weights`` (n,) say how much each row counts, None that all count
    alike. Where ``only_values`` are asked for, intervals that take long are left out.
    """

    kind: ScoredKind
    truth: Array
    output: Array
    classes: tuple[ClassLabel, ...] = ()
    groups: Array | None = None
    n_features: int = 0
    weights: Array | None = None
    only_values: bool = False

    @cached_property
    def predicted(self) -> Array:
        """The most probable class of each row (n,), or the predicted value."""
        return self.output.argmax(axis=1) if self.kind == "classification" else self.output

    @cached_property
    def off(self) -> Array:
        """How far off each row is (n,): the absolute error, or what the true class lacks to 1."""
        import numpy as np

        if self.kind == "regression":
            error: Array = np.abs(self.output - self.truth)
            return error
        lacking: Array = 1 - self.output[np.arange(len(self)), self.truth]
        return lacking

    @cached_property
    def counts(self) -> Array:
        """The confusion matrix (n_classes, n_classes), true classes in rows, by weight."""
        import numpy as np

        size = len(self.classes)
        places = self.truth * size + self.predicted
        counts = np.bincount(places, self.weights, minlength=size * size)
        return counts.reshape(size, size)

    def __len__(self) -> int:
        return len(self.truth)


@dataclass(frozen=True)
class Interval:
    """Where the true value lies, 95 times of 100, and how that was found."""

    low: float
    high: float
    method: str


@dataclass(frozen=True)
class Estimate:
    """One number: ``of`` names its class; ``interval`` is None, and ``note`` says why, without."""

    value: float | None
    interval: Interval | None = None
    of: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Score:
    """One metric: what it is called, which way is better, and how to read it.

    ``minimum`` and ``maximum`` bound it, None without a bound.
    """

    id: str
    name: str
    better: Literal["higher", "lower", "nearer_zero"]
    minimum: float | None
    maximum: float | None
    reads: str


class Family(Protocol):
    """Metrics that are computed together; found by the registry."""

    id: str
    kind: ScoredKind
    scores: Sequence[Score]

    def judge(self, judged: Judged) -> Iterable[tuple[str, Estimate]]:
        """Give estimates, each with the id of its score."""
        ...


Wire = Mapping[str, Any]
