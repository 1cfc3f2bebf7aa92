"""The rows of a table that a condition on one column lets through."""

from typing import Any

from armillary.capabilities.datasets.conditions import condition
from armillary.capabilities.datasets.queries import open_table
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Filter(SingleCall):
    """Payload ``{key, columns, column, operator, values, limit}``."""

    id = "datasets.filter"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Count the matches and give the first of them."""
        with open_table(payload, context) as table:
            where, values = condition(
                table, payload["column"], payload["operator"], payload["values"]
            )
            numbers = table.find(where, values, "file_row_number", 0, payload["limit"])
            return {"total_rows": table.count(where, values), "filtered_rows": table.read(numbers)}


call = Filter()
