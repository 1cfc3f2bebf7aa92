"""Whose turn it is to write to an SQLite file, among the threads and processes that want to.

SQLite's own lock is asked for again and again with growing pauses, and whoever asks at the right
moment has it: beside a busy writer the others wait for most of a second, and some until they fail.
"""

import fcntl
import os
import threading
import time
import weakref
from pathlib import Path

from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

_LOOK_S = 0.0005
# Longer than it takes a waiting process to look again.
_LET_PASS_S = 0.002


class WritersTurn:
    """Lets writers in one after another: threads in the order they came, processes in turns.

    Two lock files lie beside the database: who holds the first may write, and the second is held,
    shared, by the processes that wait. Whoever has just written lets those pass. SQLite's lock
    remains what keeps the file whole; without these files only the order would be lost.
    """

    def __init__(self, database: Path, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._threads = threading.Lock()
        self._turn = _open(database.with_name(f"{database.name}-turn"))
        self._waiting = _open(database.with_name(f"{database.name}-waiting"))
        weakref.finalize(self, _close, self._turn, self._waiting)

    def begin(self, connection: Connection) -> None:
        """Wait for the turn, then take SQLite's lock; raises ``OperationalError`` as that does."""
        deadline = time.monotonic() + self._timeout_s
        if not self._threads.acquire(timeout=self._timeout_s):
            raise _busy("another writer of this process held the database for too long")
        try:
            self._take(deadline)
        except BaseException:
            self._threads.release()
            raise
        connection.info["has_turn"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def end(self, _connection: object, record: ConnectionPoolEntry, *_: object) -> None:
        """Give the turn to the next one, once per transaction; any thread may call this."""
        if record.info.pop("has_turn", False):
            fcntl.flock(self._turn, fcntl.LOCK_UN)
            self._threads.release()

    def _take(self, deadline: float) -> None:
        if self._is_somebody_waiting():
            time.sleep(_LET_PASS_S)
        if self._try():
            return
        fcntl.flock(self._waiting, fcntl.LOCK_SH)
        try:
            while not self._try():
                if time.monotonic() > deadline:
                    raise _busy("another process held the database for too long")
                time.sleep(_LOOK_S)
        finally:
            fcntl.flock(self._waiting, fcntl.LOCK_UN)

    def _try(self) -> bool:
        try:
            fcntl.flock(self._turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _is_somebody_waiting(self) -> bool:
        try:
            fcntl.flock(self._waiting, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(self._waiting, fcntl.LOCK_UN)
        return False


def _busy(what: str) -> OperationalError:
    """Whoever can wait for a database that is away can wait for a busy one."""
    return OperationalError("BEGIN IMMEDIATE", None, TimeoutError(what))


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _close(*files: int) -> None:
    for file in files:
        os.close(file)
