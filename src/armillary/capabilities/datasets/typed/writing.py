"""Writing typed columns to a Parquet file within the limits of a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.text.cells import column_names
from armillary.learning.storage import Storage, arrow_type

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP_CELLS = 2_000_000
_GROUP_ROWS = 122_880
_GROUP_BYTES = 64 << 20
_BATCH_CELLS = 200_000
_BATCH_ROWS = 16_384


def batch_rows(width: int) -> int:
    """Give how many rows of so many columns are handled at once."""
    return max(1, min(_BATCH_ROWS, _BATCH_CELLS // max(width, 1)))


class TypedWriter:
    """Collects arrays of columns ``c0`` and on, and writes them in row groups of bounded size."""

    def __init__(self, path: Path, storages: Sequence[Storage], limits: ReadLimits) -> None:
        import pyarrow as pa

        names = column_names(len(storages))
        self._path = path
        self._limits = limits
        self._schema = pa.schema(
            [(name, arrow_type(each)) for name, each in zip(names, storages, strict=True)]
        )
        self._texts = [place for place, each in enumerate(storages) if each == "str"]
        self._group_rows = max(1, min(_GROUP_ROWS, _GROUP_CELLS // max(len(storages), 1)))
        self._held: list[pa.RecordBatch] = []
        self._held_rows = self._held_bytes = 0
        self.rows = 0

    def __enter__(self) -> Self:
        import pyarrow.parquet as pq

        self._writer = pq.ParquetWriter(self._path, self._schema, compression="lz4")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._flush()
        finally:
            self._writer.close()

    def write(self, arrays: Sequence[pa.Array]) -> None:
        """Take the next rows, one array a column; raises `Unreadable` past the limits."""
        import pyarrow as pa

        batch = pa.RecordBatch.from_arrays(list(arrays), schema=self._schema)
        self.rows += batch.num_rows
        refuse_rows(self.rows, self._limits)
        for place in self._texts:
            refuse_long_cells(batch.column(place), self._limits)
        self._held.append(batch)
        self._held_rows += batch.num_rows
        self._held_bytes += batch.get_total_buffer_size()
        if self._held_rows >= self._group_rows or self._held_bytes >= _GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._held:
            self._writer.write_table(pa.Table.from_batches(self._held))
        self._held, self._held_rows, self._held_bytes = [], 0, 0


def refuse_rows(rows: int, limits: ReadLimits) -> None:
    """Raise `Unreadable` where a table has too many rows."""
    if rows > limits.rows:
        raise Unreadable(
            f"The table has more than {limits.rows:,} rows, the most that are accepted "
            "(ARMILLARY_MAX_ROWS)."
        )


def refuse_columns(width: int, limits: ReadLimits) -> None:
    """Raise `Unreadable` where a table has too many columns, or none."""
    if width == 0:
        raise Unreadable("The table has no columns. Choose one that holds data.")
    if width > limits.columns:
        raise Unreadable(
            f"The table has {width:,} columns; at most {limits.columns:,} are accepted "
            "(ARMILLARY_MAX_COLUMNS). Leave out what is not needed, or transpose it."
        )


def refuse_long_cells(column: pa.Array, limits: ReadLimits) -> None:
    """Raise `Unreadable` where a cell of a column of text is too long."""
    import pyarrow.compute as pc

    most = limits.cell_characters
    if len(column.buffers()[2] or b"") <= most:
        return
    longest = pc.max(pc.utf8_length(column)).as_py() or 0
    if longest > most:
        raise Unreadable(
            f"A cell has {longest:,} characters; at most {most:,} are accepted in one "
            "(ARMILLARY_MAX_CELL_CHARACTERS)."
        )
