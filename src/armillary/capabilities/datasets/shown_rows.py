"""The rows that a view lets through, for jobs that work on these alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets import conditions, schema
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.naming import Column
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.views import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MEMORY_BYTES = 512 << 20


def narrowing_of(dataset: Dataset, view: View | None) -> dict[str, Any] | None:
    """Give the search and the filter of a view as JSON; None where all rows are shown.

    Raises `BadRequest` for a column there is not and for what cannot be asked of a column.
    """
    if view is None or (view.filter is None and not view.search):
        return None
    conditions.to_sql(columns_of(dataset), view.to_payload()["filter"])
    return view.model_dump(mode="json", include={"search", "filter"}, exclude_none=True)


def columns_of(dataset: Dataset) -> list[Column]:
    """Give the columns of a dataset as questions take them."""
    return [Column(*schema.for_query(entry)) for entry in dataset.schema or []]


def find_rows(
    path: Path, columns: list[Column], narrowing: Mapping[str, Any], work: Path
) -> NDArray[np.int64]:
    """Give the rising numbers of the rows of a stored table that a search and a filter let through.

    Raises `BadRequest` for a pattern that is no regular expression.
    """
    import numpy as np

    from armillary.capabilities.datasets.queries import StoredTable

    view = View.model_validate(narrowing).to_payload()
    with open_engine([path.parent], work, threads=1, memory_bytes=_MEMORY_BYTES) as engine:
        table = StoredTable(engine, path, columns)
        where, values = table.where(view["filter"], view["search"])
        found = table.fetch_numbers(
            f"select file_row_number from {table.source} where {where}", values
        )
    return np.sort(found)
