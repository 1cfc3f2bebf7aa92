"""The weighted sum of models as one model, and how much better it is than the best of them.

It is compared with a single model on rows that neither trials nor weights have seen. Where no rows
were kept from the trials, what the folds say of theirs is all there is to judge by.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.learning import metrics
from armillary.learning.contract import Encoding, Predictor
from armillary.learning.model import FittedModel
from armillary.learning.preprocess import Preprocess
from armillary.learning.scores import judge_rows
from armillary.learning.scores.given import judged_of
from armillary.learning.scores.rows import JudgedRows, judged_rows, known_of
from armillary.learning.search.ground import Ground
from armillary.learning.stacked import STACK, Member, StackedPredictor, algorithm_name

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

_BEYOND_NOISE = 1.96
_IMPORTANCE_ROWS = 200


@dataclass(frozen=True)
class Addend:
    """One model of a sum, the algorithm and values it comes from, and its weight."""

    algorithm_id: str
    values: Mapping[str, Any]
    weight: float
    preprocess: Preprocess
    predictor: Predictor


@dataclass(frozen=True)
class Sum:
    """Models that are added up; ``held`` is what the sum says of the rows of the folds.

    ``held_of_best`` is what the best of its candidates says of them.
    """

    addends: tuple[Addend, ...]
    held: Matrix
    held_of_best: Matrix


@dataclass(frozen=True)
class Summed:
    """What came of it; ``t`` is the gain over a single model in standard errors."""

    model: FittedModel
    weights: tuple[float, ...]
    gain: float
    t: float
    is_better: bool


def judge(
    ground: Ground,
    found: Sum,
    weights: Sequence[float],
    seed: int,
    single: tuple[Preprocess, Predictor] | None,
) -> Summed:
    """Make a sum one model and compare it with a single one."""
    preprocess, predictor = _put_together(found.addends)
    is_classes = ground.task.classes is not None
    if single is None:
        truth, output, other = ground.held_truth(), found.held, found.held_of_best
        counts = ground.held_weights()
    else:
        counts = ground.prepared.test_weights()
        features, truth = ground.prepared.test_part(preprocess)
        output = predictor.predict(features)
        other = single[1].predict(ground.prepared.test_part(single[0])[0])
    gain, t = _compare(truth, output, other, is_classes, counts)
    # Of a sum that was judged on folds, the models have learned from more rows than a single one.
    is_better = gain >= 0 if single is None else t > _BEYOND_NOISE
    evaluation = metrics.evaluate(truth, output, ground.task.classes, counts)
    rows = _judged_rows(ground, output, preprocess)
    known = None if single is None else known_of(ground.prepared, preprocess, features)
    evaluation["scores"] = judge_rows(rows.judged, known, _told(ground, rows))
    model = _to_model(ground, found.addends, preprocess, predictor, evaluation, seed)
    model = replace(model, judged={str(ground.task.target): rows})
    return Summed(model, tuple(weights), gain, t, is_better)


def _judged_rows(ground: Ground, output: Matrix, preprocess: Preprocess) -> JudgedRows:
    """Give the rows that a sum is judged by with what it says of them."""
    import numpy as np

    n_features = len(preprocess.output_names())
    if not ground.is_judged_by_folds:
        return judged_rows(ground.prepared, output, n_features)
    # With a recipe every fold has rows of its own, in an order of its own.
    held = [(fold.prepared, fold.split.test) for fold in ground.folds]
    groups = [own.groups[rows] for own, rows in held if own.groups is not None]
    judged, warnings = judged_of(
        ground.held_truth(),
        output,
        ground.task.classes,
        np.concatenate(groups) if groups else None,
        n_features,
        ground.held_weights(),
    )
    places = np.concatenate([own.target.rows[rows] for own, rows in held])
    return JudgedRows(judged, places, ground.prepared.recipe is None, warnings)


def _told(ground: Ground, rows: JudgedRows) -> tuple[str, ...]:
    if not ground.is_judged_by_folds:
        return rows.warnings
    return (
        *rows.warnings,
        "No rows were kept from the search: its folds chose the members and their weights, so "
        "these scores are somewhat too good.",
    )


def _put_together(addends: Sequence[Addend]) -> tuple[Preprocess, StackedPredictor]:
    """Lay the columns of all beside one another; those that are encoded alike share theirs."""
    columns: list[Any] = []
    places: list[tuple[Preprocess, int, int]] = []
    members = []
    for one in addends:
        own = one.preprocess
        place = next(((first, end) for known, first, end in places if known == own), None)
        if place is None:
            first = places[-1][2] if places else 0
            place = first, first + len(own.output_names())
            places.append((own, *place))
            columns += own.columns
        members.append(Member(one.algorithm_id, one.weight, *place, own.encoding.dtype))
    preprocess = Preprocess(Encoding(missing="keep"), tuple(columns))
    return preprocess, StackedPredictor(members, [one.predictor for one in addends])


def _compare(
    target: Matrix, stacked: Matrix, single: Matrix, is_classes: bool, counts: Matrix | None
) -> tuple[float, float]:
    """Give by how much the mean loss of a row falls, and that in standard errors.

    Rows count as ``counts`` (n_rows,) says, all alike where that is None.
    """
    import numpy as np

    losses: list[Matrix] = []
    for output in (single, stacked):
        if is_classes:
            of_truth = output[np.arange(len(target)), target] / output.sum(axis=1)
            losses.append(-np.log(np.clip(of_truth, 1e-15, 1.0)))
        else:
            losses.append(np.square(output - target, dtype=np.float64))
    differences = losses[0] - losses[1]
    if counts is not None:
        differences = differences * (counts / counts.mean())
    gain = float(differences.mean())
    error = float(differences.std(ddof=1)) / math.sqrt(len(differences))
    return gain, gain / error if error > 0 else 0.0


def _to_model(
    ground: Ground,
    addends: Sequence[Addend],
    preprocess: Preprocess,
    predictor: StackedPredictor,
    evaluation: Mapping[str, Any],
    seed: int,
) -> FittedModel:
    prepared, rows = ground.prepared, ground.judging[:_IMPORTANCE_ROWS]
    importance = metrics.feature_importance(
        predictor,
        preprocess.encode(prepared.frame.iloc[rows]),
        prepared.target.values[rows],
        preprocess.sources(),
        prepared.task.kind,
    )
    part = "folds" if ground.is_judged_by_folds else "test"
    return FittedModel(
        algorithm=STACK,
        params=_described(addends),
        task=prepared.task,
        seed=seed,
        preprocess=preprocess,
        predictor=predictor,
        evaluation={
            **evaluation,
            "part": part,
            "split": ground.sizes(),
            "feature_importance": importance,
            "weighted_by": prepared.task.weight,
        },
        schema_hash=preprocess.schema_hash(),
        data_hash=prepared.data_hash,
        proof_rows=prepared.proof_rows(preprocess),
        recipe=prepared.recipe,
    )


def _described(addends: Sequence[Addend]) -> dict[str, Any]:
    """Say in words what the members are; the manifest's weights say it to the bit."""
    members: dict[str, list[Addend]] = {}
    for one in addends:
        members.setdefault(f"{one.algorithm_id} {one.values}", []).append(one)
    described = {}
    for number, models in enumerate(members.values(), start=1):
        values = ", ".join(f"{name} {value}" for name, value in models[0].values.items())
        many = f" ({len(models)} models)" if len(models) > 1 else ""
        name = algorithm_name(models[0].algorithm_id)
        weight = sum(one.weight for one in models)
        described[f"member_{number}"] = f"{weight:.3f} × {name}{many}: {values}"
    return described
