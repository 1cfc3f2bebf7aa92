"""The statistics of whole tables, kept beside them as JSON."""

from typing import Any

from armillary.base.storage import Storage
from armillary.base.values import to_json

_VERSION = 1


def _key_of(table_key: str) -> str:
    """Give the storage key under which the statistics of a table are kept."""
    return f"{table_key}.statistics-{_VERSION}.json"


def read(storage: Storage, table_key: str) -> bytes | None:
    """Give the kept statistics of a whole table as JSON; None where there are none yet."""
    try:
        with storage.open_read(_key_of(table_key)) as file:
            return file.read()
    except FileNotFoundError:
        return None


def keep(storage: Storage, table_key: str, made: dict[str, Any]) -> None:
    """Keep statistics beside their table; where it was removed meanwhile nothing stays."""
    key = _key_of(table_key)
    with storage.write(key) as file:
        file.write(to_json(made))
    if not storage.exists(table_key):
        storage.delete(key)
