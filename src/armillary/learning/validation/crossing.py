"""Learning fold after fold, and what the folds say together.

Folds share most of the rows that they learn from, so their scores resemble each other more than
their spread shows. The interval of the mean is therefore that of the corrected resampled t-test:
C. Nadeau and Y. Bengio, 2003; for repeated folds R. R. Bouckaert and E. Frank, 2004.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from armillary.base.passing import passed_on
from armillary.learning import chain, several
from armillary.learning.algorithms import get_algorithm
from armillary.learning.calibration import Method, innermost, with_innermost
from armillary.learning.contract import Machine, Predictor
from armillary.learning.encodings import encoding_of
from armillary.learning.judging import calibrate
from armillary.learning.linking import link, quietly
from armillary.learning.prepare import Prepared
from armillary.learning.preprocess import Preprocess
from armillary.learning.scores.block import estimates
from armillary.learning.scores.contract import LEVEL, Score
from armillary.learning.scores.rows import judged_rows
from armillary.learning.several import train_all
from armillary.learning.split import Split
from armillary.learning.validation.folds import Validation
from armillary.learning.validation.nesting import Learned, choose

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.recipe.training import TrainingRecipe

FoldScores = Mapping[str, float | None]


@dataclass(frozen=True)
class Crossing:
    """What is learned on each fold: an algorithm with its values, and what goes before it.

    The steps of a ``recipe`` that stand behind the split are fitted on each fold's own rows. With
    ``trials`` each fold searches its parameters anew, by so many settings.
    """

    prepared: Prepared
    algorithm_id: str
    params: Mapping[str, Any]
    first: Sequence[chain.Step]
    machine: Machine
    seed: int
    calibration: Method = "none"
    recipe: TrainingRecipe | None = None
    trials: int = 0


def cross(
    crossing: Crossing, splits: Sequence[Split], done: list[dict[str, Any]]
) -> Generator[float, None, None]:
    """Learn and judge every fold that is not ``done``, appending to it; yields the share done.

    Each fold learns its preparation, and what goes before the learner, from its own rows.
    """
    for place in range(len(done), len(splits)):
        learning = _learn(crossing, splits[place], place)
        part_of = partial(_part_of, place=place, count=len(splits))
        done.append((yield from passed_on(learning, part_of)))


def _part_of(share: float, *, place: int, count: int) -> float:
    """Give the share of one fold as that of all."""
    return (place + min(share, 1.0)) / count


def _learn(crossing: Crossing, split: Split, place: int) -> Generator[float, None, dict[str, Any]]:
    import numpy as np

    prepared = crossing.prepared.on(split, crossing.recipe, crossing.seed)
    rng = np.random.default_rng([crossing.seed, place])

    def learn(values: Mapping[str, Any]) -> Generator[float, None, Learned]:
        return _fit(crossing, prepared, values, rng)

    told = None
    if crossing.trials:
        name, given = crossing.algorithm_id, crossing.params
        learned, told = yield from choose(name, given, crossing.trials, prepared, rng, learn)
    else:
        learned = yield from learn(crossing.params)
    return _judge(crossing, prepared, *learned) | ({} if told is None else {"search": told})


def _fit(
    crossing: Crossing, prepared: Prepared, values: Mapping[str, Any], rng: np.random.Generator
) -> Generator[float, None, Learned]:
    algorithm, machine = get_algorithm(crossing.algorithm_id), crossing.machine
    encoding = encoding_of(algorithm, values)
    preprocess = prepared.learn_preprocess(chain.first_encoding(crossing.first, encoding))
    table = prepared.table(preprocess)
    linked = yield from quietly(link(crossing.first, table, algorithm.encoding, rng, machine))
    training = train_all(algorithm, prepared, linked.table, values, rng, machine=machine)
    try:
        for last in training:
            ends = last.step / max(1, last.total)
            yield ends if last.fraction is None else last.fraction
    finally:
        training.close()
    return preprocess, chain.chained(linked.links, last.predictor(), algorithm.encoding)


def _judge(
    crossing: Crossing, prepared: Prepared, preprocess: Preprocess, predictor: Predictor
) -> dict[str, Any]:
    """Judge a fold; of several targets each, and the first as if it were alone."""
    split, names = prepared.split, prepared.task.targets
    learned = len(split.train) + len(split.validation)
    found = {"rows": len(split.test), "learned_from": learned}
    if not names:
        return found | {"scores": _scores(crossing, prepared, preprocess, predictor)}
    last = cast(several.Several, innermost(predictor))
    targets = zip(names, (prepared.target, *prepared.others), last.predictors, strict=True)
    judged = {
        name: _scores(
            crossing, prepared.facing(name, target), preprocess, with_innermost(predictor, one)
        )
        for name, target, one in targets
    }
    return found | {"scores": judged[names[0]], "targets": judged}


def _scores(
    crossing: Crossing, prepared: Prepared, preprocess: Preprocess, predictor: Predictor
) -> FoldScores:
    predictor, _ = calibrate(predictor, prepared, preprocess, crossing.calibration)
    features, _ = prepared.test_part(preprocess)
    rows = judged_rows(prepared, predictor.predict(features), features.shape[1])
    judged = replace(rows.judged, only_values=True)
    return {score.id: each.value for score, each in estimates(judged) if each.of is None}


def summarise(
    validation: Validation, done: Sequence[Mapping[str, Any]], scores: Sequence[Score]
) -> dict[str, Any]:
    """Give ``{kind, folds, repeats, method, table, each}``; ``table`` has a line for each score.

    Of several targets it is that of the first, and ``targets`` has one for each.
    A score that a fold does not have, such as an area of a fold without positives, is the mean of
    the other folds, and ``note`` says how many were left out.
    """
    return {
        "kind": validation.kind,
        "folds": validation.folds,
        "repeats": validation.repeats,
        "method": "corrected resampled t (Nadeau and Bengio)",
        "table": [_line(score, done) for score in scores],
        "targets": _of_targets(done, scores),
        "nested": _nested(validation, done),
        "each": [dict(fold) for fold in done],
    }


def _nested(validation: Validation, done: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Say how parameters were searched inside the folds; None where they were not."""
    if not validation.trials:
        return None
    return {"trials": validation.trials, "changed": [fold["search"]["changed"] for fold in done]}


def _of_targets(
    done: Sequence[Mapping[str, Any]], scores: Sequence[Score]
) -> dict[str, list[dict[str, Any]]] | None:
    names = done[0].get("targets")
    if names is None:
        return None
    return {
        name: [
            _line(score, [{**fold, "scores": fold["targets"][name]} for fold in done])
            for score in scores
        ]
        for name in names
    }


def _line(score: Score, done: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    import numpy as np
    from scipy import stats

    pairs = [(fold, fold["scores"].get(score.id)) for fold in done]
    known = [(fold, value) for fold, value in pairs if value is not None]
    values = np.array([value for _, value in known], dtype=np.float64)
    line: dict[str, Any] = {
        "id": score.id,
        "name": score.name,
        "value": float(values.mean()) if len(values) else None,
        "spread": float(values.std(ddof=1)) if len(values) > 1 else None,
        "low": None,
        "high": None,
        "note": None,
    }
    if len(known) < len(done):
        line["note"] = f"{len(done) - len(known)} of {len(done)} folds have no such score."
    if len(values) < 2:
        return line
    if values.min() == values.max():
        same = "The same in every fold, so nothing tells how far to trust it."
        return line | {"note": f"{line['note']} {same}" if line["note"] else same}
    held = float(np.mean([fold["rows"] / fold["learned_from"] for fold, _ in known]))
    error = float(((1 / len(values) + held) * values.var(ddof=1)) ** 0.5)
    reach = float(stats.t.ppf(0.5 + LEVEL / 2, len(values) - 1)) * error
    low, high = line["value"] - reach, line["value"] + reach
    line["low"] = low if score.minimum is None else max(low, float(score.minimum))
    line["high"] = high if score.maximum is None else min(high, float(score.maximum))
    return line
