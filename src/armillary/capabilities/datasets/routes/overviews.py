"""Overviews of a table: what differs, what belongs together, what is missing, pair plots."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from armillary.base.http import State, StrictJSONResponse
from armillary.capabilities.datasets.answers import (
    ComparisonGiven,
    CorrelationsGiven,
    MissingnessGiven,
    PairsGiven,
)
from armillary.capabilities.datasets.routes._asking import Viewer, ask
from armillary.capabilities.datasets.views import View

router = APIRouter()

_LIMIT_S = 300.0
MOST_PAIRED = 6

Names = Annotated[list[str], Field(max_length=1000)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CompareAsked(_Asked):
    """Two views to compare."""

    a: View
    b: View


class CorrelationsAsked(_Asked):
    """The columns to relate; those that can be where none are named."""

    view: View = View()
    columns: Names | None = None
    method: Literal["pearson", "spearman", "auto"] = "auto"


class MissingnessAsked(_Asked):
    """The rows to look at."""

    view: View = View()


class PairsAsked(_Asked):
    """The columns to plot against each other, and the one that gives the colours."""

    view: View = View()
    columns: Annotated[list[str], Field(min_length=1, max_length=MOST_PAIRED)]
    colour: str | None = None
    points: Annotated[int, Field(ge=1, le=20_000)] = 2000


@router.post("/api/data/compare/{dataset_id}", response_model=ComparisonGiven)
async def compare(
    request: Request, dataset_id: str, body: CompareAsked, actor: Viewer, state: State
) -> Response:
    """Rank the columns by how much they differ between two views, with a sentence for each.

    Above 200,000 rows a view is sampled, which ``sampled_rows`` tells.
    """
    asked = {"a": body.a.to_payload(), "b": body.b.to_payload()}
    _, found = await ask(
        state, request, actor, dataset_id, "datasets.compare", asked, timeout_s=_LIMIT_S
    )
    return StrictJSONResponse(found)


@router.post("/api/data/correlations/{dataset_id}", response_model=CorrelationsGiven)
async def correlations(
    request: Request, dataset_id: str, body: CorrelationsAsked, actor: Viewer, state: State
) -> Response:
    """Relate columns two by two; ``measures`` says how, ``sampled_rows`` of how many rows."""
    view = body.view.model_copy(update={"columns": body.columns})
    asked = {"view": view.to_payload(), "method": body.method}
    _, found = await ask(
        state, request, actor, dataset_id, "datasets.correlations", asked, timeout_s=_LIMIT_S
    )
    return StrictJSONResponse(found)


@router.post("/api/data/missingness/{dataset_id}", response_model=MissingnessGiven)
async def missingness(
    request: Request, dataset_id: str, body: MissingnessAsked, actor: Viewer, state: State
) -> Response:
    """Count the missing cells of each column, and find which go together."""
    asked = {"view": body.view.to_payload()}
    _, found = await ask(
        state, request, actor, dataset_id, "datasets.missingness", asked, timeout_s=_LIMIT_S
    )
    return StrictJSONResponse(found)


@router.post("/api/data/pairs/{dataset_id}", response_model=PairsGiven)
async def pairs(
    request: Request, dataset_id: str, body: PairsAsked, actor: Viewer, state: State
) -> Response:
    """Draw points of up to six columns evenly from the rows of a view."""
    view = body.view.model_copy(update={"columns": body.columns})
    asked = {"view": view.to_payload(), "colour": body.colour, "points": body.points}
    found: Any
    _, found = await ask(
        state, request, actor, dataset_id, "datasets.pairs", asked, timeout_s=_LIMIT_S
    )
    return StrictJSONResponse(found)
