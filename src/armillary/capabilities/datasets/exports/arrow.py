"""The file format of Arrow, which Feather is too."""

from collections.abc import Sequence
from pathlib import Path

from armillary.capabilities.datasets.export_source import Source


class Arrow:
    """Record batches as they lie in memory."""

    id = "arrow"
    media_type = "application/vnd.apache.arrow.file"

    def head(self, names: Sequence[str], *, is_safe: bool) -> bytes:
        """Nothing goes before what `write` writes."""
        return b""

    def write(self, source: Source, path: Path, *, is_safe: bool) -> None:
        """Write batch by batch."""
        import pyarrow as pa

        with path.open("wb") as file, pa.ipc.new_file(file, source.schema) as writer:
            for batch in source.batches():
                writer.write_batch(batch)


export = Arrow()
