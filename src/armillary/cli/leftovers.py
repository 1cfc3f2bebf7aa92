"""What `armillary doctor` finds among the stored files that belongs to nothing."""

from dataclasses import dataclass, field
from datetime import timedelta

from armillary import migrations
from armillary.base.database import Database
from armillary.base.storage import LocalStorage
from armillary.base.values import utc_now
from armillary.jobs.kinds import CAPABILITIES
from armillary.jobs.orphans import find_orphans, is_of_another, mark_of
from armillary.jobs.ownership import find_owned
from armillary.settings import Settings


@dataclass(frozen=True)
class Leftovers:
    """What a worker would remove, or the prefix whose files are marked as another database's."""

    names: list[str] = field(default_factory=list)
    foreign: str | None = None

    @property
    def mark(self) -> str:
        """Where the mark of that prefix lies."""
        return mark_of(self.foreign or "")


def find_leftovers(settings: Settings) -> Leftovers:
    """Look at everything that is stored; changes nothing."""
    database = Database(settings.database_address)
    storage = LocalStorage(settings.storage_root, settings.storage_mounts)
    try:
        if not migrations.is_current(database):
            return Leftovers()
        owned = find_owned(CAPABILITIES)
        for prefix in dict.fromkeys(one.prefix for one in owned):
            if is_of_another(database, storage, prefix):
                return Leftovers(foreign=prefix)
        before = utc_now() - timedelta(hours=settings.orphaned_files_hours)
        found = [orphan.prefix for orphan in find_orphans(database, storage, owned, before)]
        return Leftovers([*found, *(one.name for one in storage.list_abandoned(before))])
    finally:
        database.dispose()
