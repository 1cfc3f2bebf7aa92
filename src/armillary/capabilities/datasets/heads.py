"""The first rows of a table that is still being imported."""

from typing import Any

from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities.datasets import reports
from armillary.capabilities.datasets.tables import Dataset


async def first_rows(state: AppState, row: Dataset, page: int, page_size: int) -> dict[str, Any]:
    """Give a page of what was read so far, as `/api/data/preview` does: cells are text still."""
    names, rows = await in_thread(state.executors.files, _load, state, row)
    start = page * page_size
    return {
        "rows": [
            dict(zip(names, [cell or None for cell in cells], strict=True))
            for cells in rows[start : start + page_size]
        ],
        "columns": [{"name": name, "dtype": "str", "nullable": True} for name in names],
        "total_rows": len(rows),
        "page": page,
        "page_size": page_size,
        "state": "importing",
    }


def _load(state: AppState, row: Dataset) -> tuple[list[str], list[list[str]]]:
    try:
        found = reports.load(state.storage, reports.head_key(row.id))
    except FileNotFoundError:
        return [], []
    return found["names"], found["rows"]
