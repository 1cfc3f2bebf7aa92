"""Files that are stored together: a disk that synchronises takes as long for one as for ten."""

from collections.abc import Mapping

from armillary.base.storage.contract import Storage

MOST_BYTES = 16 * 1024 * 1024
"""What is larger is written at once: then writing takes longer than waiting for the disk."""


class Gathered:
    """Files to be written by one call; each is whole or not there, and some may be before others.

    So nothing may find them until `write` has returned.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._files: dict[str, bytes] = {}

    def add(self, files: Mapping[str, bytes]) -> None:
        """Take files by key; together with large ones all of them are written at once."""
        self._files.update(files)
        if sum(len(data) for data in self._files.values()) > MOST_BYTES:
            self.write()

    def write(self) -> None:
        """Write what was taken."""
        files, self._files = self._files, {}
        if files:
            self._storage.write_files(files)
