"""Files around files: compressed streams and archives; one file here is one kind, found by itself.

What is inside is copied to a file of a fixed name in the work folder, and nothing else: names in an
archive, however they are made, reach no file system.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from armillary.base.registry import discover
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import (
    HEAD_BYTES,
    Part,
    Reading,
    ReadLimits,
    ReadOptions,
)

_LEVELS = 2
_CHUNK_BYTES = 1 << 20
# So much may come of any file, however small: plain tables compress well.
_ALWAYS_BYTES = 100 << 20
_GIGABYTE = 1 << 30


class Budget:
    """How many bytes may still come out of an upload, over all levels of packing."""

    def __init__(self, packed_bytes: int, limits: ReadLimits) -> None:
        self._ratio_bytes = max(_ALWAYS_BYTES, packed_bytes * limits.unpacked_ratio)
        self.limits = limits
        self.written = 0

    def copy(
        self, stream: BinaryIO, target: Path, position: BinaryIO, packed_bytes: int
    ) -> Generator[Reading, None, None]:
        """Copy what a stream gives to a file; raises `Unreadable` where it gives too much."""
        with target.open("wb") as file:
            while chunk := stream.read(_CHUNK_BYTES):
                self._spend(len(chunk))
                file.write(chunk)
                yield Reading(min(position.tell(), packed_bytes), packed_bytes, 0)

    def _spend(self, size: int) -> None:
        self.written += size
        limits = self.limits
        if self.written > limits.unpacked_bytes:
            raise Unreadable(
                f"Unpacked, the file has more than {limits.unpacked_bytes / _GIGABYTE:,.1f} GB, "
                "the most that are accepted (ARMILLARY_MAX_UNPACKED_MB)."
            )
        if self.written > self._ratio_bytes:
            raise Unreadable(
                f"Unpacked, the file is more than {limits.unpacked_ratio:,} times as large as it "
                "came (ARMILLARY_MAX_UNPACKED_RATIO). It looks made to fill a disk; if it is not, "
                "unpack it first."
            )


@dataclass(frozen=True)
class Unpacked:
    """A file out of its packing, and what is left to be said of it."""

    path: Path
    filename: str
    options: ReadOptions
    warnings: tuple[str, ...] = ()
    facts: dict[str, str] | None = None


class Container(Protocol):
    """One kind of packing; offered by its module as ``container``."""

    id: str
    name: str
    suffixes: tuple[str, ...]

    def recognises(self, source: Path, head: bytes) -> bool:
        """Say whether a file of this beginning is one of these."""

    def parts(self, source: Path, filename: str, limits: ReadLimits) -> list[Part]:
        """List what can be taken out; empty where there is one thing only."""

    def unpack(
        self, packed: Unpacked, target: Path, budget: Budget
    ) -> Generator[Reading, None, Unpacked]:
        """Take one file out; raises `Unreadable`."""


def all_containers() -> list[Container]:
    """Give every kind of packing there is."""
    return [cast(Container, found.thing) for found in discover(__name__, "container").values()]


def find_container(source: Path) -> Container | None:
    """Find the packing of a file by its first bytes, or None where it has none."""
    with source.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return next((one for one in all_containers() if one.recognises(source, head)), None)


def unwrap(
    source: Path, filename: str, work: Path, limits: ReadLimits, options: ReadOptions
) -> Generator[Reading, None, Unpacked]:
    """Take a file out of whatever it is packed in; raises `Unreadable`."""
    unpacked = Unpacked(source, filename, options)
    budget = Budget(source.stat().st_size, limits)
    for level in range(_LEVELS + 1):
        container = find_container(unpacked.path)
        if container is None:
            return unpacked
        if level == _LEVELS:
            raise Unreadable(
                f"The file is packed more than {_LEVELS} times over. Unpack it, and choose the "
                "table in it."
            )
        packed = unpacked
        unpacked = yield from container.unpack(packed, work / f"unpacked-{level}", budget)
        if unpacked.path.stat().st_size == 0:
            raise Unreadable(f"{unpacked.filename!r} in the {container.name} file is empty.")
        unpacked = replace(
            unpacked,
            warnings=(*packed.warnings, *unpacked.warnings),
            facts={**(packed.facts or {}), **(unpacked.facts or {})},
        )
        if packed.path != source:
            packed.path.unlink()
    return unpacked


def without_suffix(filename: str, suffixes: tuple[str, ...]) -> str:
    """Give the name of what is inside: without the suffix of the packing."""
    for suffix in suffixes:
        if filename.lower().endswith(suffix) and len(filename) > len(suffix):
            return filename[: -len(suffix)]
    return filename
