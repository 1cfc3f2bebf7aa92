"""How a dataset was made: steps, what they learned, what they did, and of which datasets.

A dataset's ``recipe`` is ``{format, steps, sources, origin, part, states, reports}``: ``sources``
name each dataset as it was then, since it may be gone by now; ``states`` and ``reports`` have one
entry for each step, null where it was off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.tables import Dataset
from armillary.learning.recipe.checking import CheckedStep

if TYPE_CHECKING:
    from armillary.learning.recipe.run import Done

_FORMAT = 1


def begin(
    steps: Sequence[CheckedStep], read: Sequence[Dataset], origin: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Give what is known of a recipe before it is run."""
    return {
        "format": _FORMAT,
        "steps": [step.to_json() for step in steps],
        "sources": [_source(row) for row in read],
        "origin": None if origin is None else dict(origin),
    }


def end(recipe: Mapping[str, Any], dones: Sequence[Done]) -> dict[str, Any]:
    """Add what the steps learned and did."""
    by_place = {done.step.place: done for done in dones}
    found = [by_place.get(place) for place in range(len(recipe["steps"]))]
    states = [None if done is None else dict(done.step.kind.remember(done.state)) for done in found]
    reports = [None if done is None else done.to_json() for done in found]
    return {**recipe, "states": states, "reports": reports}


def read_lineage(actor: Actor, session: Session, dataset_id: str) -> dict[str, Any]:
    """Give what a dataset was made of and by what, and what was made of it."""
    row = service.find(actor, session, dataset_id)
    recipe = session.scalar(sa.select(Dataset.recipe).where(Dataset.id == row.id))
    return {
        "dataset_id": row.id,
        "parents": _parents(actor, session, recipe),
        "recipe": _shown(recipe),
        "generated": row.generated,
        "children": _children(actor, session, row.id),
    }


def learned_steps(actor: Actor, session: Session, dataset_id: str) -> tuple[list[Any], list[Any]]:
    """Give the steps by which a dataset was made and what they learned.

    Raises `Conflict` where it was not made by a recipe.
    """
    service.find_ready(actor, session, dataset_id)
    row = session.get_one(Dataset, dataset_id, options=[undefer(Dataset.recipe)])
    if row.recipe is None or "states" not in row.recipe:
        raise Conflict(
            f"The dataset {row.name!r} was not made by a recipe that could be applied again.",
            code="no_recipe",
        )
    return row.recipe["steps"], row.recipe["states"]


def _source(row: Dataset) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "content_hash": row.content_hash,
        "rows": row.total_rows,
        "columns": row.total_columns,
    }


def _shown(recipe: dict[str, Any] | None) -> dict[str, Any] | None:
    """Give a recipe without what was learned, which may be long."""
    if recipe is None:
        return None
    kept = ("steps", "origin", "part", "reports")
    return {key: recipe.get(key) for key in kept}


def _parents(actor: Actor, session: Session, recipe: dict[str, Any] | None) -> list[dict[str, Any]]:
    found = [] if recipe is None else recipe["sources"]
    mine = Dataset.workspace_id == actor.workspace_id
    ids = [each["id"] for each in found]
    here = set(session.scalars(sa.select(Dataset.id).where(mine, Dataset.id.in_(ids))))
    return [{**each, "exists": each["id"] in here} for each in found]


def _children(actor: Actor, session: Session, dataset_id: str) -> list[dict[str, Any]]:
    # As text, since the two databases ask within JSON in two ways.
    listed = sa.cast(Dataset.derived_from, sa.Text).contains(f'"{dataset_id}"', autoescape=True)
    made = sa.select(Dataset).where(
        Dataset.workspace_id == actor.workspace_id, Dataset.derived_from.is_not(None), listed
    )
    return [
        {"id": row.id, "name": row.name, "state": row.state, "rows": row.total_rows}
        for row in session.scalars(made.order_by(Dataset.id.desc()))
    ]
