"""Reading some rows of some columns of a stored table, in memory that does not grow with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

_BATCH_ROWS = 65_536


def pick_rows(
    path: Path, names: Sequence[str], rows: Sequence[int] | NDArray[np.int64]
) -> pa.Table:
    """Give the rows of these rising numbers, with these columns in this order."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = np.asarray(rows, dtype=np.int64)
    start, found = 0, []
    with pq.ParquetFile(path) as file:
        schema = pa.schema([file.schema_arrow.field(name) for name in names])
        for batch in file.iter_batches(_BATCH_ROWS, columns=list(names), use_threads=False):
            low, high = np.searchsorted(wanted, [start, start + batch.num_rows])
            if high > low:
                places = pa.array(wanted[low:high] - start)
                found.append(batch.select(list(names)).take(places))
            start += batch.num_rows
            if start > (wanted[-1] if len(wanted) else -1):
                break
    return pa.Table.from_batches(found, schema=schema)
