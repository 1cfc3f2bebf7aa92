"""Recipes that a training begins with: found, checked, and run up to the split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Invalid
from armillary.capabilities import datasets
from armillary.capabilities.training.schemas import StartRequest, TrainParams
from armillary.jobs.contract import JobContext

if TYPE_CHECKING:
    from armillary.learning.recipe.training import TrainingRecipe


def check(actor: Actor, session: Session, request: StartRequest) -> datasets.CheckedRecipe | None:
    """Check the recipe of a request, if it has one; raises `AppError` saying what is wrong."""
    if request.recipe is not None and request.recipe_id is not None:
        raise Invalid("Give recipe_id or recipe, not both.")
    if request.recipe_id is not None:
        steps = datasets.get_recipe_steps(actor, session, request.recipe_id)
    elif request.recipe is not None:
        steps = request.recipe.steps
    else:
        return None
    found = datasets.check_recipe(actor, session, str(request.dataset_id), steps)
    return found if any(not step.get("disabled") for step in found.steps) else None


def begin(job: JobContext) -> TrainingRecipe | None:
    """Run the recipe of a training up to the split; None where it has none."""
    params: TrainParams = job.params
    return run_steps(job, params.dataset_id, params.steps, params.source_ids)


def run_steps(
    job: JobContext,
    dataset_id: str,
    steps: Sequence[Mapping[str, Any]],
    source_ids: Sequence[str],
) -> TrainingRecipe | None:
    """Run checked steps over a dataset up to the split; None where there are none."""
    if not steps:
        return None
    from armillary.learning.recipe.checking import check_steps
    from armillary.learning.recipe.training import begin_on

    relation = datasets.open_relation(job, dataset_id, source_ids)
    return begin_on(relation, check_steps(steps))
