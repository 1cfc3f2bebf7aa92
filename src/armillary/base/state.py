"""What one server process holds; apart from routes, so that workers load no web framework."""

from dataclasses import dataclass, field
from typing import Any

from armillary.base.database import Database
from armillary.base.executors import Executors
from armillary.base.remembering import Remembered
from armillary.base.storage import Storage
from armillary.settings import Settings


@dataclass
class AppState:
    """What one server process holds open while it runs.

    The engines above ``base`` put themselves here at start-up, so that a route finds them without
    a global: ``hub``, ``bus``, ``calls``, ``identifier`` and ``limiter``.
    """

    settings: Settings
    database: Database
    storage: Storage
    hub: Any = None
    bus: Any = None
    calls: Any = None
    identifier: Any = None
    limiter: Any = None
    executors: Executors = field(default_factory=Executors)
    extra: dict[str, Any] = field(default_factory=dict)
    remembered: Remembered = field(init=False)

    def __post_init__(self) -> None:
        """Remember what is read of this database."""
        self.remembered = Remembered(self.database.changes)
