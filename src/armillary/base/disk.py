"""Knowing a full disk by the many names that libraries give it."""

import errno

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
