"""The private folder where the processes of one data folder meet: sockets and lock files."""

import hashlib
import os
import stat
from pathlib import Path

# Not from the environment: a service and a shell would look in different places.
_PARENT = Path("/tmp")


def run_folder(data_dir: Path) -> Path:
    """Give a folder that only this user may enter, the same for every process of a data folder.

    It does not lie in the data folder: a socket's path may have 107 bytes at most, and data folders
    may be on disks that carry no sockets. Raises ``PermissionError`` where somebody else made it.
    """
    digest = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:16]
    folder = _PARENT / f"armillary-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not is_ours or stat.S_IMODE(found.st_mode) & 0o077:
        raise PermissionError(
            f"{folder} must be a folder that only this user may enter; remove it and start again."
        )
    return folder
