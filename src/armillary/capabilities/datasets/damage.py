"""What Python's own readers of archives raise for damaged ones."""

import struct
import zipfile
import zlib

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    LookupError,
    ArithmeticError,
)
"""Such as `IndexError` for a member without a name, `ValueError` for a place before the file."""
