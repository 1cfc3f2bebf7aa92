"""Whether anything in the database has changed, asked at the price of some microseconds.

SQLite counts what others commit, in this process or another. PostgreSQL tells no such number.
"""

import sqlite3
import threading
from pathlib import Path


class Changes:
    """Tells by a number whether anything was committed since it was last asked."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        # Not for speed: an app that is tested may be asked by several event loops.
        self._lock = threading.Lock()

    def number(self) -> int | None:
        """Give a number that is another one after every commit; None where nobody counts."""
        with self._lock:
            if self._file is None:
                return None
            try:
                (row,) = self._open(self._file).execute("PRAGMA data_version").fetchall()
            except sqlite3.OperationalError:
                return None  # locked for a moment; whoever asks reads for themselves
        return int(row[0])

    def close(self) -> None:
        """Let go of the file; from now on nobody counts, since a new connection begins anew."""
        with self._lock:
            self._file = None
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _open(self, file: Path) -> sqlite3.Connection:
        if self._connection is None:
            # A connection that never writes, since it does not count its own commits.
            self._connection = sqlite3.connect(
                f"{file.absolute().as_uri()}?mode=ro",
                uri=True,
                timeout=0,
                isolation_level=None,
                check_same_thread=False,
            )
        return self._connection
