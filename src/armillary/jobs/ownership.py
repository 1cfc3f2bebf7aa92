"""Which stored files belong to which rows, told by whoever stores them."""

import importlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.registry import StrayModule, submodule_names

# As `armillary.base.ids` makes them: whatever else lies there is not ours to judge.
_ID = "{}_[0-9a-z]{{26}}"
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class OwnedFiles:
    """Files under ``<prefix>/<id>``, or ``<prefix>/<id>/<part>``, which belong to a row each.

    A capability offers those it stores as ``owned``, a tuple, in its ``owned_files.py``. ``ids`` is
    the word with which the ids begin. ``kept`` selects the ids whose files are needed; the others
    are removed some time after they were last written. So whoever writes files that need longer
    than that stores the row first.
    """

    prefix: str
    ids: str
    kept: sa.Select[Any]
    part: str = ""

    @property
    def name(self) -> str:
        """Name the files, as people read it."""
        return "/".join(word for word in (self.prefix, "*", self.part) if word)

    def is_id(self, name: str) -> bool:
        """Whether this may be the id of such a row."""
        return re.fullmatch(_ID.format(self.ids), name) is not None

    def at(self, row_id: str) -> str:
        """Give the storage prefix of a row's files."""
        return "/".join(word for word in (self.prefix, row_id, self.part) if word)

    def strangers(self, session: Session, row_ids: Collection[str]) -> list[str]:
        """Give those of some ids whose files are not needed."""
        kept = self.kept.subquery()
        (column,) = kept.c
        ids = sorted(row_ids)
        found: set[str] = set()
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            some = ids[start : start + _ROWS_AT_ONCE]
            found.update(session.scalars(sa.select(column).where(column.in_(some))))
        return [row_id for row_id in ids if row_id not in found]


def find_owned(package: str) -> list[OwnedFiles]:
    """Find what jobs and the capabilities of a package store.

    Raises `StrayModule` naming the file that offers nothing, or what another one offers too.
    """
    found: dict[str, OwnedFiles] = {}
    for module_name in ["armillary.jobs.owned_files", *submodule_names(package, "owned_files")]:
        module = importlib.import_module(module_name)
        owned = getattr(module, "owned", None)
        if not isinstance(owned, tuple) or not owned:
            raise StrayModule(f"{module.__file__} should offer `owned`, a tuple, and does not.")
        for one in owned:
            if one.name in found:
                raise StrayModule(f"{module.__file__} offers {one.name}, which is taken.")
            found[one.name] = one
    return list(found.values())
