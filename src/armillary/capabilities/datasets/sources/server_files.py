"""Files in folders of the server that are opened for imports."""

import contextlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.sources import Fetched
from armillary.capabilities.datasets.sources.download import refuse_size
from armillary.settings import Settings

MOST_OFFERED = 1000

_CHUNK_BYTES = 1 << 20
_MOST_LOOKED_AT = 20_000


def find_file(path: str, settings: Settings) -> Path:
    """Give the real path of a file under one of the roots; raises `Unreadable` for others.

    Where links lead decides, and the first root that has it. Whether something outside exists is
    not told.
    """
    is_inside = False
    for root in settings.import_roots:
        base = Path(root).resolve()
        try:
            found = (base / path).resolve()
        except (OSError, RuntimeError, ValueError):
            break
        if found != base and found.is_relative_to(base):
            is_inside = True
            if found.is_file():
                return found
    if is_inside:
        raise Unreadable(f"There is no file {path!r} in the folder of imports.")
    raise Unreadable(
        f"{path!r} is in none of the folders that files may be imported from "
        "(ARMILLARY_IMPORT_ROOTS)."
    )


@dataclass(frozen=True)
class OfferedFile:
    """A file that may be imported, by its path within a root."""

    path: str
    size_bytes: int


def offer_files(settings: Settings) -> tuple[list[OfferedFile], bool]:
    """Give the files under the roots by name, hidden ones left out, and whether there are more.

    Links are not followed here; `find_file` takes those that lead to a place inside.
    """
    offered: dict[str, OfferedFile] = {}
    looked_at = 0
    for root in settings.import_roots:
        base = Path(root).resolve()
        for folder, folders, names in os.walk(base):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(name for name in names if not name.startswith(".")):
                looked_at += 1
                if looked_at > _MOST_LOOKED_AT or len(offered) >= MOST_OFFERED:
                    return sorted(offered.values(), key=lambda file: file.path), True
                file = Path(folder, name)
                path = str(file.relative_to(base))
                with contextlib.suppress(OSError, UnicodeError):
                    path.encode()
                    about = file.lstat()
                    if stat.S_ISREG(about.st_mode):
                        offered.setdefault(path, OfferedFile(path, about.st_size))
    return sorted(offered.values(), key=lambda file: file.path), False


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
