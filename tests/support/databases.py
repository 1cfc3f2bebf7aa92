"""A database that has its tables already: made once for each process of the tests, then copied."""

import tempfile
from functools import cache
from pathlib import Path

from armillary.base.database import Database
from armillary.migrations import upgrade
from armillary.settings import Settings


def migrated(settings: Settings) -> Settings:
    """Put a database with every table where these settings have theirs, and give them back.

    One that is there already, or is no file, stays as it is. It is what every migration after the
    other leaves of an empty one, which takes two thirds of the time in which a server starts.
    """
    address = settings.database_address
    if address.startswith("sqlite:///"):
        file = Path(address.removeprefix("sqlite:///"))
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_bytes(_with_every_table())
    return settings


@cache
def _with_every_table() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "armillary.db")
        database = Database(f"sqlite:///{file}")
        upgrade(database)
        # Whoever closes the last connection writes all there is into the one file.
        database.dispose()
        assert not Path(f"{file}-wal").exists()
        return file.read_bytes()
