"""The weighted sum of models as one model, and how much better it is than the best of them.

It is compared with a single model on rows that neither trials nor weights have seen. Where no rows
were kept from the trials, what the folds say of theirs is all there is to judge by.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, Any

from armillary.learning import conformal, metrics, several
from armillary.learning.chain import Chained
from armillary.learning.conformal import Conformal
from armillary.learning.contract import Encoding, Predictor
from armillary.learning.model import FittedModel
from armillary.learning.preprocess import Preprocess
from armillary.learning.scores import judge_rows
from armillary.learning.scores.given import judged_of
from armillary.learning.scores.rows import JudgedRows, judged_rows, known_of
from armillary.learning.search.ground import Ground
from armillary.learning.search.origins import Origin
from armillary.learning.stacked import STACK, Member, StackedPredictor, algorithm_name

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

_BEYOND_NOISE = 1.96
_IMPORTANCE_ROWS = 200


@dataclass(frozen=True)
class Addend:
    """One model of a sum, the algorithm and values it comes from, and its weight by target.

    ``origin`` says by which rows and which chance it was learned.
    """

    algorithm_id: str
    values: Mapping[str, Any]
    weights: tuple[float, ...]
    origin: Origin
    preprocess: Preprocess
    predictor: Predictor


@dataclass(frozen=True)
class Sum:
    """Models that are added up; ``held`` is what the sum says of the rows of the folds.

    ``held_of_best`` is what the best of its candidates says of them; both by target.
    """

    addends: tuple[Addend, ...]
    held: tuple[Matrix, ...]
    held_of_best: tuple[Matrix, ...]


@dataclass(frozen=True)
class Summed:
    """What came of it; ``t`` is the gain over a single model in standard errors.

    ``held`` are the rows of the folds by target, with what the sum says of each by members that
    have not seen it.
    """

    model: FittedModel
    held: Mapping[str, JudgedRows]
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
    import numpy as np

    faces, names = ground.faces(), ground.task.targets
    preprocess, predictors = _put_together(found.addends, len(faces))
    judged = [
        _judge_face(face, found, place, preprocess, predictor, single)
        for place, (face, predictor) in enumerate(zip(faces, predictors, strict=True))
    ]
    counts = ground.held_weights() if single is None else ground.prepared.test_weights()
    gain, t = _compare(np.sum([one.losses for one in judged], axis=0), counts)
    # Of a sum that was judged on folds, the models have learned from more rows than a single one.
    is_better = gain >= 0 if single is None else t > _BEYOND_NOISE
    evaluation = judged[0].evaluation
    if names:
        each = [one.evaluation for one in judged]
        evaluation = metrics.summarise(dict(zip(names, each, strict=True)))
    predictor = several.Several(tuple(predictors)) if names else predictors[0]
    model = _to_model(ground, found.addends, preprocess, predictor, evaluation, seed)
    by_target = dict(zip(names or (str(ground.task.target),), judged, strict=True))
    model = replace(
        model,
        judged={name: one.rows for name, one in by_target.items()},
        conformal={name: one.reach for name, one in by_target.items() if one.reach is not None},
    )
    held = {name: one.held for name, one in by_target.items()}
    return Summed(model, held, tuple(weights), gain, t, is_better)


@dataclass(frozen=True)
class _JudgedFace:
    """One target of a sum as it was judged; ``losses`` are a single model's less its own (n,).

    ``held`` are the rows of the folds, by which ``reach`` was learned where ``rows`` are others.
    """

    evaluation: dict[str, Any]
    rows: JudgedRows
    held: JudgedRows
    reach: Conformal | None
    losses: Matrix


def _judge_face(
    ground: Ground,
    found: Sum,
    place: int,
    preprocess: Preprocess,
    predictor: StackedPredictor,
    single: tuple[Preprocess, Predictor] | None,
) -> _JudgedFace:
    """Judge what predicts one target, on a ground that knows no other."""
    if single is None:
        truth, output, other = ground.held_truth(), found.held[place], found.held_of_best[place]
        counts, known = ground.held_weights(), None
    else:
        counts = ground.prepared.test_weights()
        features, truth = ground.prepared.test_part(preprocess)
        output = predictor.predict(features)
        other = _say(single, ground, place, len(found.held))
        known = known_of(ground.prepared, preprocess, features)
    evaluation = metrics.evaluate(truth, output, ground.task.classes, counts)
    n_features = len(preprocess.output_names())
    held = _held_rows(ground, found.held[place], n_features)
    rows = held if single is None else judged_rows(ground.prepared, output, n_features)
    evaluation |= {
        "part": "folds" if ground.is_judged_by_folds else "test",
        "feature_importance": _importance(ground, preprocess, predictor),
        "scores": judge_rows(rows.judged, known, _told(ground, rows)),
        "weighted_by": ground.task.weight,
    }
    # Only other rows than those of the folds verify what is learned from these.
    reach = None if rows is held else conformal.learn(held.judged)
    if reach is not None:
        evaluation["conformal"] = conformal.verify(reach, rows.judged)
    losses = _losses(truth, output, other, ground, len(found.held))
    return _JudgedFace(evaluation, rows, held, reach, losses)


def _say(single: tuple[Preprocess, Predictor], ground: Ground, place: int, count: int) -> Matrix:
    """Give what a single model says of the test part, of one of ``count`` targets."""
    preprocess, whole = single
    predictor = several.face(whole, place) if count > 1 else whole
    return predictor.predict(ground.prepared.test_part(preprocess)[0])


def _held_rows(ground: Ground, output: Matrix, n_features: int) -> JudgedRows:
    """Give the rows of the folds with what a sum says of them."""
    import numpy as np

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
        return (
            *rows.warnings,
            "These rows also told that the sum beats its best member, for only then it is kept; "
            "that makes its scores look a little better than they are.",
        )
    return (
        *rows.warnings,
        "No rows were kept from the search: its folds chose the members and their weights, so "
        "these scores are somewhat too good.",
    )


def _put_together(
    addends: Sequence[Addend], count: int
) -> tuple[Preprocess, list[StackedPredictor]]:
    """Give one encoding for all, and what predicts each of ``count`` targets.

    The columns of all lie beside one another; those that are encoded alike share theirs.
    """
    columns: list[Any] = []
    places: list[tuple[Preprocess, int, int]] = []
    for one in addends:
        own = one.preprocess
        if all(known != own for known, _, _ in places):
            first = places[-1][2] if places else 0
            places.append((own, first, first + len(own.output_names())))
            columns += own.columns
    where = [next((a, b) for known, a, b in places if known == one.preprocess) for one in addends]
    stacked = [_stack(addends, where, place, count) for place in range(count)]
    return Preprocess(Encoding(missing="keep"), tuple(columns)), stacked


def _stack(
    addends: Sequence[Addend], where: Sequence[tuple[int, int]], place: int, count: int
) -> StackedPredictor:
    """Add up what weighs something for one target."""
    members, predictors = [], []
    for one, columns in zip(addends, where, strict=True):
        if not one.weights[place]:
            continue
        predictor = several.face(one.predictor, place) if count > 1 else one.predictor
        links = predictor.links if isinstance(predictor, Chained) else ()
        first = [link.to_json() for link in links]
        dtype = one.preprocess.encoding.dtype
        learned = one.origin.to_json()
        weight = one.weights[place]
        members.append(Member(one.algorithm_id, weight, *columns, dtype, first, learned))
        predictors.append(predictor)
    return StackedPredictor(members, predictors)


def _losses(truth: Matrix, stacked: Matrix, single: Matrix, ground: Ground, count: int) -> Matrix:
    """Give by how much the loss of each row falls (n_rows,); several targets count alike."""
    import numpy as np

    losses: list[Matrix] = []
    for output in (single, stacked):
        if ground.is_classes:
            of_truth = output[np.arange(len(truth)), truth] / output.sum(axis=1)
            losses.append(-np.log(np.clip(of_truth, 1e-15, 1.0)))
        else:
            losses.append(np.square(output - truth, dtype=np.float64))
    scale = float(np.var(truth)) if count > 1 and not ground.is_classes else 1.0
    fallen: Matrix = (losses[0] - losses[1]) / (scale or 1.0) / count
    return fallen


def _compare(differences: Matrix, counts: Matrix | None) -> tuple[float, float]:
    """Give by how much the mean loss of a row falls, and that in standard errors.

    Rows count as ``counts`` (n_rows,) says, all alike where that is None.
    """
    if counts is not None:
        differences = differences * (counts / counts.mean())
    gain = float(differences.mean())
    error = float(differences.std(ddof=1)) / math.sqrt(len(differences))
    return gain, gain / error if error > 0 else 0.0


def _importance(ground: Ground, preprocess: Preprocess, predictor: Predictor) -> Any:
    prepared, rows = ground.prepared, ground.judging[:_IMPORTANCE_ROWS]
    return metrics.feature_importance(
        predictor,
        preprocess.encode(prepared.frame.iloc[rows]),
        prepared.target.values[rows],
        preprocess.sources(),
        prepared.task.kind,
    )


def _to_model(
    ground: Ground,
    addends: Sequence[Addend],
    preprocess: Preprocess,
    predictor: Predictor,
    evaluation: Mapping[str, Any],
    seed: int,
) -> FittedModel:
    prepared = ground.prepared
    return FittedModel(
        algorithm=STACK,
        params=_described(addends),
        task=prepared.task,
        seed=seed,
        preprocess=preprocess,
        predictor=predictor,
        evaluation={**evaluation, "split": ground.sizes()},
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
        values = ", ".join(f"{name} {_short(value)}" for name, value in models[0].values.items())
        many = f" ({len(models)} models)" if len(models) > 1 else ""
        name = algorithm_name(models[0].algorithm_id)
        weight = sum(fmean(one.weights) for one in models)
        described[f"member_{number}"] = f"{weight:.3f} × {name}{many}: {values}"
    return described


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
