"""Stacking the best trials: weights found on rows of other folds, judged on the test part.

Each candidate has predicted every fold after learning the others; the weights are those, none
negative and one in sum, with which these predictions come nearest to the truth. What the weights
leave goes into the sum: the models of a candidate's folds, or one that has learned everything
anew. How good that is, `armillary.learning.search.summing` says.

**Source**: Wolpert (1992), Stacked generalization; Breiman (1996), Stacked regressions.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.contract import ONE_THREAD, Machine, Predictor, Table
from armillary.learning.preprocess import Preprocess
from armillary.learning.search.bags import Bag, FoldModel, is_steered
from armillary.learning.search.ground import Ground
from armillary.learning.search.summing import Addend, Sum, Summed, judge

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

MOST_CANDIDATES = 8
_ROWS_FOR_EACH = 150
_SUM_WEIGHT = 1e3
_LEAST_WEIGHT = 0.02


@dataclass(frozen=True)
class Candidate:
    """A trial that may go into the sum, with what it has left; without that it learns anew."""

    algorithm_id: str
    values: Mapping[str, Any]
    bag: Bag | None = None


Stacking = Generator[float, None, Summed]
_Learned = tuple[Preprocess, Predictor]


def stack(
    ground: Ground,
    candidates: Sequence[Candidate],
    seed: int,
    machine: Machine = ONE_THREAD,
    *,
    in_haste: bool = False,
) -> Stacking:
    """Stack the candidates, the best of them first, yielding how much is done.

    On the test part it has to beat the best candidate alone, which is learned here as a training
    of its own would. ``in_haste`` no other is learned of which there are models.
    """
    run = _Stack(ground, candidates[: most_candidates(ground)], seed, machine, in_haste=in_haste)
    bags = yield from run.bags()
    held = [_joined(bag.outputs) for bag in bags]
    is_classes, counts = ground.task.classes is not None, ground.held_weights()
    weights = find_weights(held, ground.held_truth(), is_classes, counts)
    addends = yield from run.addends(bags, weights)
    found = Sum(tuple(addends), _weighed(held, weights), held[0])
    if ground.is_judged_by_folds:
        return judge(ground, found, weights, seed, None)
    return judge(ground, found, weights, seed, (yield from run.single()))


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
        *,
        in_haste: bool,
    ) -> None:
        self._in_haste = in_haste
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
        self, bags: Sequence[Bag], weights: Sequence[float]
    ) -> Generator[float, None, list[Addend]]:
        """Give the models that weigh something."""
        addends: list[Addend] = []
        for one, bag, weight in zip(self._candidates, bags, weights, strict=True):
            if weight:
                is_ready = self._is_ready(one, bag)
                models = bag.models if is_ready else (yield from self._learn_whole(one))
                share = weight / len(models)
                addends += [Addend(one.algorithm_id, one.values, share, *each) for each in models]
            yield self._step()
        return addends

    def _is_ready(self, one: Candidate, bag: Bag) -> bool:
        """Whether what the folds have learned goes into the sum."""
        if self._ground.learns_anew or not bag.models:
            return False
        return self._in_haste or is_steered(one.algorithm_id)

    def single(self) -> Generator[float, None, _Learned]:
        """Learn the best candidate as a training of its own would."""
        best, prepared = self._candidates[0], self._ground.prepared
        preprocess = prepared.learn_preprocess(get_algorithm(best.algorithm_id).encoding)
        table = prepared.table(preprocess)
        return preprocess, (yield from self._learn(best, table, 0))

    def _learn_folds(self, one: Candidate) -> Generator[float, None, Bag]:
        folds = []
        for place in range(len(self._ground.folds)):
            data = self._ground.data(place, get_algorithm(one.algorithm_id).encoding)
            predictor = yield from self._learn(one, data.table, place)
            output = predictor.predict(data.held_features)
            folds.append(FoldModel(data.preprocess, predictor, output))
        return Bag.of(folds)

    def _learn_whole(self, one: Candidate) -> Generator[float, None, Sequence[_Learned]]:
        ground, encoding = self._ground, get_algorithm(one.algorithm_id).encoding
        split = ground.steered if is_steered(one.algorithm_id) else ground.whole
        preprocess, table = split(encoding)
        return [(preprocess, (yield from self._learn(one, table, 0)))]

    def _learn(self, one: Candidate, table: Table, place: int) -> Generator[float, None, Predictor]:
        import numpy as np

        rng = np.random.default_rng([self._seed, place])
        algorithm = get_algorithm(one.algorithm_id)
        training = algorithm.train(table, one.values, rng, machine=self._machine)
        last = None
        try:
            for snapshot in training:
                last = snapshot
                yield self._share
        finally:
            training.close()
        assert last is not None
        return last.predictor()

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


def _joined(outputs: Sequence[Matrix]) -> Matrix:
    import numpy as np

    return np.concatenate(outputs)


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
