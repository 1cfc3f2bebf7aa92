"""Parquet, with the types that the table has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.export_source import Source

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP_ROWS = 32_768


class Parquet:
    """Row groups of bounded size, compressed."""

    id = "parquet"
    media_type = "application/vnd.apache.parquet"

    def head(self, names: Sequence[str], *, is_safe: bool) -> bytes:
        """Nothing goes before what `write` writes."""
        return b""

    def write(self, source: Source, path: Path, *, is_safe: bool) -> None:
        """Write group by group."""
        import pyarrow.parquet as pq

        with pq.ParquetWriter(path, source.schema, compression="zstd") as writer:
            for group in _groups(source):
                writer.write_table(group)


export = Parquet()


def _groups(source: Source) -> Iterator[pa.Table]:
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    most = min(_GROUP_ROWS, 4 * source.rows_at_once)
    for batch in source.batches():
        held.append(batch)
        if sum(each.num_rows for each in held) >= most:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)
