"""What the model of a run says over two columns: points, decision boundary, accuracy."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from armillary.base.access import Actor, require
from armillary.base.http import State
from armillary.capabilities.training import predictions
from armillary.learning.plane.asked import FEWEST, MOST, Asked, Part

router = APIRouter(tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Resolution = Annotated[
    int, Query(ge=FEWEST, le=MOST, description="How many values along each column are asked about.")
]
Column = Annotated[
    str | None, Query(description="A column of numbers; else the most important one that is left.")
]
Rows = Annotated[Part, Query(description="Whose points: all rows, or those of a part of the run.")]
OfDataset = Annotated[
    str | None, Query(description="Whose rows; else those of the table that was trained on.")
]
Reach = Annotated[
    float | None,
    Query(ge=0, le=2, description="How far beyond the points, in shares of their range; else 1."),
]
OfTarget = Annotated[str | None, Query(description="One of several targets; else the first.")]


def _asked(
    resolution: Resolution = 100,
    x: Column = None,
    y: Column = None,
    part: Rows = "all",
    reach: Reach = None,
) -> Asked:
    return Asked(x, y, resolution, part, reach)


Wanted = Annotated[Asked, Depends(_asked)]


@router.get("/api/training/{session_id}/predictions")
async def read_predictions(
    session_id: str,
    actor: Viewer,
    state: State,
    asked: Wanted,
    dataset_id: OfDataset = None,
    target: OfTarget = None,
) -> dict[str, Any]:
    """Give the rows of a table over two columns with what the model says of each, and around them.

    ``decision_boundary`` is what it says where all other columns are held at their median or most
    frequent value, which ``held`` tells: the place of a class in ``classes``, or a number. It
    goes on for 1 beyond the points, or a share of their range where that fits better. Of more than
    10,000 points so many are drawn, always the same ones; ``accuracy`` is of all rows of ``part``.
    Where the table is gone the surface alone is drawn, as far as the training rows reached. 409
    while the run has no model.
    """
    return await predictions.draw_run(
        state, actor, session_id, asked, dataset_id=dataset_id, target=target
    )


@router.get("/api/predictions/visualize/{model_id}")
async def visualize_predictions(
    model_id: str,
    actor: Viewer,
    state: State,
    asked: Wanted,
    dataset_id: OfDataset = None,
    target: OfTarget = None,
) -> dict[str, Any]:
    """Give the same of a model, by its own id or that of its run."""
    return await predictions.draw_any(
        state, actor, model_id, asked, dataset_id=dataset_id, target=target
    )
