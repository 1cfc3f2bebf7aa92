"""The rows that a search works on: a test part that no trial sees, and folds of the rest."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.contract import Encoding, Table, Task
from armillary.learning.prepare import Prepared, prepare
from armillary.learning.preprocess import Preprocess
from armillary.learning.split import Shares, Split, groups_of, split_rows

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Rows = npt.NDArray[np.int64]

MOST_FOLDS = 10
_SHARES = Shares()
_STEERING_SHARE = 0.1
_HOLD_OUT_PARTS = 5
_KEPT_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class Fold:
    """One way to hold rows back: what is learned from, what steers it, and what judges it.

    ``parts`` are the places among the held rows that are scored apart.
    """

    split: Split
    parts: tuple[Rows, ...]


@dataclass(frozen=True)
class FoldData:
    """A fold as one kind of algorithm sees it."""

    preprocess: Preprocess
    table: Table
    held_features: npt.NDArray[Any]
    held_target: npt.NDArray[Any]

    @property
    def size_bytes(self) -> int:
        """How much memory the numbers take."""
        table = self.table
        arrays = (table.features, table.validation_features, self.held_features)
        return sum(int(array.nbytes) for array in arrays)


@dataclass
class Ground:
    """A table split for a search: every trial is judged on the same folds.

    The test part is the one that `armillary.learning.fit` sets aside with the same seed, so that
    whatever wins here is judged there on rows that no trial has seen.
    """

    prepared: Prepared
    folds: tuple[Fold, ...]
    is_judged_by_folds: bool = False
    """Whether there is no test part: the folds hold every row back once."""
    _kept: OrderedDict[tuple[int, Encoding], FoldData] = field(default_factory=OrderedDict)

    @property
    def task(self) -> Task:
        """The task, with its features and classes filled in."""
        return self.prepared.task

    @property
    def learned(self) -> Rows:
        """The rows that trials learn from and are judged on: all but those of the test part."""
        import numpy as np

        split = self.prepared.split
        parts = [split.train, split.validation]
        return np.sort(np.concatenate([*parts, split.test] if self.is_judged_by_folds else parts))

    def whole(self, encoding: Encoding) -> tuple[Preprocess, Table]:
        """Encode all that may be learned from, for what needs no rows to steer it.

        The rows that seem to steer are among those that are learned from.
        """
        split = replace(self.prepared.split, train=self.learned)
        own = replace(self.prepared, split=split)
        preprocess = own.learn_preprocess(encoding)
        return preprocess, own.table(preprocess)

    @property
    def judging(self) -> Rows:
        """The rows by which what comes of the trials is judged: test part, or held by folds."""
        import numpy as np

        if not self.is_judged_by_folds:
            return self.prepared.split.test
        return np.concatenate([fold.split.test for fold in self.folds])

    def held_truth(self) -> npt.NDArray[Any]:
        """Give the target of the rows that the folds hold back, fold after fold."""
        import numpy as np

        rows = np.concatenate([fold.split.test for fold in self.folds])
        truth: npt.NDArray[Any] = self.prepared.target.values[rows]
        return truth

    def sizes(self) -> dict[str, int]:
        """Give the number of rows of each part."""
        sizes = self.prepared.split.sizes()
        whole = {"train": sum(sizes.values()), "validation": 0, "test": 0}
        return whole if self.is_judged_by_folds else sizes

    @property
    def n_scores(self) -> int:
        """How many scores a whole trial has."""
        return sum(len(fold.parts) for fold in self.folds)

    @property
    def held_to_learned(self) -> float:
        """Rows that one score judges, to rows that were learned from for it."""
        fold = self.folds[0]
        learned = len(fold.split.train) + len(fold.split.validation)
        return len(fold.parts[0]) / max(1, learned)

    def data(self, place: int, encoding: Encoding) -> FoldData:
        """Encode a fold; what was encoded lately is kept, within a bound."""
        key = place, encoding
        if key not in self._kept:
            self._kept[key] = self._encode(self.folds[place].split, encoding)
            while len(self._kept) > 1 and self._kept_bytes() > _KEPT_BYTES:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _kept_bytes(self) -> int:
        return sum(data.size_bytes for data in self._kept.values())

    def _encode(self, split: Split, encoding: Encoding) -> FoldData:
        own = replace(self.prepared, split=split)
        preprocess = own.learn_preprocess(encoding)
        features, target = own.test_part(preprocess)
        return FoldData(preprocess, own.table(preprocess), features, target)


def usual_folds(n_rows: int) -> int:
    """Say how many folds suit a table: one, held out, where rows abound."""
    if n_rows <= 20_000:
        return 5
    return 3 if n_rows <= 100_000 else 1


def lay_ground(
    frame: pd.DataFrame,
    task: Task,
    seed: int,
    n_folds: int | None = None,
    *,
    hold_out: bool = True,
) -> Ground:
    """Set the test part of a table aside and split the rest into folds.

    Without ``hold_out`` nothing is set aside: what the folds say of the rows that they hold back
    is all there is to judge by. Raises `AppError` where the table or the task cannot be used.
    """
    import numpy as np

    split_seed, _, fold_seed = np.random.SeedSequence(seed).spawn(3)
    prepared = prepare(frame, task, _SHARES, np.random.default_rng(split_seed), seed=seed)
    rest = Ground(prepared, (), not hold_out).learned
    groups = _groups(frame, prepared, task)
    count = n_folds or usual_folds(len(prepared.target.values))
    rng = np.random.default_rng(fold_seed)
    held = _deal(prepared, rest, groups, count, rng)
    folds = tuple(
        _fold(prepared, rest, held == place, groups, rng, n_parts=1 if count > 1 else 0)
        for place in range(count)
    )
    return Ground(prepared, folds, not hold_out)


def _groups(frame: pd.DataFrame, prepared: Prepared, task: Task) -> Rows | None:
    if task.group is None:
        return None
    named = frame.set_axis([str(name) for name in frame.columns], axis=1)
    rows = named.iloc[prepared.target.rows].reset_index(drop=True)
    return groups_of(rows, task.group)


def _deal(
    prepared: Prepared,
    rest: Rows,
    groups: Rows | None,
    count: int,
    rng: np.random.Generator,
) -> Rows:
    """Give each row of the rest its fold (n_rest,); -1 for those that are never held back."""
    import numpy as np

    is_classes = prepared.task.kind == "classification"
    labels = prepared.target.values[rest] if is_classes else np.zeros(len(rest), dtype=np.int64)
    # Of a hold-out, a fifth of the rest is held.
    dealt = max(count, _HOLD_OUT_PARTS) if count == 1 else count
    if groups is not None:
        return _deal_groups(labels, groups[rest], dealt, rng)
    order = rng.permutation(len(labels))
    by_class = order[np.argsort(labels[order], kind="stable")]
    fold = np.empty(len(labels), dtype=np.int64)
    fold[by_class] = np.arange(len(labels)) % dealt
    # Every class is learned from in every fold.
    _, first = np.unique(labels[by_class], return_index=True)
    if is_classes:
        fold[by_class[first]] = -1
    return fold


def _deal_groups(labels: Rows, groups: Rows, count: int, rng: np.random.Generator) -> Rows:
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


def _fold(
    prepared: Prepared,
    rest: Rows,
    is_held: npt.NDArray[np.bool_],
    groups: Rows | None,
    rng: np.random.Generator,
    n_parts: int,
) -> Fold:
    """Split what is not held into rows to learn from and rows that steer the learning."""
    import numpy as np

    held, learned = rest[is_held], rest[~is_held]
    if not len(held):
        raise Invalid(
            f"{len(rest)} rows are too few for so many folds. Ask for fewer.", code="too_few_rows"
        )
    inner = split_rows(
        prepared.target.values[learned],
        classes=prepared.task.kind == "classification",
        # The test share cannot be nothing; what falls to it is learned from.
        shares=Shares(validation=_STEERING_SHARE, test=1e-6),
        rng=rng,
        groups=None if groups is None else groups[learned],
    )
    train = np.sort(np.concatenate([inner.train, inner.test]))
    split = Split(learned[train], learned[inner.validation], held)
    places = np.arange(len(held))
    if not n_parts:
        return Fold(split, tuple(places[part::_HOLD_OUT_PARTS] for part in range(_HOLD_OUT_PARTS)))
    return Fold(split, (places,))
