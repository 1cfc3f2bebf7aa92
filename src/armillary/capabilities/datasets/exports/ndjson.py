"""JSON with one object a line."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from armillary.base.values import to_json
from armillary.capabilities.datasets.cells import as_plain_json
from armillary.capabilities.datasets.export_source import Source


class NdJson:
    """An object for each row; NaN and infinity are null, as JSON has neither."""

    id = "ndjson"
    media_type = "application/x-ndjson"

    def head(self, names: Sequence[str], *, is_safe: bool) -> bytes:
        """Nothing goes before what `write` writes."""
        return b""

    def write(self, source: Source, path: Path, *, is_safe: bool) -> None:
        """Write line by line."""
        with path.open("wb") as file:
            for objects in pieces(source):
                file.write(b"".join(one + b"\n" for one in objects))


export = NdJson()


def pieces(source: Source) -> Iterator[Iterator[bytes]]:
    """Give the rows as objects, those of one piece after the other."""
    names = [column.name for column in source.columns]
    for batch in source.batches():
        columns = [
            as_plain_json(values, column)
            for values, column in zip(batch.columns, source.columns, strict=True)
        ]
        yield (
            to_json(dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True)
        )
