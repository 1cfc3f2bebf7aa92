"""What all compressed streams share: one file inside, and errors of many names."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from armillary.capabilities.datasets.containers import Budget, Unpacked, without_suffix
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import Part, Reading, ReadLimits


class CompressedStream:
    """One kind of compression; ``open_stream`` gives what a packed file holds."""

    def __init__(
        self,
        identity: str,
        name: str,
        magic: bytes,
        suffixes: tuple[str, ...],
        open_stream: Callable[[BinaryIO], BinaryIO],
        errors: tuple[type[Exception], ...],
    ) -> None:
        self.id = identity
        self.name = name
        self.suffixes = suffixes
        self._magic = magic
        self._open_stream = open_stream
        self._errors = errors

    def recognises(self, source: Path, head: bytes) -> bool:
        """Take what begins with its mark."""
        return head.startswith(self._magic)

    def parts(self, source: Path, filename: str, limits: ReadLimits) -> list[Part]:
        """Give none: a stream holds one file."""
        return []

    def unpack(
        self, packed: Unpacked, target: Path, budget: Budget
    ) -> Generator[Reading, None, Unpacked]:
        """Copy what the stream holds."""
        total = packed.path.stat().st_size
        with packed.path.open("rb") as raw:
            try:
                with closing(self._open_stream(raw)) as stream:
                    yield from budget.copy(stream, target, raw, total)
            except self._errors as error:
                raise Unreadable(
                    f"The {self.name} file cannot be unpacked: {str(error).rstrip('.')}. It may "
                    "be damaged or cut off; send it again."
                ) from error
        name = without_suffix(packed.filename, self.suffixes)
        return replace(packed, path=target, filename=name, warnings=(), facts=None)
