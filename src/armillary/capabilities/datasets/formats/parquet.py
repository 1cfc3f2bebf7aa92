"""Apache Parquet, read a part of a row group at a time."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import Reading, ReadLimits, ReadOptions, TypedTable
from armillary.capabilities.datasets.typed.tables import Batches, copy_batches
from armillary.capabilities.datasets.typed.writing import batch_rows, refuse_rows
from armillary.capabilities.datasets.words import counted, listed

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_MAGIC = (b"PAR1", b"PARE")
_SAID_CHARACTERS = 300


class ParquetFormat:
    """Reads Parquet of every encoding and logical type; nothing of it is run or trusted."""

    id = "parquet"
    name = "Parquet"
    suffixes = (".parquet", ".pq", ".parq")

    def recognises(self, filename: str, head: bytes) -> bool:
        """Take what begins as Parquet does, encrypted or not."""
        return head.startswith(_MAGIC) or filename.lower().endswith(self.suffixes)

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, TypedTable]:
        """Copy the values, each type to the one that holds it."""
        import pyarrow as pa

        try:
            with _open(source) as file:
                refuse_rows(file.metadata.num_rows, limits)
                total = source.stat().st_size
                copying = copy_batches(
                    file.schema_arrow, _batches(file, total), work / "typed.parquet", limits, total
                )
                table = yield from copying
                _refuse_other_rows(file.metadata.num_rows, table.rows)
                return replace(table, facts={**table.facts, **_facts(file)})
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise _refusal(error) from error


format = ParquetFormat()  # noqa: A001  # the word by which formats are found


def _open(source: Path) -> pq.ParquetFile:
    import pyarrow.parquet as pq

    # Times beyond the years 1677 to 2262 do not fit into nanoseconds.
    return pq.ParquetFile(
        source,
        coerce_int96_timestamp_unit="us",
        pre_buffer=False,
        page_checksum_verification=True,
    )


def _batches(file: pq.ParquetFile, total: int) -> Batches:
    names = file.schema_arrow.names

    def open_batches(places: list[int]) -> Iterator[tuple[pa.RecordBatch, int]]:
        chosen = None if len(places) == len(names) else [names[place] for place in places]
        rows, most = 0, max(file.metadata.num_rows, 1)
        for batch in file.iter_batches(batch_rows(len(places)), columns=chosen):
            rows += batch.num_rows
            # A name also chooses columns that begin with it and a dot.
            yield batch if chosen is None else batch.select(chosen), int(total * rows / most)

    return open_batches


def _refuse_other_rows(promised: int, found: int) -> None:
    if promised != found:
        raise Unreadable(
            f"The Parquet file says that it has {counted(promised, 'row')}, and {found:,} were "
            "read. It is damaged; write it anew."
        )


def _facts(file: pq.ParquetFile) -> dict[str, str]:
    columns = [file.schema.column(place) for place in range(len(file.schema))]
    old = [column.path for column in columns if column.physical_type == "INT96"]
    if not old:
        return {}
    return {"int96": f"Times of the old type INT96 are kept to the microsecond: {listed(old)}."}


def _refusal(error: Exception) -> Unreadable:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "encrypt" in said.lower() or "decrypt" in said.lower():
        return Unreadable(
            "The Parquet file is encrypted, and its keys are not known here. Write it without "
            "encryption."
        )
    return Unreadable(
        f"The Parquet file cannot be read: {said.rstrip('.')[:_SAID_CHARACTERS]}. It may be "
        "damaged or cut off; write it anew."
    )
