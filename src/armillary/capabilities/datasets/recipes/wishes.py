"""From what somebody asks over the wire to a wish: where the steps come from."""

from __future__ import annotations

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Invalid
from armillary.capabilities.datasets.recipes import lineage, saved
from armillary.capabilities.datasets.recipes.making import Wish
from armillary.capabilities.datasets.recipes.schemas import ApplyRequest, PreprocessRequest


def of_operations(given: PreprocessRequest) -> Wish:
    """Take operations in the contract's words."""
    return Wish(given.dataset_id, given.operations, given.name, door="lenient")


def of_application(actor: Actor, session: Session, dataset_id: str, given: ApplyRequest) -> Wish:
    """Take steps as given, of a saved recipe, or as a dataset was made by them."""
    named = [given.steps is not None, given.recipe_id is not None, given.like is not None]
    if sum(named) != 1:
        raise Invalid("Give one of steps, recipe_id and like.")
    if given.like is not None:
        steps, states = lineage.learned_steps(actor, session, given.like)
        kept = [] if given.learn_anew else states
        origin = {"like": given.like, "learned": not kept}
        return Wish(dataset_id, steps, given.name, states=kept, origin=origin)
    if given.recipe_id is not None:
        recipe = saved.get_recipe(actor, session, given.recipe_id)
        origin = {"recipe_id": recipe.id, "name": recipe.name}
        return Wish(dataset_id, recipe.steps, given.name, origin=origin)
    return Wish(dataset_id, given.steps or [], given.name)
