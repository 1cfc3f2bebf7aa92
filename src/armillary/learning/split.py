"""Splitting rows into a training, a validation and a test part, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid, NotFound
from armillary.learning.ordered import deal_in_order

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Rows = npt.NDArray[np.int64]

_TRAIN, _VALIDATION, _TEST = 0, 1, 2
_MOST = 0.45


@dataclass(frozen=True)
class Shares:
    """How much of a table is kept from training: to steer it, and to judge it once at the end."""

    validation: float = 0.15
    test: float = 0.15

    def __post_init__(self) -> None:
        for name, share in (("validation", self.validation), ("test", self.test)):
            if not 0 < share <= _MOST:
                raise Invalid(f"The {name} share must be in (0, {_MOST}]; got {share}.")


@dataclass(frozen=True)
class Split:
    """The places of the rows of each part, in table order."""

    train: Rows
    validation: Rows
    test: Rows

    def sizes(self) -> dict[str, int]:
        """Give the number of rows of each part."""
        parts = {"train": self.train, "validation": self.validation, "test": self.test}
        return {name: len(rows) for name, rows in parts.items()}


def split_rows(
    target: npt.NDArray[Any],
    *,
    classes: bool,
    shares: Shares,
    rng: np.random.Generator,
    groups: npt.NDArray[Any] | None = None,
    when: npt.NDArray[np.float64] | None = None,
) -> Split:
    """Split rows by their target (n_rows,).

    With ``classes`` the parts hold the classes in equal shares, and every class has a row in the
    training part. Rows of one group (n_rows,) stay in one part. With ``when`` (n_rows,) chance has
    no part in it: the oldest rows are for training, the newest for the test.
    """
    import numpy as np

    labels = target if classes else np.zeros(len(target), dtype=np.int64)
    if when is not None:
        part = deal_in_order(when, shares)
    elif groups is not None:
        part = _split_groups(labels, groups, shares, rng)
    else:
        part = _split_classes(labels, shares, rng)
    _check_training_part(labels, part, "times" if when is not None else "groups")
    return Split(*(np.flatnonzero(part == place) for place in (_TRAIN, _VALIDATION, _TEST)))


def groups_of(rows: pd.DataFrame, group: str | None) -> npt.NDArray[Any] | None:
    """Number the groups (n_rows,); each row without a group is one of its own.

    Raises `NotFound` where there is no such column.
    """
    import numpy as np
    import pandas as pd

    if group is None:
        return None
    if group not in rows.columns:
        raise NotFound(f"The table has no column {group!r} to group rows by.")
    places, uniques = pd.factorize(rows[group])
    alone = places == -1
    return np.where(alone, len(uniques) + np.cumsum(alone), places)


def _check_training_part(labels: Rows, part: Rows, by: str) -> None:
    import numpy as np

    missing = np.setdiff1d(labels, labels[part == _TRAIN])
    if len(missing):
        if by == "times":
            raise Invalid(
                f"Only the newest rows, which are not learned from, hold {len(missing)} of the "
                "classes. Choose another split, or leave these classes out.",
                code="too_few_times",
            )
        raise Invalid(
            f"Too few groups hold {len(missing)} of the classes for these to be trained and tested "
            "on different ones. Choose another group column, or merge classes.",
            code="too_few_groups",
        )


def _split_classes(labels: Rows, shares: Shares, rng: np.random.Generator) -> Rows:
    """Give each row its part (n_rows,): rows are shuffled within their class, then dealt out.

    Ordered by their place within the class, from 0 to 1, the rows of all classes are cut at the
    shares of the whole: so every part has its exact size, and small classes are spread evenly.
    """
    import numpy as np

    order = rng.permutation(len(labels))
    by_class = order[np.argsort(labels[order], kind="stable")]
    counts = np.bincount(labels)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    rank = np.arange(len(labels)) - starts
    place = (rank + rng.random(len(counts))[labels[by_class]]) / counts[labels[by_class]]
    place[rank == 0] = -1.0  # the first row of each class is for training
    dealt = by_class[np.argsort(place, kind="stable")]
    n_validation = max(1, round(shares.validation * len(labels)))
    n_test = max(1, round(shares.test * len(labels)))
    n_train = max(len(labels) - n_validation - n_test, len(counts))
    part = np.full(len(labels), _TRAIN, dtype=np.int64)
    part[dealt[n_train : n_train + n_validation]] = _VALIDATION
    part[dealt[n_train + n_validation :]] = _TEST
    return part


def _split_groups(
    labels: Rows, groups: npt.NDArray[Any], shares: Shares, rng: np.random.Generator
) -> Rows:
    """Give each row the part of its group (n_rows,): each group goes where most is wanting."""
    import numpy as np

    names, group_of_row = np.unique(groups, return_inverse=True)
    if len(names) < 3:
        raise Invalid(
            f"The group column has {len(names)} different values; training, validation and test "
            "part need at least 3.",
            code="too_few_groups",
        )
    n_classes = int(labels.max()) + 1
    counts = np.zeros((len(names), n_classes))  # (group, class)
    np.add.at(counts, (group_of_row, labels), 1)
    part_of_group = _deal_groups(counts, shares, rng)
    return part_of_group[group_of_row]


def _deal_groups(counts: npt.NDArray[np.float64], shares: Shares, rng: np.random.Generator) -> Rows:
    """Deal groups, given by their class counts (n_groups, n_classes), to the parts."""
    import numpy as np

    wanted = np.array([1 - shares.validation - shares.test, shares.validation, shares.test])
    missing = wanted[:, None] * counts.sum(axis=0)  # (part, class)
    part_of_group = np.full(len(counts), _TRAIN, dtype=np.int64)
    untrained = np.ones(counts.shape[1], dtype=bool)
    empty = {_VALIDATION, _TEST}
    shuffled = rng.permutation(len(counts))
    # Large groups first, since small ones can still even out what is wanting.
    order = shuffled[np.argsort(-counts[shuffled].sum(axis=1), kind="stable")]
    for position, group in enumerate(order):
        present = counts[group] > 0
        left = len(order) - position
        if (untrained & present).any() and left > len(empty):
            part = _TRAIN
        elif left <= len(empty):
            part = min(empty)
        else:
            part = int((missing[:, present] / wanted[:, None]).mean(axis=1).argmax())
        part_of_group[group] = part
        missing[part] -= counts[group]
        empty.discard(part)
        if part == _TRAIN:
            untrained &= ~present
    return part_of_group
