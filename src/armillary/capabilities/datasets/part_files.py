"""Files that come in pieces: bytes on this machine's disk until all of them are there.

Every server process of an installation has to reach the folder in which they lie, as it has to
reach stored files anyway.
"""

import fcntl
import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from armillary.base.errors import Conflict, NotFound

_READ_BYTES = 1 << 22
_KEPT_HASHES = 256


class UploadBusy(Conflict):
    """Another request is sending bytes of the same upload."""

    code = "upload_busy"


class BytesLost(NotFound):
    """Bytes that were acknowledged are not on the disk any more."""

    code = "upload_lost"

    def __init__(self) -> None:
        super().__init__("The bytes of this upload are no longer here; upload the file again.")


@dataclass
class Hashing:
    """The hash of a file's first ``offset`` bytes, which goes on where it stopped."""

    offset: int = 0
    state: Any = field(default_factory=hashlib.sha256)

    def add(self, data: bytes) -> None:
        """Go on with the next bytes."""
        self.state.update(data)
        self.offset += len(data)

    def finish(self, file: BinaryIO) -> str:
        """Read the rest of the file and give the hash of all of it."""
        file.seek(self.offset)
        while data := file.read(_READ_BYTES):
            self.add(data)
        return str(self.state.hexdigest())


class Hashes:
    """The hashes that this process has begun, so that a file need not be read again at its end."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Hashing] = OrderedDict()
        self._lock = Lock()

    def take(self, upload_id: str, offset: int) -> Hashing | None:
        """Take out the hash of an upload's bytes up to an offset, or of fewer; else None."""
        with self._lock:
            held = self._held.pop(upload_id, None)
        return held if held is not None and held.offset <= offset else None

    def keep(self, upload_id: str, hashing: Hashing) -> None:
        """Keep a hash for the next piece; the one that waited longest makes room."""
        with self._lock:
            self._held[upload_id] = hashing
            while len(self._held) > _KEPT_HASHES:
                self._held.popitem(last=False)


class PartFile:
    """One part file, open for one request alone."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def begin(self, offset: int) -> None:
        """Stand at an offset; what lies beyond was never acknowledged and goes.

        Raises `BytesLost` where there is less than was acknowledged.
        """
        if os.fstat(self._file.fileno()).st_size < offset:
            raise BytesLost
        self._file.truncate(offset)
        self._file.seek(offset)

    def write(self, data: bytes) -> None:
        """Append bytes."""
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]

    def synchronise(self) -> None:
        """Return once every byte written would survive a power cut."""
        os.fdatasync(self._file.fileno())

    def hash(self, hashing: Hashing) -> str:
        """Give the hash of the whole file."""
        return hashing.finish(self._file)


@contextmanager
def open_part(path: Path, *, may_create: bool) -> Iterator[PartFile]:
    """Open a part file for this request alone; raises `UploadBusy` or `BytesLost`.

    The lock is the kernel's: it ends with the process that holds it, however that ends.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | (os.O_CREAT if may_create else 0), 0o600)
    except FileNotFoundError:
        raise BytesLost from None
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UploadBusy(
                "Another request is sending bytes of this upload. Wait for its end, then ask "
                "for the offset and go on.",
                headers={"Retry-After": "1"},
            ) from None
        if may_create:
            _synchronise(path.parent)
        yield PartFile(file)


def _synchronise(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
