"""What is known of a table's columns, whole or under a filter."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from armillary import jobs
from armillary.base.executors import in_thread
from armillary.base.http import State, StrictJSONResponse
from armillary.base.values import from_json
from armillary.capabilities.datasets import wire
from armillary.capabilities.datasets.answers import StatisticsGiven
from armillary.capabilities.datasets.naming import check_names
from armillary.capabilities.datasets.routes._asking import Viewer, ask, find_ready
from armillary.capabilities.datasets.statistics import kept
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.views import View

router = APIRouter()

_REPORT_S = 20.0
_SOON_S = 30.0
_EXACT_S = 600.0


class StatisticsAsked(BaseModel):
    """The columns of a view."""

    model_config = ConfigDict(extra="forbid")

    view: View = View()
    columns: Annotated[list[str], Field(max_length=10_000)] | None = None
    """The columns to describe; those that the view shows where none are named."""
    exact: bool = True
    """False asks for an estimate at once where the statistics are not there yet."""


@router.get("/api/data/statistics/{dataset_id}")
async def read_statistics(dataset_id: str, actor: Viewer, state: State) -> dict[str, Any]:
    """Give the statistics of a table and of each of its columns.

    Where they are being taken still it waits for them, 20 s at most; then ``is_approximate`` marks
    what is estimated, and what is not known yet is null.
    """
    row = await find_ready(state, actor, dataset_id)
    if row.report_state == "pending" and row.report_job_id is not None:
        await jobs.wait(state, row.report_job_id, _REPORT_S)
        row = await find_ready(state, actor, dataset_id)
    return wire.to_statistics(row)


@router.post("/api/data/statistics/{dataset_id}", response_model=StatisticsGiven)
async def describe(
    request: Request, dataset_id: str, body: StatisticsAsked, actor: Viewer, state: State
) -> Response:
    """Describe the columns of a view: counts, quantiles, bins, frequent values.

    Of a whole table they are made once and kept. With ``exact`` false an estimate from an excerpt
    comes at once where they are not kept yet; it says ``is_estimate``.
    """
    view = body.view.model_copy(update={"columns": body.columns or body.view.columns})
    if view.filter is None and not view.search:
        row = await find_ready(state, actor, dataset_id)
        known = await in_thread(state.executors.files, kept.read, state.storage, str(row.file_path))
        if known is not None:
            return StrictJSONResponse(_shown(row, from_json(known), view.columns))
    asked = {"view": view.to_payload(), "exact": body.exact}
    limit_s = _EXACT_S if body.exact else _SOON_S
    row, found = await ask(
        state, request, actor, dataset_id, "datasets.statistics", asked, timeout_s=limit_s
    )
    return StrictJSONResponse(_shown(row, found, view.columns))


def _shown(row: Dataset, found: dict[str, Any], names: list[str] | None) -> dict[str, Any]:
    """Put beside the values what the columns mean, as it stands now."""
    columns = found["columns"]
    types = {entry["name"]: entry["type"] for entry in row.schema or []}
    chosen = list(types) if names is None else names
    check_names(list(types), chosen)
    shown = {name: {**columns[name], "type": types[name]} for name in chosen}
    return {"is_estimate": False, **found, "columns": shown}
