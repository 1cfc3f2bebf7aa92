"""What differs between two views of a table."""

from typing import Any

from armillary.capabilities.datasets.queries import open_table
from armillary.capabilities.datasets.statistics.selection import Selection
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Compare(SingleCall):
    """Payload ``{key, columns, meanings, a, b}``: two views, and what each column means."""

    id = "datasets.compare"
    host: HostName = "analyses"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Rank the columns by how much they differ."""
        from armillary.capabilities.datasets.statistics.comparing import compare

        with open_table(payload, context) as table:
            a, b = (Selection.of_view(table, payload[name], context) for name in ("a", "b"))
            return compare(a, b, payload["meanings"])


call = Compare()
