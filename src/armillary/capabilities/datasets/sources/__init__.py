"""Files that are fetched rather than uploaded: from an address, or from a folder of the server."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Fetched:
    """A file that is on its way: its name, its size where that is known, and its bytes."""

    filename: str
    size_bytes: int | None
    chunks: Iterator[bytes]
