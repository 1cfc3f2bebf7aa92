"""What a place for files promises."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol


@dataclass(frozen=True)
class StoredFile:
    """One stored file: its key and its size."""

    key: str
    size_bytes: int


@dataclass(frozen=True)
class Abandoned:
    """What a writer that died has left of a file that nobody ever saw."""

    name: str
    size_bytes: int


class Writing(Protocol):
    """A file that is being written; nobody sees it before its context ends without an error."""

    @property
    def size_bytes(self) -> int:
        """The bytes written so far."""

    @property
    def sha256(self) -> str:
        """The hash of the bytes written so far, as 64 hexadecimal digits."""

    def write(self, data: bytes, /) -> int:
        """Append bytes and give their number."""


class Storage(Protocol):
    """Files under keys such as ``datasets/ds_…/original``.

    A key is made of parts of letters, digits, ``.``, ``_`` and ``-``, joined by ``/``; anything
    else raises ``ValueError``. A key that holds nothing raises ``FileNotFoundError``.
    """

    def write(self, key: str) -> AbstractContextManager[Writing]:
        """Write a file whole or not at all: it appears under its key when the context ends."""

    def write_files(self, files: Mapping[str, bytes]) -> None:
        """Write several files, each whole or not at all, in less time than one after another."""

    def part_path(self, key: str) -> Path:
        """Give a path of this machine at which the file of a key may be gathered bit by bit.

        It is named after the last part of the key; its folder exists.
        """

    def adopt(self, key: str, path: Path) -> None:
        """Take a whole, synchronised file of this machine as the stored one; it leaves its place.

        A file that was gathered at a `part_path` is not copied where that can be helped.
        """

    def write_prefix(self, prefix: str, folder: Path) -> None:
        """Store every file of a folder under a prefix, all of them or none."""

    def open_read(self, key: str, start: int = 0, end: int | None = None) -> BinaryIO:
        """Open bytes ``start`` to ``end`` (not included; None means all) for reading."""

    def exists(self, key: str) -> bool:
        """Whether a file is stored under the key."""

    def size_bytes(self, key: str) -> int:
        """The size of a stored file."""

    def list_files(self, prefix: str) -> Iterator[StoredFile]:
        """Give every file whose key begins with ``prefix/``, in key order."""

    def list_prefixes(self, prefix: str) -> Iterator[str]:
        """Give the next part of the keys that begin with ``prefix/`` and have further ones."""

    def changed_at(self, prefix: str) -> datetime | None:
        """Say when anything under a prefix was last written; None where there is nothing."""

    def list_abandoned(self, before: datetime) -> list[Abandoned]:
        """Give what is half-written, and was last written to before a time."""

    def remove_abandoned(self, before: datetime) -> None:
        """Remove what `list_abandoned` gives."""

    def delete(self, key: str) -> None:
        """Remove a file; one that is not there is no error."""

    def delete_prefix(self, prefix: str) -> None:
        """Remove every file whose key begins with ``prefix/``."""

    def local_path(self, key: str) -> Path:
        """Give a path on this machine where the file, or the folder of a prefix, can be read."""
