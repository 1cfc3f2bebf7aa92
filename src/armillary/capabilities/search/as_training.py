"""The values of a trial as an ordinary training, whose test part no trial has seen."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from armillary.capabilities import training
from armillary.capabilities.search import standing
from armillary.capabilities.search.checking import asked_of_table
from armillary.capabilities.search.tables import Search
from armillary.learning.search.before import split_values


def request_of(
    search: Search, algorithm_id: str, params: Mapping[str, Any], name: str, **given: Any
) -> training.StartRequest:
    """Ask for a training on the table of a search: its rows, its recipe, its seed, these values."""
    values, steps = split_values(standing.first_of(search), params)
    return training.StartRequest(
        algorithm_id=algorithm_id,
        dataset_id=search.dataset_id,
        **asked_of_table(search.request),
        problem_type=search.task,
        hyperparameters=values,
        first=[training.FirstIn.model_validate(asdict(step)) for step in steps],
        seed=search.seed,
        name=name[:200],
        **given,
    )


def came_of(search: Search, number: int) -> dict[str, Any]:
    """Say on the timeline of a run whose values it has."""
    return {"search": search.id, "trial": number, "name": search.name}
