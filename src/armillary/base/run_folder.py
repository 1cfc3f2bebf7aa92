"""The private folder where the processes of one data folder meet: sockets and lock files.

Nothing in it outlives them: whoever is the last to leave removes it, and a starting server removes
those that killed processes have left.
"""

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Not from the environment: a service and a shell would look in different places.
_PARENT = Path("/tmp")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# With a word behind it, it was about to be removed.
_NAME = re.compile(rf"armillary-{os.getuid()}-[0-9a-f]{{16}}(\.[0-9a-f]+)?")


def run_folder(data_dir: Path) -> Path:
    """Give a folder that only this user may enter, the same for every process of a data folder.

    It does not lie in the data folder: a socket's path may have 107 bytes at most, and data folders
    may be on disks that carry no sockets. Raises ``PermissionError`` where somebody else made it.
    """
    folder = _place(data_dir)
    if not _is_private(_make(folder)):
        raise PermissionError(
            f"{folder} must be a folder that only this user may enter; remove it and start again."
        )
    return folder


class Meeting:
    """A run folder that stays where it is until every process that holds it has closed it."""

    def __init__(self, data_dir: Path) -> None:
        self.folder, file = _hold(data_dir)
        self._file: int | None = file

    def close(self) -> None:
        """Leave; the last one takes the folder along. Calling it again does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
            remove_unused(self.folder)


def remove_abandoned(older_than_s: float = 60.0) -> int:
    """Remove every folder of this user in which nobody meets any more, and give their number.

    Processes of older versions, which hold no lock, are given some time to begin to listen.
    """
    before = time.time() - older_than_s
    with os.scandir(_PARENT) as entries:
        found = [Path(entry.path) for entry in entries if _NAME.fullmatch(entry.name)]
    return sum(remove_unused(folder) for folder in found if _changed_at(folder) < before)


def remove_unused_of(data_dir: Path) -> bool:
    """Remove the folder of a data folder if nobody meets there; gives whether it is removed."""
    return remove_unused(_place(data_dir))


def remove_unused(folder: Path) -> bool:
    """Remove a run folder if nobody meets there any more; gives whether it is removed."""
    with suppress(OSError), _opened(folder) as file:
        if not _is_private(os.fstat(file)):
            return False
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is_at(file, folder) or _is_somebody_listening(folder):
            return False
        # Out of the way first: who comes now makes a new one instead of losing half of this.
        doomed = folder.with_name(f"{folder.name.partition('.')[0]}.{secrets.token_hex(8)}")
        folder.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)
        return True
    return False


def _place(data_dir: Path) -> Path:
    digest = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:16]
    return _PARENT / f"armillary-{os.getuid()}-{digest}"


def _make(folder: Path) -> os.stat_result:
    """Make a folder where there is none, and give what is there: it may be removed at any time."""
    while True:
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        with suppress(FileNotFoundError):
            return folder.lstat()


def _is_private(found: os.stat_result) -> bool:
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    return is_ours and not stat.S_IMODE(found.st_mode) & 0o077


def _hold(data_dir: Path) -> tuple[Path, int]:
    """Share a lock on the folder, which whoever removes it must have alone."""
    while True:
        folder = run_folder(data_dir)
        with suppress(FileNotFoundError):
            file = os.open(folder, _FOLDER)
            fcntl.flock(file, fcntl.LOCK_SH)
            if _is_at(file, folder):
                return folder, file
            # It was removed between our look and the lock.
            os.close(file)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    file = os.open(folder, _FOLDER)
    try:
        yield file
    finally:
        os.close(file)


def _changed_at(folder: Path) -> float:
    """Say when something came into a folder, or into one of it, or left it."""
    with suppress(OSError):
        return max(one.lstat().st_mtime for one in (folder, *folder.iterdir()))
    return time.time()


def _is_at(file: int, folder: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), folder.lstat())
    except FileNotFoundError:
        return False


def _is_somebody_listening(folder: Path) -> bool:
    """Whether a process answers that holds no lock, such as one of an older version."""
    return any(_answers(path) for path in folder.rglob("*") if path.is_socket())


def _answers(path: Path) -> bool:
    kind = socket.SOCK_STREAM if path.suffix == ".sock" else socket.SOCK_DGRAM
    with socket.socket(socket.AF_UNIX, kind) as asking:
        asking.setblocking(False)
        try:
            asking.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True  # it has a queue that is full, or something else that we do not know
    return True
