"""Dealing the rows of a search to its folds: at random, by group, or in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from armillary.base.errors import Invalid
from armillary.learning.split import Shares, Split, split_rows

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Rows = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

HOLD_OUT_PARTS = 5
"""Of a hold-out, one in so many rows is held back, and scored in so many pieces."""
_STEERING_SHARE = 0.1
# Every fold in time learns from this share at least; less would judge other models than are kept.
_FIRST_IN_TIME = 0.5


@dataclass(frozen=True)
class Rest:
    """The rows that folds are made of, by what decides where they go.

    ``labels`` are class indices, all 0 where numbers are predicted; ``groups`` numbers the groups
    and ``when`` says when rows were, None where rows are not split so. All have shape (n_rows,).
    """

    rows: Rows
    labels: Rows
    groups: Rows | None = None
    when: Floats | None = None

    def of(self, places: Rows) -> Rest:
        """Give some of them."""
        groups, when = self.groups, self.when
        return Rest(
            self.rows[places],
            self.labels[places],
            None if groups is None else groups[places],
            None if when is None else when[places],
        )


def deal(rest: Rest, count: int, rng: np.random.Generator) -> tuple[list[Split], list[str]]:
    """Give the folds, ``test`` being the rows held back, and what is to be told of them.

    Raises `Invalid` where the rows do not suffice, or a class would not be learned.
    """
    notes: list[str] = []
    if rest.when is not None:
        pairs = _in_time(rest, rest.when, count)
        able = [pair for pair in pairs if not _unlearned(rest, pair[0])]
        if able and len(able) < len(pairs):
            left_out = len(pairs) - len(able)
            which = "The first fold was" if left_out == 1 else f"The first {left_out} folds were"
            notes.append(f"{which} left out: not all classes occur in the rows before.")
        pairs = able or pairs
    else:
        fold = _deal_rows(rest, count, rng)
        pairs = [((fold != place).nonzero()[0], (fold == place).nonzero()[0])
                 for place in range(count)]  # fmt: skip
    return [_split(rest, learned, held, rng) for learned, held in pairs], notes


def _deal_rows(rest: Rest, count: int, rng: np.random.Generator) -> Rows:
    """Give each row its fold (n_rows,); -1 for those that are never held back."""
    import numpy as np

    labels = rest.labels
    dealt = HOLD_OUT_PARTS if count == 1 else count
    if rest.groups is not None:
        return _deal_groups(rest.groups, dealt, rng)
    order = rng.permutation(len(labels))
    by_class = order[np.argsort(labels[order], kind="stable")]
    fold = np.empty(len(labels), dtype=np.int64)
    fold[by_class] = np.arange(len(labels)) % dealt
    # Every class is learned from in every fold.
    names, first = np.unique(labels[by_class], return_index=True)
    if len(names) > 1:
        fold[by_class[first]] = -1
    return fold


def _deal_groups(groups: Rows, count: int, rng: np.random.Generator) -> Rows:
    import numpy as np

    names, group_of_row = np.unique(groups, return_inverse=True)
    if len(names) < count + 2:
        raise Invalid(
            f"The rows left of the test part have {len(names)} different groups; a search with "
            f"{count} folds needs at least {count + 2}. Ask for fewer folds.",
            code="too_few_groups",
        )
    counts = np.bincount(group_of_row)
    shuffled = rng.permutation(len(names))
    order = shuffled[np.argsort(-counts[shuffled], kind="stable")]
    sizes, fold_of_group = np.zeros(count), np.empty(len(names), dtype=np.int64)
    for group in order:
        place = int(sizes.argmin())
        fold_of_group[group] = place
        sizes[place] += counts[group]
    fold: Rows = fold_of_group[group_of_row]
    return fold


def _in_time(rest: Rest, when: Floats, count: int) -> list[tuple[Rows, Rows]]:
    """Give places to learn from and places held back behind them in time, ever more to learn."""
    import numpy as np

    first = _FIRST_IN_TIME if count > 1 else 1 - 1 / HOLD_OUT_PARTS
    ends = [first + (1 - first) * place / count for place in range(count)]
    stretch = _stretches(when, ends)
    return [(np.flatnonzero(stretch < place), np.flatnonzero(stretch == place))
            for place in range(1, count + 1)]  # fmt: skip


def _stretches(when: Floats, ends: Sequence[float]) -> Rows:
    """Cut rows into stretches of time (n_rows,), from 0 on, that end at shares of all rows.

    Rows of one time stay together; a row of no known time is in the first stretch.
    """
    import numpy as np

    known = np.isfinite(when)
    moments, counts = np.unique(when[known], return_counts=True)
    if len(moments) <= len(ends):
        raise Invalid(
            f"The time column has {len(moments)} different values among the rows to learn from; "
            f"these folds need at least {len(ends) + 1}. Ask for fewer folds.",
            code="too_few_times",
        )
    older = len(when) - int(known.sum()) + np.cumsum(counts)  # rows up to each moment
    last: list[int] = []
    for place, end in enumerate(ends):
        low = last[-1] + 1 if last else 0
        high = len(moments) - (len(ends) - place)
        last.append(low + int(np.abs(older[low:high] - end * len(when)).argmin()))
    stretch = np.zeros(len(when), dtype=np.int64)
    stretch[known] = np.searchsorted(moments[last], when[known], side="left")
    return stretch


def _unlearned(rest: Rest, learned: Rows) -> int:
    """Count the classes that do not occur among some rows."""
    import numpy as np

    return len(np.setdiff1d(rest.labels, rest.labels[learned]))


def _split(rest: Rest, learned: Rows, held: Rows, rng: np.random.Generator) -> Split:
    """Split what is not held into rows to learn from and rows that steer the learning."""
    import numpy as np

    if not len(held):
        raise Invalid(
            f"{len(rest.rows)} rows are too few for so many folds. Ask for fewer.",
            code="too_few_rows",
        )
    if missing := _unlearned(rest, learned):
        raise Invalid(
            f"In a fold only the rows held back hold {missing} of the classes, so that these "
            "cannot be learned. Ask for fewer folds, or split the rows in another way.",
            code="class_not_learned",
        )
    own = rest.of(learned)
    train, steering = _steer_in_time(own) if own.when is not None else _steer(own, rng)
    return Split(np.sort(own.rows[train]), np.sort(own.rows[steering]), np.sort(rest.rows[held]))


def _steer(own: Rest, rng: np.random.Generator) -> tuple[Rows, Rows]:
    import numpy as np

    inner = split_rows(
        own.labels,
        classes=bool(own.labels.any()),
        # The test share cannot be nothing; what falls to it is learned from.
        shares=Shares(validation=_STEERING_SHARE, test=1e-6),
        rng=rng,
        groups=own.groups,
    )
    return np.concatenate([inner.train, inner.test]), inner.validation


def _steer_in_time(own: Rest) -> tuple[Rows, Rows]:
    """Have the newest rows steer, save those of a class that occurs only there."""
    import numpy as np

    assert own.when is not None
    steering = _stretches(own.when, [1 - _STEERING_SHARE]) == 1
    for label in np.setdiff1d(own.labels, own.labels[~steering]):
        steering[np.flatnonzero(own.labels == label)[0]] = False
    return np.flatnonzero(~steering), np.flatnonzero(steering)
