"""gzip."""

import gzip
import zlib
from typing import BinaryIO, cast

from armillary.capabilities.datasets.containers._streams import CompressedStream


def _open(raw: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw, mode="rb"))


container = CompressedStream(
    "gzip", "gzip", b"\x1f\x8b", (".gz", ".gzip"), _open, (OSError, EOFError, zlib.error)
)
