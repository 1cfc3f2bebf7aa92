"""Recipes: the steps there are, those that a workspace keeps, trying and applying them."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from armillary.base.access import Actor
from armillary.base.executors import in_thread
from armillary.base.http import AppState, Reading, State, StrictJSONResponse, Work
from armillary.capabilities.datasets.recipes import describe, lineage, making, saved, trying, wishes
from armillary.capabilities.datasets.recipes.schemas import (
    ApplyRequest,
    PreviewRequest,
    RecipeBody,
    RecipeChange,
)
from armillary.capabilities.datasets.routes._asking import Editor, Viewer, while_here

router = APIRouter()
_PREVIEW_S = 10.0


@router.get("/api/recipes/steps")
def list_steps(actor: Viewer) -> dict[str, Any]:
    """Describe every step with the JSON Schema of its parameters, and what expressions know."""
    return describe.describe_steps()


@router.get("/api/recipes")
def list_recipes(actor: Viewer, session: Reading) -> dict[str, Any]:
    """List the recipes that the workspace keeps, newest first."""
    return {"recipes": saved.list_recipes(actor, session)}


@router.post("/api/recipes", status_code=201)
def add_recipe(body: RecipeBody, actor: Editor, session: Work) -> dict[str, Any]:
    """Keep a recipe."""
    return {"recipe": saved.add_recipe(actor, session, body)}


@router.get("/api/recipes/{recipe_id}")
def read_recipe(recipe_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give one recipe."""
    return {"recipe": saved.to_wire(saved.get_recipe(actor, session, recipe_id))}


@router.patch("/api/recipes/{recipe_id}")
def change_recipe(
    recipe_id: str, change: RecipeChange, actor: Editor, session: Work
) -> dict[str, Any]:
    """Change a recipe's name, description or steps."""
    return {"recipe": saved.change_recipe(actor, session, recipe_id, change)}


@router.delete("/api/recipes/{recipe_id}")
def delete_recipe(recipe_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Remove a recipe; what was made by it stays."""
    saved.delete_recipe(actor, session, recipe_id)
    return {"message": "Recipe deleted", "recipe_id": recipe_id}


@router.get("/api/datasets/{dataset_id}/lineage")
def read_lineage(dataset_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Say what a dataset was made of and by which steps, and what was made of it."""
    return lineage.read_lineage(actor, session, dataset_id)


@router.post("/api/datasets/{dataset_id}/recipe/apply", status_code=202)
def apply_recipe(
    dataset_id: str, given: ApplyRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Make a dataset of this one by a recipe, or one for each part that its last step makes."""
    wish = wishes.of_application(actor, session, dataset_id, given)
    made = making.make(actor, session, wish)
    first = made[0]
    return {
        "dataset_id": first.id,
        "dataset_ids": [row.id for row in made],
        "job_id": first.job_id,
    }


@router.post("/api/datasets/{dataset_id}/recipe/preview")
async def preview_recipe(
    dataset_id: str, given: PreviewRequest, request: Request, actor: Viewer, state: State
) -> Response:
    """Try steps on some rows: what each did, and the rows behind one of them.

    A step that cannot be done is no failure of the request: its error stands with it. A client
    that goes away, say to ask anew, stops it.
    """
    asked = await in_thread(state.executors.database, _ask, state, actor, dataset_id, given)
    answer = state.calls.request(
        "datasets.preview_recipe", asked, timeout_s=_PREVIEW_S, actor=actor
    )
    return StrictJSONResponse(await while_here(request, answer))


def _ask(state: AppState, actor: Actor, dataset_id: str, given: PreviewRequest) -> dict[str, Any]:
    with state.database.read() as session:
        return trying.to_payload(actor, session, dataset_id, given)
