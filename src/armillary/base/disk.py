"""Knowing a full disk by the many names that libraries give it."""

import errno
import shutil
from pathlib import Path

from armillary.base.errors import AppError

_ERRNOS = {errno.ENOSPC, errno.EDQUOT}
_WORDS = ("no space left on device", "database or disk is full", "disk quota exceeded")


class DiskFull(AppError):
    """There is no room on the server's disk for what should be stored."""

    code = "disk_full"
    status = 507


def find_disk_full(failure: BaseException) -> DiskFull | None:
    """Give what people are told where a failure comes of a full disk, else None."""
    is_named = isinstance(failure, OSError) and failure.errno in _ERRNOS
    # SQLite, DuckDB and Arrow each tell it in an error of their own, by these words.
    if not is_named and not any(words in str(failure).lower() for words in _WORDS):
        return None
    return DiskFull(
        "The disk of the server is full, so this was not stored. "
        "Delete datasets or models that nobody needs, or make room on it; then try again."
    )


def check_room(folder: Path, size_bytes: int) -> None:
    """Raise `DiskFull` where so many bytes do not fit on the disk of a folder."""
    free = shutil.disk_usage(folder).free
    if size_bytes > free:
        raise DiskFull(
            f"The file has {size_bytes / 1e6:,.0f} MB, and the disk of the server has room for "
            f"{free / 1e6:,.0f} MB. Delete datasets or models that nobody needs, or make room "
            "on it; then try again."
        )
