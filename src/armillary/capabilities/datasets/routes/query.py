"""Looking at a table as the product's own page does: views, and single cells."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from armillary.base.http import State, StrictJSONResponse
from armillary.capabilities.datasets import schema
from armillary.capabilities.datasets.answers import CellGiven, PageGiven
from armillary.capabilities.datasets.routes._asking import Viewer, ask
from armillary.capabilities.datasets.views import View

router = APIRouter()

_FIRST_S = 30.0
_EXACT_S = 600.0
_CELL_S = 10.0


class PageAsked(BaseModel):
    """A page of a view."""

    model_config = ConfigDict(extra="forbid")

    view: View = View()
    page: Annotated[int, Field(ge=0, le=10**9)] = 0
    page_size: Annotated[int, Field(ge=1, le=1000)] = 50
    exact: bool = False
    """Whether to look through the whole table, however long it takes."""


@router.post("/api/data/query/{dataset_id}", response_model=PageGiven)
async def query(
    request: Request, dataset_id: str, body: PageAsked, actor: Viewer, state: State
) -> Response:
    """Give a page of a view.

    The first answer comes soon: where that is not enough to look through the table, it holds the
    rows found, an estimate of their number, and ``is_estimate``. Asked again with ``exact`` it goes
    on to the end; a client that goes away stops it.
    """
    asked = {
        "view": body.view.to_payload(),
        "page": body.page,
        "page_size": body.page_size,
        "exact": body.exact,
    }
    limit_s = _EXACT_S if body.exact else _FIRST_S
    row, found = await ask(
        state, request, actor, dataset_id, "datasets.query", asked, timeout_s=limit_s
    )
    return StrictJSONResponse({**found, "columns": schema.briefs(row.schema, body.view.columns)})


@router.get("/api/data/cell/{dataset_id}", response_model=CellGiven)
async def read_cell(
    request: Request,
    dataset_id: str,
    actor: Viewer,
    state: State,
    row: Annotated[int, Query(ge=0)],
    column: str,
) -> Response:
    """Give one whole cell, by the number of its row in the file and the name of its column."""
    asked = {"row": row, "column": column}
    _, found = await ask(
        state, request, actor, dataset_id, "datasets.cell", asked, timeout_s=_CELL_S
    )
    return StrictJSONResponse(found)
