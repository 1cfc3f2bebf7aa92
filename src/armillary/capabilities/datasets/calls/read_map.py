"""The places of a map, and the values of one column at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets.picking import pick_rows
from armillary.jobs.calls import CallContext, HostName, SingleCall

if TYPE_CHECKING:
    import pyarrow as pa

_DIGITS = 6


class ReadMap(SingleCall):
    """Payload ``{map_key, key, colour}``; without a colour only places are given."""

    id = "datasets.read_map"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Give ``rows``, ``x`` and ``y``, and ``values`` where a column was named."""
        import numpy as np
        import pyarrow.parquet as pq

        with pq.ParquetFile(context.storage.local_path(payload["map_key"])) as file:
            table = file.read()
        places = {
            axis: np.round(table[axis].to_numpy().astype(np.float64), _DIGITS).tolist()
            for axis in ("x", "y")
        }
        rows = table["row"].to_pylist()
        answer: dict[str, Any] = {"rows": rows, **places}
        if payload["colour"] is not None:
            path = context.storage.local_path(payload["key"])
            answer["values"] = _shown(pick_rows(path, [payload["colour"]], rows).column(0))
        return answer


call = ReadMap()


def _shown(column: pa.ChunkedArray) -> list[Any]:
    """Give values as JSON can hold them: numbers and truths as they are, all else as text."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        found: list[Any] = column.to_pylist()
        return found
    return [None if value is None else str(value) for value in column.to_pylist()]
