"""Files in folders of the server that are opened for imports."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.sources import Fetched
from armillary.capabilities.datasets.sources.download import refuse_size
from armillary.settings import Settings

_CHUNK_BYTES = 1 << 20


def find_file(path: str, settings: Settings) -> Path:
    """Give the real path of a file under one of the roots; raises `Unreadable` for others.

    Where links lead decides. Whether something outside exists is not told.
    """
    for root in settings.import_roots:
        base = Path(root).resolve()
        try:
            found = (base / path).resolve()
        except (OSError, RuntimeError, ValueError):
            break
        if found != base and found.is_relative_to(base):
            if not found.is_file():
                raise Unreadable(f"There is no file {path!r} in the folder of imports.")
            return found
    raise Unreadable(
        f"{path!r} is in none of the folders that files may be imported from "
        "(ARMILLARY_IMPORT_ROOTS)."
    )


@contextmanager
def open_file(path: str, settings: Settings) -> Iterator[Fetched]:
    """Open a file under one of the roots; raises `Unreadable`."""
    found = find_file(path, settings)
    try:
        # What was a plain file a moment ago must be one still: no link, no pipe to wait at.
        descriptor = os.open(found, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable(f"The file {path!r} cannot be opened ({error.strerror}).") from error
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable(f"{path!r} is no plain file.")
        refuse_size(about.st_size, settings)

        def chunks() -> Iterator[bytes]:
            size = 0
            while chunk := file.read(_CHUNK_BYTES):
                size += len(chunk)
                refuse_size(size, settings)
                yield chunk

        yield Fetched(found.name, about.st_size, chunks())
