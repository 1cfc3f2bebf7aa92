"""xz."""

import io
import lzma
from typing import BinaryIO, cast

from armillary.capabilities.datasets.containers._streams import CompressedStream

# A stream says itself how much memory it wants, up to 4 GB.
_MEMORY_BYTES = 256 << 20
_CHUNK_BYTES = 1 << 16


class _Unpacking(io.RawIOBase):
    """The bytes in an xz file, unpacked in bounded memory."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._given = b""
        self._begin(b"")

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # of bytes only
        """Fill a buffer as far as there is something."""
        while True:
            if self._stream.eof:
                rest = (self._stream.unused_data or self._raw.read(_CHUNK_BYTES)).lstrip(b"\0")
                if not rest:
                    return 0
                self._begin(rest)
            given = self._given
            if self._stream.needs_input and not given:
                given = self._raw.read(_CHUNK_BYTES)
                if not given:
                    raise EOFError("it ends before its end was reached")
            self._given = b""
            data = self._stream.decompress(given, len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)

    def _begin(self, given: bytes) -> None:
        self._stream = lzma.LZMADecompressor(lzma.FORMAT_XZ, _MEMORY_BYTES)
        self._given = given


def _open(raw: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Unpacking(raw)))


container = CompressedStream(
    "xz", "xz", b"\xfd7zXZ\x00", (".xz",), _open, (lzma.LZMAError, EOFError)
)
