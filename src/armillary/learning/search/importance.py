"""How much each parameter mattered in a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from armillary.learning.search.asking import Told, freeze
from armillary.learning.search.objective import Objective
from armillary.learning.search.space import Space

LEAST_TRIALS = 6
"""Fewer finished trials of an algorithm say nothing about its parameters."""


def importances(
    space: Space, objective: Objective, told: Sequence[Told], *, seed: int = 0
) -> list[dict[str, Any]]:
    """Give ``{algorithm_id, name, importance}``, the most important of each algorithm first.

    The shares of an algorithm's parameters sum to 1 (functional ANOVA over a forest fitted to its
    trials). With several algorithms the choice among them has an entry of its own without
    ``algorithm_id``: the share of the variance of all trials that lies between algorithms.
    """
    finished = [one for one in told if one.state == "complete" and one.value is not None]
    found = [] if len(space.algorithms) < 2 else _of_choice(finished)
    for algorithm in space.algorithms:
        own = [one for one in finished if one.algorithm_id == algorithm.id]
        if len(own) >= LEAST_TRIALS and algorithm.knobs:
            found += _of_parameters(space, objective, own, seed)
    return found


def _of_choice(finished: Sequence[Told]) -> list[dict[str, Any]]:
    values: dict[str, list[float]] = {}
    for one in finished:
        values.setdefault(one.algorithm_id, []).append(float(one.value or 0.0))
    everything = [value for own in values.values() for value in own]
    if len(values) < 2 or len(everything) < LEAST_TRIALS:
        return []
    mean = sum(everything) / len(everything)
    total = sum((value - mean) ** 2 for value in everything)
    between = sum(len(own) * (sum(own) / len(own) - mean) ** 2 for own in values.values())
    share = between / total if total > 0 else 0.0
    return [{"algorithm_id": None, "name": "algorithm", "importance": share}]


def _of_parameters(
    space: Space, objective: Objective, own: Sequence[Told], seed: int
) -> list[dict[str, Any]]:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(direction=objective.direction)
    algorithm_id = own[0].algorithm_id
    study.add_trials([trial for one in own if (trial := freeze(space, one)) is not None])
    knobs = space.of(algorithm_id).knobs
    known = {knob.dimension(algorithm_id): knob.name for knob in knobs}
    # Only what was turned in every trial can be weighed.
    shared = set.intersection(*(set(trial.params) for trial in study.trials))
    names = sorted(name for name in shared if name.removesuffix("?") in known)
    names = [name for name in names if len({trial.params[name] for trial in study.trials}) > 1]
    if not names or len({trial.value for trial in study.trials}) < 2:
        return []
    evaluator = optuna.importance.FanovaImportanceEvaluator(n_trees=32, seed=seed)
    weighed = optuna.importance.get_param_importances(study, evaluator=evaluator, params=names)
    return [
        {
            "algorithm_id": algorithm_id,
            "name": known[name.removesuffix("?")],
            "is_empty_or_not": name.endswith("?"),
            "importance": float(share),
        }
        for name, share in weighed.items()
    ]
