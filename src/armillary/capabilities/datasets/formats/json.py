"""JSON documents, whichever way they write a table, and JSON lines."""

import re
from collections.abc import Generator
from pathlib import Path

from armillary.capabilities.datasets.formats import (
    Part,
    Reading,
    ReadLimits,
    ReadOptions,
    TypedTable,
)
from armillary.capabilities.datasets.formats.ndjson import NdjsonFormat
from armillary.capabilities.datasets.nested.columns import read_records
from armillary.capabilities.datasets.nested.layout import lay_out, tables
from armillary.capabilities.datasets.nested.outline import outline
from armillary.capabilities.datasets.nested.scan import JsonText

_DOCUMENT = re.compile(rb'\s*(?:\{\s*"[^"]*"\s*:|\[\s*[\[{])')


class JsonFormat:
    """Reads records, columns, and what wraps them; nested objects become columns ``a.b``."""

    id = "json"
    name = "JSON"
    suffixes = (".json", ".geojson")

    def recognises(self, filename: str, head: bytes) -> bool:
        """Take what is named so, or begins as an object or a list of objects or lists."""
        lower = filename.lower()
        if lower.endswith(NdjsonFormat.suffixes):
            return False
        return (
            lower.endswith(self.suffixes)
            or _DOCUMENT.match(head.removeprefix(b"\xef\xbb\xbf")) is not None
        )

    def parts(self, source: Path) -> list[Part]:
        """List the lists in the document that can be tables."""
        with JsonText(source) as text:
            found = outline(text)
        return [Part(each.name, "list", f"{each.count:,} rows") for each in tables(found)]

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, TypedTable]:
        """Find the records in the document, then read them twice: their types, their values."""
        total = source.stat().st_size
        with JsonText(source, options.encoding) as text:
            found = outline(text)
            yield Reading(0, total, 0)
        layout = lay_out(found, options.part)
        return (yield from read_records(source, work, layout, limits, options))


format = JsonFormat()  # noqa: A001  # the word by which formats are found
