"""JSON: one list of objects."""

from collections.abc import Sequence
from pathlib import Path

from armillary.capabilities.datasets.export_source import Source
from armillary.capabilities.datasets.exports.ndjson import pieces


class Json:
    """A list with an object for each row; NaN and infinity are null, as JSON has neither."""

    id = "json"
    media_type = "application/json"

    def head(self, names: Sequence[str], *, is_safe: bool) -> bytes:
        """Open the list."""
        return b"["

    def write(self, source: Source, path: Path, *, is_safe: bool) -> None:
        """Write object by object, and close the list."""
        is_first = True
        with path.open("wb") as file:
            for objects in pieces(source):
                text = b",\n".join(objects)
                file.write(text if is_first or not text else b",\n" + text)
                is_first = is_first and not text
            file.write(b"]\n")


export = Json()
