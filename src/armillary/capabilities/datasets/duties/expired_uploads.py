"""Removing uploads that nobody went on with, and bytes that belong to none."""

import time
from pathlib import Path

from armillary.base.database import Database
from armillary.base.storage import LocalStorage
from armillary.capabilities.datasets import upload_sessions
from armillary.capabilities.datasets.tables import UploadSession
from armillary.settings import Settings

_AT_ONCE = 20
# Longer than any request between its part file and its row.
_ORPHAN_S = 24 * 3600.0


class Expired:
    """A few expired uploads a step; then the part files that no upload knows."""

    def __init__(self, database: Database, storage: LocalStorage) -> None:
        self._database = database
        self._storage = storage

    def step(self) -> float | None:
        """Remove some and give the seconds that others had to wait; None when all are gone."""
        began = time.monotonic()
        with self._database.write() as session:
            removed = upload_sessions.remove_expired(session, self._storage, _AT_ONCE)
        if removed:
            return time.monotonic() - began
        for path in self._orphans():
            path.unlink(missing_ok=True)
        return None

    def _orphans(self) -> list[Path]:
        folder = upload_sessions.part_path(self._storage, "any").parent
        before = time.time() - _ORPHAN_S
        old = [path for path in folder.iterdir() if path.stat().st_mtime < before]
        with self._database.read() as session:
            return [path for path in old if session.get(UploadSession, path.name) is None]


class ExpiredUploads:
    """The duty: every ten minutes."""

    id = "expired_uploads"
    rest_s = 600.0

    def work(self, settings: Settings, database: Database) -> Expired:
        """Give the work on this installation's storage."""
        storage = LocalStorage(settings.storage_root, settings.storage_mounts)
        return Expired(database, storage)


duty = ExpiredUploads()
