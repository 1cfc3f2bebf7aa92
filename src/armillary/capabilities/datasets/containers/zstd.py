"""Zstandard."""

from typing import BinaryIO, cast

from armillary.capabilities.datasets.containers._streams import CompressedStream


def _open(raw: BinaryIO) -> BinaryIO:
    import pyarrow as pa

    return cast(BinaryIO, pa.CompressedInputStream(pa.PythonFile(raw, "r"), "zstd"))


container = CompressedStream(
    "zstd", "Zstandard", b"\x28\xb5\x2f\xfd", (".zst", ".zstd"), _open, (OSError, ValueError)
)
