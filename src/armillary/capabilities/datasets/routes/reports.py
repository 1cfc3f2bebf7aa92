"""What an import made of a file."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from armillary.base.errors import BadRequest, NotFound
from armillary.base.executors import in_thread
from armillary.base.http import AppState, State
from armillary.capabilities.datasets import report, reports
from armillary.capabilities.datasets.routes._asking import Viewer, find
from armillary.capabilities.datasets.tables import Dataset

router = APIRouter()

_PAGE = 50


@router.get("/api/datasets/{dataset_id}/report")
async def read_report(dataset_id: str, actor: Viewer, state: State) -> dict[str, Any]:
    """Give the import report: what the file was taken for, and what is odd about its cells.

    Its ``state`` is pending until every value was looked at: counts of cells are null until then.
    """
    row = await find(state, actor, dataset_id)
    found = await _load(state, row)
    return {
        "dataset_id": row.id,
        "version": row.version,
        "state": row.report_state,
        "job_id": row.report_job_id,
        "filename": row.filename,
        "size_bytes": row.size_bytes,
        "content_hash": row.content_hash,
        **report.shown(found),
    }


@router.get("/api/datasets/{dataset_id}/report/cells")
async def read_report_cells(
    dataset_id: str,
    actor: Viewer,
    state: State,
    column: str,
    page: Annotated[int, Query(ge=0)] = 0,
    page_size: Annotated[int, Query(ge=1, le=300)] = _PAGE,
) -> dict[str, Any]:
    """Give a page of those cells of a column that became missing or keep it text, with lines.

    Of each reason these are the first hundred.
    """
    row = await find(state, actor, dataset_id)
    found = await _load(state, row)
    if column not in {each["name"] for each in found["columns"]}:
        raise BadRequest(f"{row.name!r} has no column {column!r}.", code="unknown_column")
    cells = found["cells"].get(column, [])
    start = page * page_size
    return {
        "column": column,
        "cells": cells[start : start + page_size],
        "total": len(cells),
        "page": page,
        "page_size": page_size,
    }


async def _load(state: AppState, row: Dataset) -> report.Report:
    if row.report_path is None:
        raise NotFound(
            f"There is no import report of {row.name!r} (yet). Import it anew to get one.",
            code="no_report",
        )
    try:
        loaded: report.Report = await in_thread(
            state.executors.files, reports.load, state.storage, row.report_path
        )
    except FileNotFoundError:
        # Another import has replaced it between the look at the row and now.
        raise NotFound("The report has just been replaced; ask again.", code="no_report") from None
    return loaded
