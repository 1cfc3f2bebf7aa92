"""Which of two trials is better, and whether that is more than noise.

Trials are judged on the same folds, so their scores are compared in pairs. Scores of folds that
share training rows are not independent; the corrected resampled t-test widens the variance of the
mean difference by the share of rows held back to rows learned from.

**Source**: Nadeau and Bengio (2003), Inference for the Generalization Error, Machine Learning 52.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from armillary.learning.search.objective import Objective

LEVEL = 0.05
"""Differences that chance would make more often than this count as ties."""

_LEAST_FINISHED = 3


@dataclass(frozen=True)
class Scored:
    """A finished trial as comparisons see it; ``cost_s`` is to fit and to predict one fold."""

    number: int
    value: float
    scores: tuple[float, ...]
    cost_s: float


@dataclass(frozen=True)
class Standing:
    """The order of finished trials: who leads, who is tied with the leader, who is cheapest."""

    leader: int
    tied: tuple[int, ...]
    cheapest: int


def mean_and_spread(scores: Sequence[float]) -> tuple[float, float]:
    """Give the mean and the standard deviation of a trial's scores."""
    return fmean(scores), math.sqrt(variance(scores)) if len(scores) > 1 else 0.0


def standard_error(differences: Sequence[float], held_to_learned: float) -> float:
    """Give the corrected standard error of a mean difference of paired scores."""
    count = len(differences)
    if count < 2:
        return 0.0
    return math.sqrt((1 / count + held_to_learned) * variance(differences))


def p_value(one: Sequence[float], other: Sequence[float], held_to_learned: float) -> float:
    """Give how often chance alone would make paired scores differ as much, in either direction."""
    differences = [a - b for a, b in zip(one, other, strict=True)]
    mean = fmean(differences)
    if mean == 0.0:
        return 1.0
    error = standard_error(differences, held_to_learned)
    # A difference that is the same in every fold is no noise.
    return 0.0 if error == 0.0 else _beyond(abs(mean) / error, len(differences) - 1)


def _beyond(t: float, freedom: int) -> float:
    """Give the chance that Student's t of whole degrees of freedom lies further out than ±t.

    Abramowitz and Stegun, 26.7.3 and 26.7.4: the server, which shows ties, loads no scipy.
    """
    angle = math.atan(t / math.sqrt(freedom))
    cosine, is_odd = math.cos(angle), freedom % 2 == 1
    term, total = (cosine, 0.0) if is_odd else (1.0, 0.0)
    for power in range(1 if is_odd else 0, freedom - 1, 2):
        total += term
        term *= cosine**2 * (power + 1) / (power + 2)
    within = math.sin(angle) * total
    if is_odd:
        within = 2 / math.pi * (angle + within)
    return max(0.0, 1.0 - within)


def rank(trials: Sequence[Scored], objective: Objective) -> list[Scored]:
    """Order trials, the best first; of equals the cheaper, then the earlier one."""
    sign = -1 if objective.is_greater_better else 1
    return sorted(trials, key=lambda trial: (sign * trial.value, trial.cost_s, trial.number))


def stand(
    trials: Sequence[Scored], objective: Objective, held_to_learned: float
) -> Standing | None:
    """Say who leads, which trials are tied with it within noise, and which of these is cheapest."""
    if not trials:
        return None
    ordered = rank(trials, objective)
    leader = ordered[0]
    comparable = [trial for trial in ordered if len(trial.scores) == len(leader.scores)]
    tied = [
        trial
        for trial in comparable
        if trial is leader or p_value(leader.scores, trial.scores, held_to_learned) > LEVEL
    ]
    cheapest = min(tied, key=lambda trial: (trial.cost_s, trial.number))
    return Standing(leader.number, tuple(trial.number for trial in tied), cheapest.number)


def trials_without_gain(
    trials: Sequence[Scored], objective: Objective, held_to_learned: float
) -> int:
    """Count the trials, in their order, since one was better than all before it beyond noise.

    Beyond noise is more than one corrected standard error of the paired difference.
    """
    best: Scored | None = None
    since = 0
    for trial in trials:
        if best is None or _is_gain(trial, best, objective, held_to_learned):
            best, since = trial, 0
        else:
            since += 1
    return since


def _is_gain(trial: Scored, best: Scored, objective: Objective, held_to_learned: float) -> bool:
    gain = objective.gain(trial.value, best.value)
    if gain <= 0 or len(trial.scores) != len(best.scores):
        return gain > 0
    differences = [a - b for a, b in zip(trial.scores, best.scores, strict=True)]
    return gain > standard_error(differences, held_to_learned)


def is_hopeless(
    scores: Sequence[float], finished: Sequence[Sequence[float]], objective: Objective
) -> bool:
    """Whether a trial in the middle of its folds is not worth its other folds.

    It is where it is worse, over the folds it has, than half of the finished trials, and falls
    behind the best of these by more than that one's own spread. Needs three finished trials.
    """
    count = len(scores)
    others = [other for other in finished if len(other) > count]
    if len(others) < _LEAST_FINISHED or not count:
        return False
    mean = fmean(scores)
    best = max(others, key=lambda other: objective.gain(fmean(other), 0.0))
    behind = objective.gain(fmean(best[:count]), mean)
    median = sorted(fmean(other[:count]) for other in others)[len(others) // 2]
    return objective.gain(mean, median) < 0 and behind > mean_and_spread(best)[1]
