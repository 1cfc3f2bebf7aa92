"""Watching from beside a trial whether it has to end."""

import os
import signal
import threading
import time
from typing import Self

from armillary.base.values import utc_now
from armillary.capabilities.search import board
from armillary.capabilities.search.tables import Search
from armillary.jobs.contract import JobContext

_LOOK_EVERY_S = 0.25
_WRITE_EVERY_S = 1.0
_GRACE_S = 0.5


class Overseer:
    """Watches from a thread of its own whether a trial has to end.

    A fit that shows nothing for long cannot be closed from within: where it goes on after the end
    of its time, the process is ended. The job is then tried again, and finds that time is over.
    """

    def __init__(self, job: JobContext, search_id: str) -> None:
        self._job, self._search_id = job, search_id
        self._closed = threading.Event()
        self._since: float | None = None
        self._is_trying = False
        self._kept_s = 0.0
        self.must_end = False
        self._thread = threading.Thread(target=self._watch, name="overseer", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._closed.set()
        self._thread.join()

    def begin(self, kept_s: float) -> None:
        """A trial begins; so many seconds before the end of its time it has to end."""
        self._kept_s, self._since, self._is_trying = kept_s, None, True

    def keep(self, kept_s: float) -> None:
        """So many seconds before the end of its time the trial has to end, as is known by now."""
        self._kept_s = kept_s

    def end(self) -> None:
        """A trial has ended."""
        self._is_trying = False

    def _watch(self) -> None:
        touched_at = time.monotonic()
        while not self._closed.wait(_LOOK_EVERY_S):
            if time.monotonic() > touched_at + _WRITE_EVERY_S:
                touched_at = time.monotonic()
                # Else the time of a long fit would not count where its process is ended.
                self._job.write_soon(lambda session: board.touch(session, self._search_id))
            self.must_end = self._look()
            if not (self.must_end and self._is_trying):
                self._since = None
                continue
            self._since = self._since or time.monotonic()
            if time.monotonic() > self._since + _GRACE_S:
                os.killpg(0, signal.SIGKILL)

    def _look(self) -> bool:
        with self._job.read() as session:
            search = session.get(Search, self._search_id)
            if search is None or search.is_stopping:
                return True
            if search.deadline is None:
                return False
            return (search.deadline - utc_now()).total_seconds() <= self._kept_s
