"""Recipes that a workspace keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.access import Actor
from armillary.base.errors import Conflict, NotFound
from armillary.base.ids import new_id
from armillary.base.values import changed, to_iso, to_json, utc_now
from armillary.capabilities.datasets.recipes.schemas import RecipeBody, RecipeChange
from armillary.capabilities.datasets.tables import Recipe
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.errors import StepError

# An event has 16 kB at most, and a recipe with its steps is one.
_STEPS_BYTES = 12_000


def list_recipes(actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Give the workspace's recipes, newest first."""
    mine = sa.select(Recipe).where(Recipe.workspace_id == actor.workspace_id)
    return [to_wire(row) for row in session.scalars(mine.order_by(Recipe.id.desc()))]


def get_recipe(actor: Actor, session: Session, recipe_id: str) -> Recipe:
    """Give one recipe; raises `NotFound` where the workspace has none of this id."""
    row = session.get(Recipe, recipe_id)
    if row is None or row.workspace_id != actor.workspace_id:
        raise NotFound(
            f"There is no recipe {recipe_id!r} in this workspace.", code="recipe_not_found"
        )
    return row


def add_recipe(actor: Actor, session: Session, body: RecipeBody) -> dict[str, Any]:
    """Keep a recipe whose steps are sound."""
    actor.require("editor")
    now = utc_now()
    row = Recipe(
        id=new_id("recipe"),
        workspace_id=actor.workspace_id,
        name=body.name,
        description=body.description,
        steps=_checked(body.steps),
        created_by=actor.id,
        created_at=now,
        updated_at=now,
        version=1,
    )
    session.add(row)
    _append(session, row, "recipe.created", {"recipe": to_wire(row)})
    return to_wire(row)


def change_recipe(
    actor: Actor, session: Session, recipe_id: str, change: RecipeChange
) -> dict[str, Any]:
    """Change a recipe; raises `Conflict` where somebody else did meanwhile."""
    actor.require("editor")
    row = get_recipe(actor, session, recipe_id)
    if change.version is not None and change.version != row.version:
        raise Conflict(
            f"The recipe {row.name!r} was changed meanwhile. Look at it again, then save.",
            code="changed_meanwhile",
        )
    before = to_wire(row)
    row.name = change.name or row.name
    row.description = row.description if change.description is None else change.description
    row.steps = row.steps if change.steps is None else _checked(change.steps)
    row.updated_at = utc_now()
    row.version += 1
    changes = changed(before, to_wire(row))
    changes.pop("version")
    news = {"id": row.id, "version": row.version, "changes": changes}
    _append(session, row, "recipe.updated", news)
    return to_wire(row)


def delete_recipe(actor: Actor, session: Session, recipe_id: str) -> None:
    """Remove a recipe; datasets that were made by it keep their steps."""
    actor.require("editor")
    row = get_recipe(actor, session, recipe_id)
    session.delete(row)
    _append(session, row, "recipe.deleted", {"id": row.id})


def to_wire(row: Recipe) -> dict[str, Any]:
    """Give a recipe as JSON."""
    return {
        "id": row.id,
        "workspace_id": row.workspace_id,
        "name": row.name,
        "description": row.description,
        "steps": row.steps,
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
        "updated_at": to_iso(row.updated_at),
        "version": row.version,
    }


def _checked(given: Sequence[Any]) -> list[dict[str, Any]]:
    steps = [step.to_json() for step in check_steps(given)]
    if len(to_json(steps)) > _STEPS_BYTES:
        raise StepError(
            f"A kept recipe may take {_STEPS_BYTES:,} bytes. Divide it into two.",
            code="recipe_too_large",
        )
    return steps


def _append(session: Session, row: Recipe, kind: str, data: dict[str, Any]) -> None:
    topic = f"workspace:{row.workspace_id}"
    realtime.append(session, topic, kind, data, workspace_id=row.workspace_id)
