"""Whether those who listen may still do so: looked at when rights change, and every 30 seconds."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from armillary.base.access import Actor, Identifier
from armillary.base.database import Database
from armillary.base.logging import get_logger

RECHECK_EVERY_S = 30.0
_log = get_logger(__name__)


@dataclass(frozen=True)
class Claim:
    """That somebody may see what belongs to a workspace."""

    actor: Actor
    workspace_id: str


def may_see(identifier: Identifier, session: Session, actor: Actor, workspace_id: str) -> bool:
    """Whether an actor may see what belongs to a workspace, at this moment."""
    if not identifier.is_valid(session, actor):
        return False
    return identifier.role_in(session, actor, workspace_id) is not None


@dataclass(frozen=True)
class Withdrawn:
    """The claims that hold no longer, and the actors who have no access to anything."""

    claims: frozenset[Claim]
    actors: frozenset[Actor]


def find_withdrawn(
    database: Database,
    identifier: Identifier,
    claims: Iterable[Claim],
    actors: Iterable[Actor],
) -> Withdrawn:
    """Look at the database for what has been withdrawn."""
    with database.read() as session:
        gone = frozenset(actor for actor in actors if not identifier.is_valid(session, actor))
        return Withdrawn(
            frozenset(claim for claim in claims if not _holds(identifier, session, claim)), gone
        )


def _holds(identifier: Identifier, session: Session, claim: Claim) -> bool:
    return may_see(identifier, session, claim.actor, claim.workspace_id)


class Rechecks:
    """Repeats a check every 30 seconds, and at once when told to hurry."""

    def __init__(self, check: Callable[[], Awaitable[None]]) -> None:
        self._check = check
        self._is_hurried = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; call it in the event loop."""
        self._task = asyncio.create_task(self._repeat(), name="realtime-rechecks")

    def hurry(self) -> None:
        """Check now."""
        self._is_hurried.set()

    def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()

    async def _repeat(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._is_hurried.wait(), RECHECK_EVERY_S)
            self._is_hurried.clear()
            try:
                await self._check()
            except Exception:  # noqa: BLE001  # the database is away: the hub outlives that
                _log.warning("cannot look at the rights of listeners", exc_info=True)
