"""Stored files that belong to nothing: what a crash between storing and committing has left.

Nothing is removed that may still get its row: it must have lain untouched for a day or so, be seen
twice with a minute of waking time between, and lie in a storage that this database has marked as
its own, since to an empty database all files would be strangers.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from armillary.base.database import Database
from armillary.base.ids import new_id
from armillary.base.logging import get_logger
from armillary.base.storage import Storage
from armillary.base.values import utc_now
from armillary.jobs.ownership import OwnedFiles
from armillary.jobs.tables import Installation

# By then whoever slept with the machine, between storing a file and its row, has done both.
CONFIRM_S = 60.0
_LOOK_AGAIN_S = 5.0
_MARK = "of-database"
_log = get_logger(__name__)


@dataclass(frozen=True)
class Orphan:
    """Files that belong to nothing."""

    owned: OwnedFiles
    row_id: str
    changed_at: datetime

    @property
    def prefix(self) -> str:
        """Where they lie in storage."""
        return self.owned.at(self.row_id)


def find_orphans(
    database: Database, storage: Storage, owned: Sequence[OwnedFiles], before: datetime
) -> Iterator[Orphan]:
    """Give what belongs to nothing and was last written before a time."""
    for one in owned:
        # Listed first: whoever stores a row for files listed here is seen by the look that follows.
        names = [name for name in storage.list_prefixes(one.prefix) if one.is_id(name)]
        with database.read() as session:
            strangers = one.strangers(session, names)
        for row_id in strangers:
            changed_at = storage.changed_at(one.at(row_id))
            if changed_at is not None and changed_at < before:
                yield Orphan(one, row_id, changed_at)


def is_of_another(database: Database, storage: Storage, prefix: str) -> bool:
    """Whether the files of a prefix are marked as those of another database."""
    key = mark_of(prefix)
    if not storage.exists(key):
        return False
    with storage.open_read(key) as file:
        mark = file.read().decode()
    with database.read() as session:
        return mark != session.scalar(sa.select(Installation.id).order_by(Installation.id))


def mark_of(prefix: str) -> str:
    """Give the key of the file that says whose the files of a prefix are."""
    return f"{prefix}/{_MARK}"


def is_mark(key: str) -> bool:
    """Whether a key is that of such a file."""
    return key.endswith(f"/{_MARK}")


def mark(database: Database, storage: Storage, prefix: str) -> None:
    """Mark the files of a prefix as those of this database, unless they are marked already."""
    key = mark_of(prefix)
    if storage.exists(key):
        return
    with database.write() as session:
        own = session.scalar(sa.select(Installation.id).order_by(Installation.id))
        if own is None:
            own = new_id("db")
            session.add(Installation(id=own))
    with storage.write(key) as file:
        file.write(own.encode())


class OrphanSweep:
    """Removes orphans; a piece of cleaning, see `armillary.jobs.cleaning`."""

    def __init__(
        self,
        database: Database,
        storage: Storage,
        owned: Sequence[OwnedFiles],
        age: timedelta,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._storage = storage
        self._owned = owned
        self._age = age
        self._clock = clock
        self._now = now
        self._found: list[Orphan] | None = None
        self._found_at = 0.0

    def step(self) -> float | None:
        """Look, wait a little, or remove one orphan; None when there are none."""
        if self._found is None:
            self._found, self._found_at = self._look(), self._clock()
        if not self._found:
            self._found = None
            return None
        # The clock stands still while the machine sleeps.
        if self._clock() - self._found_at < CONFIRM_S:
            return _LOOK_AGAIN_S
        self._remove(self._found.pop())
        return 0.0

    def _look(self) -> list[Orphan]:
        before = self._now() - self._age
        self._storage.remove_abandoned(before)
        ours = [one for one in self._owned if self._is_ours(one.prefix)]
        return list(find_orphans(self._database, self._storage, ours, before))

    def _is_ours(self, prefix: str) -> bool:
        if is_of_another(self._database, self._storage, prefix):
            _log.warning("files of another database are let be", prefix=prefix)
            return False
        mark(self._database, self._storage, prefix)
        return True

    def _remove(self, orphan: Orphan) -> None:
        with self._database.read() as session:
            is_stranger = bool(orphan.owned.strangers(session, [orphan.row_id]))
        if is_stranger and self._storage.changed_at(orphan.prefix) == orphan.changed_at:
            _log.info("orphaned files removed", prefix=orphan.prefix)
            self._storage.delete_prefix(orphan.prefix)
