"""What the terminal works with where no server runs: the same database, storage and bus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from armillary.base.access import Actor
from armillary.cli.options import hushed
from armillary.settings import Settings

if TYPE_CHECKING:
    from armillary.base.database import Database
    from armillary.base.storage import LocalStorage
    from armillary.realtime import Bus


@dataclass(frozen=True)
class Workshop:
    """An open data folder, and the one who works in it."""

    settings: Settings
    database: Database
    storage: LocalStorage
    bus: Bus
    actor: Actor


@contextmanager
def open_workshop(settings: Settings) -> Iterator[Workshop]:
    """Open a data folder, making and migrating it where needed."""
    from armillary import migrations
    from armillary.base.database import Database
    from armillary.base.logging import configure
    from armillary.base.storage import LocalStorage
    from armillary.capabilities import workspaces
    from armillary.realtime import attach, open_bus

    settings = hushed(settings, "error")
    configure(settings)
    database = Database(settings.database_address)
    try:
        migrations.upgrade(database)
        with database.write() as session:
            workspaces.ensure_demo(session)
        bus = open_bus(settings)
        try:
            attach(database, bus)
            storage = LocalStorage(settings.storage_root, settings.storage_mounts)
            yield Workshop(settings, database, storage, bus, Actor.local())
        finally:
            bus.close()
    finally:
        database.dispose()
