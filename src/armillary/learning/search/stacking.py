"""Stacking the best trials: weights found on rows of other folds, judged on the test part.

Each candidate has predicted every fold after learning the others; the weights are those, none
negative and one in sum, with which these predictions come nearest to the truth. What the weights
leave goes into the sum: the models of a candidate's folds, or one that has learned everything
anew. How good that is, `armillary.learning.search.summing` says.

**Source**: Wolpert (1992), Stacked generalization; Breiman (1996), Stacked regressions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.chain import Step
from armillary.learning.contract import ONE_THREAD, Encoding, Machine, Predictor
from armillary.learning.encodings import encoding_of
from armillary.learning.preprocess import Preprocess
from armillary.learning.search.bags import Bag, FoldModel, is_steered
from armillary.learning.search.before import split_values
from armillary.learning.search.ground import Ground
from armillary.learning.search.laying import Laid
from armillary.learning.search.origins import Origin, Part, origin_of_all, origin_of_fold
from armillary.learning.search.summing import Addend, Sum, Summed, judge
from armillary.learning.several import apart

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

MOST_CANDIDATES = 8
_ROWS_FOR_EACH = 150
_SUM_WEIGHT = 1e3
_LEAST_WEIGHT = 0.02
SLOWER = 1.5
"""All rows take so many times as long to learn as those of a fold."""


@dataclass(frozen=True)
class Candidate:
    """A trial that may go into the sum, with what it has left; without that it learns anew.

    ``fold_s`` are the seconds in which it has learned one fold.
    """

    algorithm_id: str
    values: Mapping[str, Any]
    bag: Bag | None = None
    fold_s: float = 0.0


Stacking = Generator[float, None, Summed]
_Learned = tuple[Preprocess, Predictor]


def stack(
    ground: Ground,
    candidates: Sequence[Candidate],
    seed: int,
    machine: Machine = ONE_THREAD,
    *,
    spare_s: float = math.inf,
) -> Stacking:
    """Stack the candidates, the best of them first, yielding how much is done.

    On the test part it has to beat the best candidate alone, which is learned here as a training
    of its own would. Others of which there are models are learned anew as long as that takes less
    than some spare seconds.
    """
    run = _Stack(ground, candidates[: most_candidates(ground)], seed, machine, spare_s)
    bags = yield from run.bags()
    held = _held(ground, bags)
    counts = ground.held_weights()
    weights = [
        find_weights(own, face.held_truth(), ground.is_classes, counts)
        for face, own in zip(ground.faces(), held, strict=True)
    ]
    addends = yield from run.addends(bags, list(zip(*weights, strict=True)))
    sums = [_weighed(own, each) for own, each in zip(held, weights, strict=True)]
    found = Sum(tuple(addends), tuple(sums), tuple(own[0] for own in held))
    means = [fmean(each) for each in zip(*weights, strict=True)]
    if ground.is_judged_by_folds:
        return judge(ground, found, means, seed, None)
    return judge(ground, found, means, seed, (yield from run.single()))


def most_candidates(ground: Ground) -> int:
    """Say how many may be weighed: few where there are few rows to find the weights with."""
    return min(MOST_CANDIDATES, max(2, len(ground.learned) // _ROWS_FOR_EACH))


class _Stack:
    """What has to be learned for a sum, and how much of it is done."""

    def __init__(
        self,
        ground: Ground,
        candidates: Sequence[Candidate],
        seed: int,
        machine: Machine,
        spare_s: float,
    ) -> None:
        self._spare_s = spare_s
        self._ground, self._candidates = ground, candidates
        self._seed, self._machine = seed, machine
        self._done, self._total = 0, 2 * len(candidates) + 1

    def bags(self) -> Generator[float, None, list[Bag]]:
        """Give what each candidate has left, learning the folds of those that have nothing."""
        bags = []
        for one in self._candidates:
            bags.append(one.bag or (yield from self._learn_folds(one)))
            yield self._step()
        return bags

    def addends(
        self, bags: Sequence[Bag], weights: Sequence[Sequence[float]]
    ) -> Generator[float, None, list[Addend]]:
        """Give the models that weigh something; each candidate has a weight for every target."""
        addends: list[Addend] = []
        for one, bag, own in zip(self._candidates, bags, weights, strict=True):
            if any(own):
                is_ready = self._is_ready(one, bag)
                models = bag.models if is_ready else (yield from self._learn_whole(one))
                origins = self._origins(one, len(models), is_ready=is_ready)
                share = tuple(weight / len(models) for weight in own)
                addends += [
                    Addend(one.algorithm_id, one.values, share, origin, *each)
                    for origin, each in zip(origins, models, strict=True)
                ]
            yield self._step()
        return addends

    def _is_ready(self, one: Candidate, bag: Bag) -> bool:
        """Whether what the folds have learned goes into the sum."""
        if self._ground.learns_anew or not bag.models:
            return False
        if is_steered(one.algorithm_id):
            return True
        whole_s = SLOWER * one.fold_s
        if whole_s >= self._spare_s:
            return True
        self._spare_s -= whole_s
        return False

    def _origins(self, one: Candidate, count: int, *, is_ready: bool) -> list[Origin]:
        """Say where the models of a candidate come from: its folds, or one learning of it all."""
        own, _ = split_values(self._ground.first, one.values)
        if is_ready:
            return [origin_of_fold(self._ground, own, self._seed, place) for place in range(count)]
        part: Part = "steered" if is_steered(one.algorithm_id) else "whole"
        return [origin_of_all(self._ground, own, self._seed, part)]

    def single(self) -> Generator[float, None, _Learned]:
        """Learn the best candidate as a training of its own would."""
        best = self._candidates[0]
        return (yield from self._learn(best, self._ground.single, 0))

    def _learn_folds(self, one: Candidate) -> Generator[float, None, Bag]:
        folds = []
        for place in range(len(self._ground.folds)):
            preprocess, whole = yield from self._learn(one, partial(self._lay_fold, place), place)
            features, _ = self._ground.folds[place].prepared.test_part(preprocess)
            folds.append(FoldModel(preprocess, whole, whole.predict(features)))
        return Bag.of(folds)

    def _lay_fold(self, place: int, encoding: Encoding, steps: Sequence[Step]) -> Laid:
        return self._ground.data(place, encoding, steps).laid

    def _learn_whole(self, one: Candidate) -> Generator[float, None, Sequence[_Learned]]:
        ground = self._ground
        how = ground.steered if is_steered(one.algorithm_id) else ground.whole
        return [(yield from self._learn(one, how, 0))]

    def _learn(
        self, one: Candidate, how: Callable[[Encoding, Sequence[Step]], Laid], place: int
    ) -> Generator[float, None, _Learned]:
        """Learn a candidate on rows laid somehow; what goes before it is part of what comes."""
        import numpy as np

        own, steps = split_values(self._ground.first, one.values)
        laid = how(encoding_of(get_algorithm(one.algorithm_id), own), steps)
        rng = np.random.default_rng([self._seed, place])
        training = laid.train(one.algorithm_id, own, rng, self._machine)
        last = None
        try:
            for snapshot in training:
                last = snapshot
                yield self._share
        finally:
            training.close()
        assert last is not None
        return laid.preprocess, laid.whole(last.predictor())

    @property
    def _share(self) -> float:
        return self._done / self._total

    def _step(self) -> float:
        self._done += 1
        return self._share


def _weighed(held: Sequence[Matrix], weights: Sequence[float]) -> Matrix:
    import numpy as np

    total: Matrix = np.tensordot(np.array(weights), np.stack(held), axes=1)
    return total


def _held(ground: Ground, bags: Sequence[Bag]) -> list[list[Matrix]]:
    """Give what every candidate says of the rows held back, target by target."""
    import numpy as np

    joined = [np.concatenate(bag.outputs) for bag in bags]
    said = [apart(ground.task, output) for output in joined]
    return [list(own) for own in zip(*said, strict=True)]


def find_weights(
    held: Sequence[Matrix], truth: Matrix, is_classes: bool, counts: Matrix | None = None
) -> list[float]:
    """Give the weights, none negative and one in sum, with the least squared error.

    Rows count as ``counts`` (n_rows,) says. Candidates that would hardly weigh are nothing.
    """
    import numpy as np

    if is_classes:
        target = np.zeros_like(held[0])
        target[np.arange(len(truth)), truth] = 1.0
    else:
        target = truth
    columns, sought = np.column_stack([one.ravel() for one in held]), target.ravel()
    if counts is not None:
        root = np.sqrt(counts / counts.mean()).repeat(held[0].size // len(truth))
        columns, sought = columns * root[:, None], sought * root
    kept = np.flatnonzero(_least_squares(columns, sought) >= _LEAST_WEIGHT)
    weights = np.zeros(len(held))
    weights[kept] = _least_squares(columns[:, kept], sought)
    return [float(weight) for weight in weights]


def _least_squares(columns: Matrix, target: Matrix) -> Matrix:
    import numpy as np
    from scipy.optimize import nnls

    scale = float(np.abs(columns).max()) or 1.0
    heavy = scale * _SUM_WEIGHT * math.sqrt(len(columns))
    matrix = np.vstack([columns, np.full((1, columns.shape[1]), heavy)])
    solution, _ = nnls(matrix, np.append(target, heavy))
    weights: Matrix = solution / solution.sum()
    return weights


Choice = tuple[str, Mapping[str, Any]]


def choose_members(ranked: Sequence[Choice], most: int = MOST_CANDIDATES) -> list[Choice]:
    """Choose what to stack: the best, then the best of each other algorithm, then the next best.

    Members that err differently gain most from being added up.
    """
    chosen = list(ranked[:1])
    for choice in ranked:
        if choice[0] not in {name for name, _ in chosen}:
            chosen.append(choice)
    chosen += [choice for choice in ranked if choice not in chosen]
    return chosen[:most]
