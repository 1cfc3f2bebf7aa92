"""Folds: ways to hold rows back, from the rows that are not of the final test part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from armillary.base.errors import Invalid
from armillary.learning.split import Split

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.prepare import Prepared

    Rows = npt.NDArray[Any]

ValidationKind = Literal["holdout", "k_fold", "repeated", "grouped", "time"]
MOST_FITS, MOST_NESTED_FITS = 100, 500
_STEERING = 5


@dataclass(frozen=True)
class Validation:
    """How to judge beside the test part; ``column`` orders the rows where ``kind`` is time.

    With ``trials`` each fold is nested: it tries so many settings of the parameters itself.
    Raises `Invalid` for what makes no folds.
    """

    kind: ValidationKind = "holdout"
    folds: int = 5
    repeats: int = 1
    column: str | None = None
    trials: int = 0

    def __post_init__(self) -> None:
        if not 2 <= self.folds <= 20:
            raise Invalid(f"validation.folds must be from 2 to 20; got {self.folds}.")
        if self.repeats > 1 and self.kind != "repeated":
            raise Invalid("Only validation of kind 'repeated' has repeats.")
        if not 1 <= self.repeats <= 20 or self.n_splits > MOST_FITS:
            raise Invalid(
                f"validation.folds times repeats must be at most {MOST_FITS} trainings; got "
                f"{self.folds} times {self.repeats}."
            )
        if self.trials == 1 or not 0 <= self.trials <= 100:
            raise Invalid(f"validation.trials must be 0, or from 2 to 100; got {self.trials}.")
        if self.n_fits > MOST_NESTED_FITS:
            raise Invalid(
                f"{self.n_splits} folds that try {self.trials} settings each are {self.n_fits} "
                f"trainings; at most {MOST_NESTED_FITS} are made. Ask for fewer."
            )
        if (self.kind == "time") != (self.column is not None):
            raise Invalid("Validation of kind 'time' needs the column that rows are ordered by.")

    @property
    def n_splits(self) -> int:
        """How many times other rows are held back."""
        return 0 if self.kind == "holdout" else self.folds * self.repeats

    @property
    def n_fits(self) -> int:
        """How many trainings it takes beside the one that is kept."""
        return self.n_splits * max(1, self.trials)


def lay_folds(
    prepared: Prepared, validation: Validation, rng: np.random.Generator, order: Rows | None = None
) -> list[Split]:
    """Give splits of the rows outside the test part; ``test`` are the rows held back.

    Rows of one group are held back together, whatever the kind. A fifth of the rows that are left
    steers the learning, as the validation part does in the training that is kept. Raises `Invalid`
    where the rows do not suffice.
    """
    import numpy as np

    rest = np.sort(np.concatenate([prepared.split.train, prepared.split.validation]))
    groups = None if prepared.groups is None else prepared.groups[rest]
    if validation.kind == "grouped" and groups is None:
        raise Invalid(
            "Validation of kind 'grouped' needs a group column; name it.", code="group_missing"
        )
    labels = prepared.target.values[rest]
    if prepared.task.kind != "classification":
        labels = np.zeros(len(rest), dtype=np.int64)
    if validation.kind == "time":
        assert order is not None
        held_rows = _in_time(rest, order[rest], validation.folds)
        return [_split(*held, labels, groups, rest, rng) for held in held_rows]
    splits = []
    for _ in range(validation.repeats):
        fold = _deal(labels, groups, validation.folds, rng)
        for place in range(validation.folds):
            learned, held = rest[fold != place], rest[fold == place]
            splits.append(_split(learned, held, labels, groups, rest, rng))
    return splits


def _deal(labels: Rows, groups: Rows | None, count: int, rng: np.random.Generator) -> Rows:
    """Give each row its fold (n,), the classes in equal shares, groups as a whole."""
    import numpy as np

    if groups is None:
        if (rare := int(np.bincount(labels)[np.unique(labels)].min())) < 2:
            raise Invalid(f"A class has {rare} row outside the test part; it cannot be held back.")
        order = rng.permutation(len(labels))
        by_class = order[np.argsort(labels[order], kind="stable")]
        fold = np.empty(len(labels), dtype=np.int64)
        fold[by_class] = np.arange(len(labels)) % count
        return fold
    names, of_row = np.unique(groups, return_inverse=True)
    if len(names) < 2 * count:
        raise Invalid(
            f"There are {len(names)} groups outside the test part; {count} folds need at least "
            f"{2 * count}. Ask for fewer folds.",
            code="too_few_groups",
        )
    sizes = np.bincount(of_row)
    shuffled = rng.permutation(len(names))
    filled, of_group = np.zeros(count), np.empty(len(names), dtype=np.int64)
    for group in shuffled[np.argsort(-sizes[shuffled], kind="stable")]:
        place = int(filled.argmin())
        of_group[group] = place
        filled[place] += sizes[group]
    dealt: Rows = of_group[of_row]
    return dealt


def _in_time(rest: Rows, order: Rows, count: int) -> Iterator[tuple[Rows, Rows]]:
    """Give rows to learn from and the ones behind them in time, ever more to learn from."""
    import numpy as np

    ordered = rest[np.argsort(order, kind="stable")]
    pieces = np.array_split(ordered, count + 1)
    for place in range(1, count + 1):
        yield np.concatenate(pieces[:place]), pieces[place]


def _split(
    learned: Rows,
    held: Rows,
    labels: Rows,
    groups: Rows | None,
    rest: Rows,
    rng: np.random.Generator,
) -> Split:
    """Set some of the learned rows, or groups, aside to steer by; each class stays learned."""
    import numpy as np

    place = np.searchsorted(rest, learned)
    units = np.arange(len(learned)) if groups is None else groups[place]
    names = rng.permutation(np.unique(units))
    steering = np.isin(units, names[: max(1, len(names) // _STEERING)])
    own = labels[place]
    if missing := len(np.setdiff1d(labels, own)):
        raise Invalid(
            f"In a fold only the rows held back hold {missing} of the classes, so that these "
            "cannot be learned. Ask for fewer folds, or for another kind.",
            code="class_not_learned",
        )
    for label in np.setdiff1d(own, own[~steering]):
        steering[np.flatnonzero(own == label)[0]] = False
    if steering.all() or not steering.any() or not len(held):
        raise Invalid("There are too few rows for so many folds. Ask for fewer.")
    return Split(np.sort(learned[~steering]), np.sort(learned[steering]), np.sort(held))
