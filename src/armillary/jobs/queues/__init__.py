"""How workers hear that there is something to do. The jobs themselves are rows, never messages.

One file per way; whatever gets lost on it costs a second, since workers look by themselves.
"""

from typing import Protocol

from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.database import Database, after_commit, before_commit
from armillary.settings import Settings

CHANNEL = "jobs"
"""The channel of the bus on which workers are woken."""

_KEY = "jobs.queue"


class Queue(Protocol):
    """A further way to say “look again”, beside the bus."""

    def wake(self) -> None:
        """Say it; never fails because of those who do not listen."""


def attach(database: Database, settings: Settings) -> None:
    """Let what is committed to this database also wake the workers that the settings name."""
    if settings.queue == "celery":
        from armillary.jobs.queues.celery import CeleryQueue

        database.info[_KEY] = CeleryQueue(settings)


def wake_workers(session: Session) -> None:
    """Tell workers to look again once the unit of work is durable, once per unit of work."""
    before_commit(session, _KEY, _announce)


def _announce(session: Session) -> None:
    realtime.wake(session, CHANNEL)
    queue: Queue | None = session.info.get(_KEY)
    if queue is not None:
        found = queue
        after_commit(session, lambda _: found.wake())
