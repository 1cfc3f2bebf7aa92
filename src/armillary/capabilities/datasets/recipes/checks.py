"""What other capabilities ask about recipes before they use them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.recipes import saved, sources
from armillary.learning.recipe.checking import check_steps, other_tables, plan_ahead


@dataclass(frozen=True)
class CheckedRecipe:
    """Steps with every parameter, the other datasets they read, and the columns they lead to.

    ``columns`` are those behind the last step, or before the first that learns from rows, where
    not ``is_whole``.
    """

    steps: list[dict[str, Any]]
    source_ids: list[str]
    columns: list[str]
    is_whole: bool


def get_recipe_steps(actor: Actor, session: Session, recipe_id: str) -> list[dict[str, Any]]:
    """Give the steps of a kept recipe; raises `NotFound`."""
    steps: list[dict[str, Any]] = saved.get_recipe(actor, session, recipe_id).steps
    return steps


def check_recipe(
    actor: Actor, session: Session, dataset_id: str, given: Sequence[Any]
) -> CheckedRecipe:
    """Check steps against a dataset as far as can be seen without its rows; raises `AppError`."""
    row = service.find_ready(actor, session, dataset_id)
    steps = check_steps(given)
    others = sources.find_others(actor, session, steps)
    ahead = plan_ahead(steps, sources.situation_of(row, others))
    given = [step.to_json() for step in steps]
    return CheckedRecipe(given, other_tables(steps), ahead.at.fields.names, ahead.is_whole)
