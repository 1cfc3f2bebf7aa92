"""Removing what killed processes have left where tables are made and given out."""

from armillary.base.database import Database
from armillary.capabilities.datasets import work_folders
from armillary.settings import Settings


class LeftWork:
    """All of it in one step: there is little of it, and no row has to be held for it."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._parent = work_folders.parent_of(settings)
        self._database = database

    def step(self) -> float | None:
        """Remove what there is."""
        work_folders.remove_left(self._database, self._parent)
        work_folders.remove_old_files(self._parent)
        return None


class LeftWorkDuty:
    """The duty: every ten minutes, on the machine that cleans.

    On another machine whatever makes a table next removes what lies there.
    """

    id = "left_work"
    rest_s = 600.0

    def work(self, settings: Settings, database: Database) -> LeftWork:
        """Give the work on this machine's folder."""
        return LeftWork(settings, database)


duty = LeftWorkDuty()
