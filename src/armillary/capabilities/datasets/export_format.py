"""What a format that tables are given out in promises."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from armillary.capabilities.datasets.export_source import Source


class ExportFormat(Protocol):
    """One format, one file: ``exports/*.py`` offering it as ``export``."""

    id: str
    """Its name in an address, and the end of the file's name."""
    media_type: str

    def head(self, names: Sequence[str], *, is_safe: bool) -> bytes:
        """Give what goes before the rows; sent before any of them is read."""

    def write(self, source: Source, path: Path, *, is_safe: bool) -> None:
        """Write the rows into a file, from its top to its end, holding few of them.

        ``is_safe`` asks that a spreadsheet which opens the file runs nothing of it. Raises
        `BadRequest` where the format cannot hold the rows.
        """
