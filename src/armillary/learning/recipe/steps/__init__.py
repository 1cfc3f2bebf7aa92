"""The steps that a recipe may have; one file here is one of them, found by the registry."""

import typing  # whole, since one of the steps is called cast
from functools import cache

from armillary.base.registry import discover
from armillary.learning.recipe.contract import GROUPS, Step


@cache
def all_steps() -> dict[str, Step]:
    """Give every step by its id, in the order of groups and names."""
    found = [typing.cast(Step, each.thing) for each in discover(__name__, "step").values()]
    found.sort(key=lambda step: (GROUPS.index(step.about.group), step.about.name))
    return {step.id: step for step in found}
