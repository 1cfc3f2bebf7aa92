"""Choosing parameters inside a fold, from rows that its score does not come from.

Parameters that were searched are good on the rows that they were searched with, by skill and by
luck. A score of other rows tells the two apart only where the search itself is done again without
them: G. C. Cawley and N. L. C. Talbot, 2010. So each fold tries settings of its own, by chance
(J. Bergstra and Y. Bengio, 2012), and is judged with the one that did best on its validation rows.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import AppError
from armillary.base.passing import passed_on
from armillary.learning.contract import Predictor
from armillary.learning.prepare import Prepared
from armillary.learning.preprocess import Preprocess
from armillary.learning.search.objective import get_objective
from armillary.learning.search.ranges import Choices, Domain
from armillary.learning.search.space import AlgorithmSpace, build_space

if TYPE_CHECKING:
    import numpy as np

Learned = tuple[Preprocess, Predictor]
Learn = Callable[[Mapping[str, Any]], Generator[float, None, Learned]]


def choose(
    algorithm_id: str,
    given: Mapping[str, Any],
    trials: int,
    prepared: Prepared,
    rng: np.random.Generator,
    learn: Learn,
) -> Generator[float, None, tuple[Learned, dict[str, Any]]]:
    """Try settings and give what the best of them has learned; yields the share done.

    The first is the one ``given``, so that a search that finds nothing loses nothing. Gives also
    ``{tried, failed, score, changed}``: what the best differs in, and its score here, which is too
    good to be told as one.
    """
    kind, classes = prepared.task.kind, prepared.task.classes
    objective = get_objective(kind)
    space = replace(build_space(kind, [algorithm_id], {}).of(algorithm_id), base=dict(given))
    best: tuple[float, Learned, Mapping[str, Any]] | None = None
    failed: list[str] = []
    for place in range(trials):
        values: Mapping[str, Any] = given if place == 0 else draw(space, rng)
        try:
            learned = yield from _within(learn(values), place, trials)
        except AppError as error:
            # Some settings cannot be learned from so few rows; the others can.
            failed.append(error.message)
            continue
        features, truth = prepared.validation_part(learned[0])
        score = objective.score(truth, learned[1].predict(features), classes)
        if best is None or objective.gain(score, best[0]) > 0:
            best = score, learned, values
    if best is None:
        # Then the given ones fail as they would without a search, saying why.
        learned = yield from learn(given)
        best = float("nan"), learned, given
    score, learned, values = best
    changed = {name: value for name, value in values.items() if given.get(name) != value}
    told = {"tried": trials, "failed": len(failed), "score": score, "changed": changed}
    return learned, told


def draw(space: AlgorithmSpace, rng: np.random.Generator) -> dict[str, Any]:
    """Draw complete values by chance, each number on its own scale."""

    def turn(dimension: str, domain: Domain) -> Any:
        if isinstance(domain, Choices):
            return domain.values[int(rng.integers(len(domain.values)))]
        low, high = float(domain.low), float(domain.high)
        drawn = float(rng.random())
        value = low * (high / low) ** drawn if domain.log else low + (high - low) * drawn
        value = min(max(value, low), high)
        return round(value) if domain.is_whole else value

    return space.values(turn)


def _within(
    learning: Generator[float, None, Learned], place: int, trials: int
) -> Generator[float, None, Learned]:
    """Tell the share of one trial as that of all."""
    return (yield from passed_on(learning, lambda share: (place + min(share, 1.0)) / trials))
