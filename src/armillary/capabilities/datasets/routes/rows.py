"""The rows of a table as objects: pages of them, and those that a condition lets through."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from armillary.base.errors import BadRequest
from armillary.base.http import State, StrictJSONResponse
from armillary.capabilities.datasets import schema
from armillary.capabilities.datasets.heads import first_rows
from armillary.capabilities.datasets.routes._asking import Viewer, ask, find, find_ready
from armillary.capabilities.datasets.views import Sort, read_view

router = APIRouter()

# Long enough to look for a text in every cell of a large table.
_PREVIEW_S = 60.0
_FILTER_S = 60.0


@router.get("/api/data/preview/{dataset_id}")
async def preview(
    request: Request,
    dataset_id: str,
    actor: Viewer,
    state: State,
    page: Annotated[int, Query(ge=0)] = 0,
    page_size: Annotated[int, Query(ge=1, le=1000)] = 50,
    sort_by: str = "",
    sort_desc: bool = False,
    search: str = "",
    view: str = "",
) -> Response:
    """Give one page of rows, sorted by a column, or of those that hold a text anywhere.

    ``view`` is a view as JSON; a sort or a search beside it takes the place of its own. Of a table
    that is still being imported it gives the first rows as they stand in the file, and ``state``
    "importing".
    """
    row = await find(state, actor, dataset_id)
    if row.state == "importing":
        return StrictJSONResponse(await first_rows(state, row, page, page_size))
    seen = read_view(view)
    if sort_by:
        seen.sort = [Sort(column=sort_by, descending=sort_desc)]
    if search:
        seen.search = search
    asked = {"view": seen.to_payload(), "page": page, "page_size": page_size}
    row, found = await ask(
        state, request, actor, dataset_id, "datasets.preview", asked, timeout_s=_PREVIEW_S
    )
    columns = schema.briefs(row.schema, seen.columns)
    return StrictJSONResponse({**found, "columns": columns, "page": page, "page_size": page_size})


@router.get("/api/data/filter/{dataset_id}")
async def filter_rows(
    request: Request,
    dataset_id: str,
    actor: Viewer,
    state: State,
    column: str,
    operator: str,
    value: str | None = None,
    values: Annotated[list[str] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> Response:
    """Count the rows whose cell in a column compares so with a value, and give the first ones."""
    given = values or ([] if value is None else [value])
    if not given:
        await find_ready(state, actor, dataset_id)
        raise BadRequest("Give `value`, or `values` once for each value.")
    asked = {"column": column, "operator": operator, "values": given, "limit": limit}
    _, found = await ask(
        state, request, actor, dataset_id, "datasets.filter", asked, timeout_s=_FILTER_S
    )
    return StrictJSONResponse(found)
