"""Some rows of a table as lines of CSV."""

import csv
import io
from typing import Any

from armillary.capabilities.datasets.queries import open_table
from armillary.jobs.calls import CallContext, HostName, SingleCall


class ExportRows(SingleCall):
    """Payload ``{key, columns, start, end}``; the first rows bring the header with them."""

    id = "datasets.export_rows"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Write the rows; missing cells are empty."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        with open_table(payload, context) as table:
            if payload["start"] == 0:
                writer.writerow([column.name for column in table.columns])
            writer.writerows(table.read_text(payload["start"], payload["end"]))
        return text.getvalue()


call = ExportRows()
