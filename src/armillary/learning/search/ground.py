"""The rows that a search works on: a test part that no trial sees, and folds of the rest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import AppError
from armillary.base.passing import at_once
from armillary.base.values import to_json
from armillary.learning.chain import Step
from armillary.learning.contract import Encoding, Task
from armillary.learning.ordered import order_of
from armillary.learning.prepare import Prepared, prepare, with_recipe
from armillary.learning.search.dealing import HOLD_OUT_PARTS, Rest, deal
from armillary.learning.search.laying import Laid, lay, laying
from armillary.learning.several import require_trained
from armillary.learning.split import Shares, Split, groups_of, split_rows
from armillary.learning.target import Target, read_target
from armillary.learning.weights import weigh

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.recipe.training import TrainingRecipe

    Rows = npt.NDArray[np.int64]

MOST_FOLDS = 10
_SHARES = Shares()
_KEPT_BYTES = 512 * 1024 * 1024
_Key = tuple[int, Encoding, bytes]


@dataclass(frozen=True)
class Fold:
    """One way to hold rows back: the table as it is split then, and what judges it.

    A recipe that learns has learned from the fold's own training rows. ``parts`` are the places
    among the held rows that are scored apart.
    """

    prepared: Prepared
    parts: tuple[Rows, ...]

    @property
    def split(self) -> Split:
        """What is learned from, what steers it, and what is held back."""
        return self.prepared.split

    @property
    def held_truth(self) -> npt.NDArray[Any]:
        """The target of the rows held back; of several the first."""
        return self.truths[0]

    @property
    def truths(self) -> list[npt.NDArray[Any]]:
        """Every target of the rows held back."""
        targets = (self.prepared.target, *self.prepared.others)
        return [target.values[self.split.test] for target in targets]

    def facing(self, place: int) -> Fold:
        """Give the fold with one of several targets as the only one."""
        return replace(self, prepared=_facing(self.prepared, place))


@dataclass(frozen=True)
class FoldData:
    """A fold as one kind of algorithm sees it, the rows held back as it is asked about them."""

    laid: Laid
    held_features: npt.NDArray[Any]

    @property
    def size_bytes(self) -> int:
        """How much memory the numbers take."""
        return self.laid.size_bytes + int(self.held_features.nbytes)


@dataclass
class Ground:
    """A table split for a search: every trial is judged on the same folds.

    The test part is the one that `armillary.learning.fit` sets aside with the same seed, so that
    whatever wins here is judged there on rows that no trial has seen.
    """

    prepared: Prepared
    folds: tuple[Fold, ...]
    is_judged_by_folds: bool = False
    """Whether there is no test part: the folds alone judge."""
    learns_anew: bool = False
    """Whether what folds have learned is of no use for a sum: some knew old rows only, or each
    has a recipe of its own."""
    notes: tuple[str, ...] = ()
    """What people should know of the folds."""
    first: tuple[str, ...] = ()
    """The algorithms that go before every learner; a trial's values say how."""
    seed: int = 0
    _kept: OrderedDict[_Key, FoldData] = field(default_factory=OrderedDict)

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

    @property
    def is_classes(self) -> bool:
        """Whether classes are predicted."""
        return self.prepared.task.classes is not None

    def faces(self) -> list[Ground]:
        """Give the ground once for each target, as if that were the only one."""
        places = range(len(self.prepared.task.targets or ()))
        return [
            replace(
                self,
                prepared=_facing(self.prepared, place),
                folds=tuple(fold.facing(place) for fold in self.folds),
                _kept=OrderedDict(),
            )
            for place in places
        ] or [self]

    def whole(self, encoding: Encoding, steps: Sequence[Step] = ()) -> Laid:
        """Encode all that may be learned from, for what needs no rows to steer it.

        The rows that seem to steer are among those that are learned from.
        """
        return self._lay(replace(self.prepared.split, train=self.learned), encoding, steps)

    def steered(self, encoding: Encoding, steps: Sequence[Step] = ()) -> Laid:
        """Encode what may be learned from, a part of which steers: as a training of its own has it.

        Where no test part judges, its rows steer, and the others are all learned from.
        """
        import numpy as np

        split = self.prepared.split
        if self.is_judged_by_folds:
            train = np.sort(np.concatenate([split.train, split.validation]))
            split = Split(train, split.test, split.test)
        return self._lay(split, encoding, steps)

    def single(self, encoding: Encoding, steps: Sequence[Step] = ()) -> Laid:
        """Encode what a training learns that keeps the test part for its judgement."""
        return self._lay(self.prepared.split, encoding, steps)

    def _lay(self, split: Split, encoding: Encoding, steps: Sequence[Step]) -> Laid:
        own = replace(self.prepared, split=split)
        return lay(own, encoding, steps, self._rng(len(self.folds)))

    def _rng(self, place: int) -> np.random.Generator:
        """Give the chance of what goes first, the same wherever these rows are laid."""
        import numpy as np

        return np.random.default_rng([self.seed, place, len(self.first)])

    @property
    def judging(self) -> Rows:
        """The rows by which what comes of the trials is judged: test part, or held by folds."""
        import numpy as np

        if not self.is_judged_by_folds or self.prepared.recipe is not None:
            return self.prepared.split.test
        return np.concatenate([fold.split.test for fold in self.folds])

    def held_truth(self) -> npt.NDArray[Any]:
        """Give the target of the rows that the folds hold back, fold after fold."""
        import numpy as np

        truth: npt.NDArray[Any] = np.concatenate([fold.held_truth for fold in self.folds])
        return truth

    def held_weights(self) -> npt.NDArray[Any] | None:
        """Give how much each of these rows counts; None where all count alike."""
        import numpy as np

        weights = [fold.prepared.test_weights() for fold in self.folds]
        known = [one for one in weights if one is not None]
        return np.concatenate(known) if known else None

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
        """Rows that one score judges, to rows that were learned from for it; the mean of folds."""
        ratios = [
            len(fold.parts[0]) / max(1, len(fold.split.train) + len(fold.split.validation))
            for fold in self.folds
        ]
        return sum(ratios) / len(ratios)

    def data(self, place: int, encoding: Encoding, steps: Sequence[Step] = ()) -> FoldData:
        """Encode a fold at once, see `laying`."""
        return at_once(self.laying(place, encoding, steps))

    def laying(
        self, place: int, encoding: Encoding, steps: Sequence[Step] = ()
    ) -> Generator[float, None, FoldData]:
        """Encode a fold, telling how much of what goes first is fitted; close it to stop.

        What was encoded lately is kept, within a bound.
        """
        key = place, encoding, to_json([asdict(step) for step in steps])
        if key not in self._kept:
            own = self.folds[place].prepared
            laid = yield from laying(own, encoding, steps, self._rng(place))
            features, _ = laid.prepared.test_part(laid.preprocess)
            self._kept[key] = FoldData(laid, laid.transform(features))
            while len(self._kept) > 1 and self._kept_bytes() > _KEPT_BYTES:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _kept_bytes(self) -> int:
        return sum(data.size_bytes for data in self._kept.values())


def _facing(prepared: Prepared, place: int) -> Prepared:
    """Give prepared rows with one of several targets as the only one."""
    names = prepared.task.targets or ()
    return prepared.facing(names[place], (prepared.target, *prepared.others)[place])


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
    recipe: TrainingRecipe | None = None,
    first: tuple[str, ...] = (),
) -> Ground:
    """Set the test part of a table aside and split the rest into folds.

    Without ``hold_out`` nothing is set aside: what the folds say of the rows that they hold back
    is all there is to judge by. The algorithms ``first`` go before every learner.
    With a ``recipe`` the frame is that of the recipe, or its columns that split rows; what it
    learns it learns anew from the training rows of every fold. Raises `AppError` where the table
    or the task cannot be used.
    """
    import numpy as np

    split_seed, _, fold_seed = np.random.SeedSequence(seed).spawn(3)
    prepared = prepare(frame, task, _SHARES, np.random.default_rng(split_seed), recipe, seed)
    is_fitted = recipe is not None and bool(recipe.behind)
    named = frame.set_axis([str(name) for name in frame.columns], axis=1)
    target, split = prepared.target, prepared.split
    if is_fitted:
        # Fitted on other rows a recipe may leave others out: folds are made of all there are.
        target = weigh(read_target(named, str(task.target), task.kind), named, task)
        split = _split_as_prepared(named, target, task, np.random.default_rng(split_seed))
    rest = _rest(named, task, target, split, hold_out=hold_out)
    count = n_folds or usual_folds(len(target.values))
    splits, notes = deal(rest, count, np.random.default_rng(fold_seed))
    for one in splits if task.targets else ():
        require_trained((target, *prepared.others), one.train, task.targets or ())
    tables = [replace(prepared, split=one) for one in splits]
    if is_fitted and recipe is not None:
        groups = groups_of(named.iloc[target.rows].reset_index(drop=True), task.group)
        tables = _fit_recipe(recipe, task, target, splits, seed, groups, notes)
    folds = tuple(_fold(one, n_parts=HOLD_OUT_PARTS if count == 1 else 1) for one in tables)
    notes += _tell_of_one_class(folds, task)
    learns_anew = is_fitted or task.time is not None
    return Ground(prepared, folds, not hold_out, learns_anew, tuple(notes), first, seed)


def _tell_of_one_class(folds: tuple[Fold, ...], task: Task) -> list[str]:
    """Say where the rows held back are all of one class, and what that means."""
    alike = sum(any(one.min() == one.max() for one in fold.truths) for fold in folds)
    if task.kind != "classification" or not alike:
        return []
    where = f"In {alike} of {len(folds)} folds" if alike < len(folds) else "In every fold"
    return [
        f"{where} the rows held back are all of one class, and an AUC tells nothing there. Seek "
        "another metric, or split the rows in another way."
    ]


def _split_as_prepared(
    named: pd.DataFrame, target: Target, task: Task, rng: np.random.Generator
) -> Split:
    """Split all rows as `prepare` does before a recipe leaves some of them out."""
    rows = named.iloc[target.rows].reset_index(drop=True)
    return split_rows(
        target.values,
        classes=task.kind == "classification",
        shares=_SHARES,
        rng=rng,
        groups=groups_of(rows, task.group),
        when=order_of(rows, task.time),
    )


def _rest(named: pd.DataFrame, task: Task, target: Target, split: Split, *, hold_out: bool) -> Rest:
    """Give the rows to make folds of, with what decides where they go."""
    import numpy as np

    parts = [split.train, split.validation] + ([] if hold_out else [split.test])
    rest = np.sort(np.concatenate(parts))
    rows = named.iloc[target.rows[rest]].reset_index(drop=True)
    is_classes = task.kind == "classification"
    labels = target.values[rest] if is_classes else np.zeros(len(rest), dtype=np.int64)
    return Rest(rest, labels, groups_of(rows, task.group), order_of(rows, task.time))


def _fit_recipe(
    recipe: TrainingRecipe,
    task: Task,
    target: Target,
    splits: list[Split],
    seed: int,
    groups: npt.NDArray[Any] | None,
    notes: list[str],
) -> list[Prepared]:
    """Fit a recipe on the training rows of each fold; a fold that it fails on is left out."""
    tables: list[Prepared] = []
    first: AppError | None = None
    for place, split in enumerate(splits, start=1):
        try:
            tables.append(with_recipe(recipe, task, target, split, seed, groups))
        except AppError as failed:
            first = first or failed
            notes.append(f"Fold {place} was left out: {failed.message}")
    if not tables and first is not None:
        raise first
    return tables


def _fold(prepared: Prepared, n_parts: int) -> Fold:
    import numpy as np

    places = np.arange(len(prepared.split.test))
    return Fold(prepared, tuple(places[part::n_parts] for part in range(n_parts)))
