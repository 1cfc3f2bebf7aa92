"""Cleaning up, a little at a time, in one process of the whole installation.

What dead workers leave is put right by the sweeper, at once and on every machine; this here can
wait, and therefore may be done under a lease that outlives its holder for a minute.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, cast

from sqlalchemy.exc import OperationalError

from armillary.base.database import Database
from armillary.base.logging import get_logger
from armillary.base.registry import discover_everywhere
from armillary.base.storage import LocalStorage
from armillary.jobs import leases
from armillary.jobs.compaction import Compaction
from armillary.jobs.old_events import OldEvents
from armillary.jobs.orphans import OrphanSweep
from armillary.jobs.ownership import find_owned
from armillary.settings import Settings

# The first look waits until those who have just started the server have seen something of it.
_FIRST_S = 20.0
_LOOK_S = 60.0
_SHORTEST_PAUSE_S = 0.02
_COMPACTION_REST_S = 600.0
_ORPHANS_REST_S = 86_400.0
_log = get_logger(__name__)


class Work(Protocol):
    """Something to clean, in small steps."""

    def step(self) -> float | None:
        """Do a little and give the seconds that others had to wait; None when all is done."""


@dataclass(frozen=True)
class Duty:
    """Work under a named lease; when all is done it rests for some time."""

    name: str
    work: Work
    rest_s: float


class Cleaner:
    """Does what there is to clean, as long as no other process does it.

    ``pause`` waits for so many seconds and says whether to stop.
    """

    def __init__(
        self,
        database: Database,
        duties: Sequence[Duty],
        holder: str,
        pause: Callable[[float], bool],
    ) -> None:
        self._database = database
        self._duties = duties
        self._holder = holder
        self._pause = pause

    def run(self) -> None:
        """Clean until it is told to stop."""
        wait_s = _FIRST_S
        while not self._pause(wait_s):
            wait_s = _LOOK_S
            try:
                self.turn()
            except OperationalError as error:
                _log.warning("not cleaned", error=str(error.orig))
            except OSError as error:
                _log.warning("not cleaned", error=str(error))

    def turn(self) -> None:
        """Do each duty that is due to its end, or until it is told to stop."""
        for duty in self._duties:
            with self._database.read() as session:
                may_begin = leases.is_free(session, duty.name, self._holder)
            if may_begin:
                self._do(duty)

    def _do(self, duty: Duty) -> None:
        renew_at = float("-inf")
        while True:
            if (now := time.monotonic()) >= renew_at:
                renew_at = now + leases.LEASE_S / 4
                with self._database.write() as session:
                    if not leases.take(session, duty.name, self._holder):
                        return
            held_s = duty.work.step()
            if held_s is None:
                break
            # As long as others had to wait, so that they write at least as often.
            if self._pause(max(held_s, _SHORTEST_PAUSE_S)):
                return
        with self._database.write() as session:
            leases.rest(session, duty.name, self._holder, duty.rest_s)


class DutyKind(Protocol):
    """What a capability wants cleaned: ``capabilities/*/duties/*.py`` offering it as ``duty``."""

    id: str
    rest_s: float

    def work(self, settings: Settings, database: Database) -> Work:
        """Give the work."""


def duties(settings: Settings, database: Database, package: str) -> list[Duty]:
    """Give what is to be cleaned; ``package`` holds the capabilities, which name some of it."""
    days = timedelta(days=settings.session_cleanup_days)
    found = [
        Duty("compaction", Compaction(database, days), _COMPACTION_REST_S),
        Duty("old_events", OldEvents(database, days), _COMPACTION_REST_S),
    ]
    if hours := settings.orphaned_files_hours:
        storage = LocalStorage(settings.storage_root, settings.storage_mounts)
        sweep = OrphanSweep(database, storage, find_owned(package), timedelta(hours=hours))
        found.append(Duty("orphans", sweep, _ORPHANS_REST_S))
    kinds = [
        cast(DutyKind, one.thing) for one in discover_everywhere(package, "duties", "duty").values()
    ]
    found += [Duty(kind.id, kind.work(settings, database), kind.rest_s) for kind in kinds]
    return found


@contextmanager
def cleaning(settings: Settings, database: Database, holder: str, package: str) -> Iterator[None]:
    """Clean in a thread while the block runs."""
    stop = threading.Event()
    cleaner = Cleaner(database, duties(settings, database, package), holder, stop.wait)
    thread = threading.Thread(target=cleaner.run, name="cleaner", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
