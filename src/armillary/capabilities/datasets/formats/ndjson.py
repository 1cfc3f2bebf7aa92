"""JSON lines: one object a line."""

from collections.abc import Generator
from pathlib import Path

from armillary.capabilities.datasets.formats import Reading, ReadLimits, ReadOptions, TypedTable
from armillary.capabilities.datasets.nested.columns import read_records
from armillary.capabilities.datasets.nested.layout import Layout


class NdjsonFormat:
    """Reads objects one after the other; nested ones become columns ``a.b``."""

    id = "ndjson"
    name = "NDJSON"
    suffixes = (".ndjson", ".jsonl", ".jsonlines", ".geojsonl")

    def recognises(self, filename: str, head: bytes) -> bool:
        """Take what is named so: by its first bytes it is JSON, which reads the same."""
        return filename.lower().endswith(self.suffixes)

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, TypedTable]:
        """Read the records twice: their types, their values."""
        return (yield from read_records(source, work, Layout("lines"), limits, options))


format = NdjsonFormat()  # noqa: A001  # the word by which formats are found
