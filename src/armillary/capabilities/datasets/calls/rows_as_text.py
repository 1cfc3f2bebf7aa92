"""The first rows of a table as texts, cell by cell."""

from typing import Any

from armillary.capabilities.datasets.picking import pick_rows
from armillary.jobs.calls import CallContext, HostName, SingleCall


class RowsAsText(SingleCall):
    """Payload ``{key, columns, rows}``, columns by name; missing cells are empty texts."""

    id = "datasets.rows_as_text"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Write the cells of the first rows."""
        import pyarrow as pa

        path = context.storage.local_path(payload["key"])
        table = pick_rows(path, payload["columns"], range(payload["rows"]))
        texts = [column.cast(pa.string()).fill_null("").to_pylist() for column in table.columns]
        return [list(row) for row in zip(*texts, strict=True)]


call = RowsAsText()
