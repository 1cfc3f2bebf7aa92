"""The rows of a table: pages of them, and those that a condition lets through."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from armillary.base.errors import BadRequest
from armillary.base.http import State, StrictJSONResponse
from armillary.capabilities.datasets import schema
from armillary.capabilities.datasets.routes._asking import Viewer, find_ready, table_of
from armillary.capabilities.datasets.wide import MANY_COLUMNS

router = APIRouter()

_PREVIEW_S = 2.0
_LONG_PREVIEW_S = 10.0
_FILTER_S = 10.0


@router.get("/api/data/preview/{dataset_id}")
async def preview(
    dataset_id: str,
    actor: Viewer,
    state: State,
    page: Annotated[int, Query(ge=0)] = 0,
    page_size: Annotated[int, Query(ge=1, le=1000)] = 50,
    sort_by: str = "",
    sort_desc: bool = False,
    search: str = "",
) -> Response:
    """Give one page of rows, sorted by a column, or of those that hold a text anywhere."""
    row = await find_ready(state, actor, dataset_id)
    asked = {
        **table_of(row),
        "rows": row.total_rows,
        "page": page,
        "page_size": page_size,
        "sort_by": sort_by,
        "sort_desc": sort_desc,
        "search": search,
    }
    is_long = bool(search) or (row.total_columns or 0) > MANY_COLUMNS
    limit_s = _LONG_PREVIEW_S if is_long else _PREVIEW_S
    found = await state.calls.request("datasets.preview", asked, timeout_s=limit_s, actor=actor)
    columns = [schema.brief(entry) for entry in row.schema or []]
    return StrictJSONResponse({**found, "columns": columns, "page": page, "page_size": page_size})


@router.get("/api/data/filter/{dataset_id}")
async def filter_rows(
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
    row = await find_ready(state, actor, dataset_id)
    given = values or ([] if value is None else [value])
    if not given:
        raise BadRequest("Give `value`, or `values` once for each value.")
    asked = {"column": column, "operator": operator, "values": given, "limit": limit}
    found = await state.calls.request(
        "datasets.filter", {**table_of(row), **asked}, timeout_s=_FILTER_S, actor=actor
    )
    return StrictJSONResponse(found)
