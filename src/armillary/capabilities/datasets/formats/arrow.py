"""Apache Arrow: the file and stream forms of its interchange format, which Feather 2 is too."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import Reading, ReadLimits, ReadOptions, TypedTable
from armillary.capabilities.datasets.typed.tables import copy_batches
from armillary.capabilities.datasets.typed.writing import batch_rows

if TYPE_CHECKING:
    import pyarrow as pa

_FILE = b"ARROW1"
_STREAM = b"\xff\xff\xff\xff"
_OLD_FEATHER = b"FEA1"
_SAID_CHARACTERS = 300


class ArrowFormat:
    """Reads Arrow files and streams; every buffer is checked before it is used."""

    id = "arrow"
    name = "Arrow/Feather"
    suffixes = (".arrow", ".arrows", ".feather", ".ipc")

    def recognises(self, filename: str, head: bytes) -> bool:
        """Take what begins as one of the forms, or is named so."""
        if head.startswith((_FILE, _OLD_FEATHER)):
            return True
        # A stream begins with a mark and the length of its schema, which is no long one.
        if head.startswith(_STREAM) and 0 < int.from_bytes(head[4:8], "little") < 1 << 28:
            return True
        return filename.lower().endswith(self.suffixes)

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, TypedTable]:
        """Copy the values, each type to the one that holds it."""
        import pyarrow as pa

        with source.open("rb") as file:
            mark = file.read(len(_FILE))
        if mark.startswith(_OLD_FEATHER):
            raise Unreadable(
                "This is a Feather file of version 1, which is no longer read. Write it as "
                "Feather 2 or Parquet."
            )
        is_file = mark == _FILE
        try:
            schema, _ = next(_open(source, is_file))
            return (
                yield from copy_batches(
                    schema,
                    lambda places: _batches(source, is_file, places),
                    work / "typed.parquet",
                    limits,
                    source.stat().st_size,
                )
            )
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise Unreadable(
                f"The Arrow file cannot be read: {said.rstrip('.')[:_SAID_CHARACTERS]}. It may be "
                "damaged or cut off; write it anew."
            ) from error


format = ArrowFormat()  # noqa: A001  # the word by which formats are found


def _open(source: Path, is_file: bool) -> Iterator[tuple[pa.Schema, pa.RecordBatch | None]]:
    """Give the schema alone first, then with every batch in turn."""
    import pyarrow as pa

    with pa.OSFile(str(source)) as file:
        if is_file:
            reader = pa.ipc.open_file(file)
            yield reader.schema, None
            for place in range(reader.num_record_batches):
                yield reader.schema, reader.get_batch(place)
        else:
            stream = pa.ipc.open_stream(file)
            yield stream.schema, None
            for batch in stream:
                yield stream.schema, batch


def _batches(
    source: Path, is_file: bool, places: list[int]
) -> Iterator[tuple[pa.RecordBatch, int]]:
    total = source.stat().st_size
    read = 0
    for schema, batch in _open(source, is_file):
        if batch is None:
            continue
        # Offsets in a damaged file may point anywhere.
        batch.validate(full=True)
        read += batch.get_total_buffer_size()
        chosen = batch if len(places) == len(schema) else batch.select(places)
        rows = batch_rows(len(places))
        for start in range(0, batch.num_rows, rows):
            yield chosen.slice(start, rows), min(read, total)
