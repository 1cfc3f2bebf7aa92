"""bzip2."""

import bz2
from typing import BinaryIO, cast

from armillary.capabilities.datasets.containers._streams import CompressedStream


def _open(raw: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, bz2.BZ2File(raw))


container = CompressedStream(
    "bzip2", "bzip2", b"BZh", (".bz2",), _open, (OSError, EOFError, ValueError)
)
