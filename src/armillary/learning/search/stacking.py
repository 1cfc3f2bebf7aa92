"""Stacking the best trials: weights found on rows of other folds, judged on the test part.

Each member predicts every fold after learning the others; the weights are those, none negative and
one in sum, with which these predictions come nearest to the truth. Members then learn the training
part, as a training of their own would, and the sum is compared with the first of them on rows that
neither trials nor weights have seen.

**Source**: Wolpert (1992), Stacked generalization; Breiman (1996), Stacked regressions.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning import metrics
from armillary.learning.algorithms import get_algorithm
from armillary.learning.contract import ONE_THREAD, Encoding, Machine, Predictor, Table
from armillary.learning.model import FittedModel
from armillary.learning.preprocess import Preprocess
from armillary.learning.search.ground import Ground
from armillary.learning.stacked import STACK, Member, StackedPredictor, algorithm_name

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

_SUM_WEIGHT = 1e3
_LEAST_WEIGHT = 0.01
_BEYOND_NOISE = 1.96


@dataclass(frozen=True)
class Stacked:
    """What came of it; ``t`` is the gain over the best member in standard errors."""

    model: FittedModel
    weights: tuple[float, ...]
    gain: float
    t: float

    @property
    def is_better(self) -> bool:
        """Whether it beats the best member beyond noise."""
        return self.t > _BEYOND_NOISE


Choice = tuple[str, Mapping[str, Any]]
Stacking = Generator[float, None, Stacked | None]


def stack(
    ground: Ground, choices: Sequence[Choice], seed: int, machine: Machine = ONE_THREAD
) -> Stacking:
    """Stack the choices, the best of them first, yielding how much is done.

    Gives None where the weights leave one member alone.
    """
    import numpy as np

    total = len(choices) * (len(ground.folds) + 1)
    done = 0
    held: list[Matrix] = []
    for choice in choices:
        parts = []
        for place in range(len(ground.folds)):
            encoding = get_algorithm(choice[0]).encoding
            data = ground.data(place, encoding)
            predictor = yield from _learn(choice, data.table, [seed, place], machine, done / total)
            parts.append(predictor.predict(data.held_features))
            done += 1
        held.append(np.concatenate(parts))
    rows = np.concatenate([fold.split.test for fold in ground.folds])
    truth = ground.prepared.target.values[rows]
    weights = find_weights(held, truth, ground.task.classes is not None)
    kept = [place for place, weight in enumerate(weights) if weight >= _LEAST_WEIGHT]
    if len(kept) < 2:
        return None
    members = []
    for place in dict.fromkeys([0, *kept]):
        preprocess = ground.prepared.learn_preprocess(get_algorithm(choices[place][0]).encoding)
        table = ground.prepared.table(preprocess)
        predictor = yield from _learn(choices[place], table, [seed, 0], machine, done / total)
        members.append((place, preprocess, predictor))
        done += 1
    return _judge(ground, choices, weights, members, seed)


def find_weights(held: Sequence[Matrix], truth: Matrix, is_classes: bool) -> list[float]:
    """Give the weights, none negative and one in sum, with the least squared error."""
    import numpy as np
    from scipy.optimize import nnls

    if is_classes:
        target = np.zeros_like(held[0])
        target[np.arange(len(truth)), truth] = 1.0
    else:
        target = truth
    columns = np.column_stack([one.ravel() for one in held])
    scale = float(np.abs(columns).max()) or 1.0
    heavy = scale * _SUM_WEIGHT * math.sqrt(len(columns))
    matrix = np.vstack([columns, np.full((1, len(held)), heavy)])
    solution, _ = nnls(matrix, np.append(target.ravel(), heavy))
    total = float(solution.sum())
    return [float(weight) / total for weight in solution]


def _learn(
    choice: Choice, table: Table, seed: Sequence[int], machine: Machine, done: float
) -> Generator[float, None, Predictor]:
    import numpy as np

    algorithm_id, values = choice
    rng = np.random.default_rng(list(seed))
    training = get_algorithm(algorithm_id).train(table, values, rng, machine=machine)
    last = None
    try:
        for snapshot in training:
            last = snapshot
            yield done
    finally:
        training.close()
    assert last is not None
    return last.predictor()


def _judge(
    ground: Ground,
    choices: Sequence[Choice],
    weights: Sequence[float],
    learned: Sequence[tuple[int, Preprocess, Predictor]],
    seed: int,
) -> Stacked:
    """Put the members together and compare them with the first on the test part."""
    best = learned[0]
    used = [one for one in learned if weights[one[0]] >= _LEAST_WEIGHT]
    preprocess = Preprocess(
        Encoding(missing="keep"), tuple(column for _, own, _ in used for column in own.columns)
    )
    share = sum(weights[place] for place, _, _ in used)
    members, first = [], 0
    for place, own, _ in used:
        end = first + len(own.output_names())
        weight = weights[place] / share
        members.append(Member(choices[place][0], weight, first, end, own.encoding.dtype))
        first = end
    predictor = StackedPredictor(members, [one for _, _, one in used])
    prepared = ground.prepared
    features, target = prepared.test_part(preprocess)
    single = best[2].predict(prepared.test_part(best[1])[0])
    gain, t = _compare(target, predictor.predict(features), single, ground.task.classes is not None)
    evaluation = metrics.evaluate(target, predictor.predict(features), ground.task.classes)
    importance = metrics.feature_importance(
        predictor, features, target, preprocess.sources(), prepared.task.kind
    )
    model = FittedModel(
        algorithm=STACK,
        params=_described(choices, [place for place, _, _ in used], members),
        task=prepared.task,
        seed=seed,
        preprocess=preprocess,
        predictor=predictor,
        evaluation=evaluation
        | {
            "part": "test",
            "split": prepared.split.sizes(),
            "feature_importance": importance,
        },
        schema_hash=preprocess.schema_hash(),
        data_hash=prepared.data_hash,
        proof_rows=prepared.proof_rows(preprocess),
    )
    return Stacked(model, tuple(weights), gain, t)


def _compare(
    target: Matrix, stacked: Matrix, single: Matrix, is_classes: bool
) -> tuple[float, float]:
    """Give by how much the mean loss of a row falls, and that in standard errors."""
    import numpy as np

    losses: list[Matrix] = []
    for output in (single, stacked):
        if is_classes:
            of_truth = output[np.arange(len(target)), target] / output.sum(axis=1)
            losses.append(-np.log(np.clip(of_truth, 1e-15, 1.0)))
        else:
            losses.append(np.square(output - target, dtype=np.float64))
    differences = losses[0] - losses[1]
    gain = float(differences.mean())
    error = float(differences.std(ddof=1)) / math.sqrt(len(differences))
    return gain, gain / error if error > 0 else 0.0


def _described(
    choices: Sequence[Choice], places: Sequence[int], members: Sequence[Member]
) -> dict[str, Any]:
    """Say in words what the members are; the manifest's weights say it to the bit."""
    described = {}
    for number, (place, member) in enumerate(zip(places, members, strict=True), start=1):
        values = ", ".join(f"{name} {value}" for name, value in choices[place][1].items())
        name = algorithm_name(member.algorithm_id)
        described[f"member_{number}"] = f"{member.weight:.3f} × {name}: {values}"
    return described


def choose_members(ranked: Sequence[Choice], most: int = 3) -> list[Choice]:
    """Choose what to stack: the best, then the best of each other algorithm, then the next best.

    Members that err differently gain most from being added up.
    """
    chosen = list(ranked[:1])
    for choice in ranked:
        if choice[0] not in {name for name, _ in chosen}:
            chosen.append(choice)
    chosen += [choice for choice in ranked if choice not in chosen]
    return chosen[:most]
