"""Whether a server runs on a data folder: each holds a shared lock that the kernel gives back.

Unlike a heartbeat in a row it costs no writes, and a killed server is gone at that moment.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_SERVERS = "servers.lock"
_STARTING = "workers.lock"


@contextmanager
def server_present(data_dir: Path) -> Iterator[None]:
    """Be a server of the data folder, as its workers see it, until the block ends."""
    with _open(data_dir, _SERVERS) as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def is_server_present(data_dir: Path) -> bool:
    """Whether any server of the data folder lives."""
    with _open(data_dir, _SERVERS) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Be the only one who starts or stops workers of the data folder."""
    with _open(data_dir, _STARTING) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _open(data_dir: Path, name: str) -> BinaryIO:
    data_dir.mkdir(parents=True, exist_ok=True)
    return (data_dir / name).open("ab")
