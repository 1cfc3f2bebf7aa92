"""What a worker's seed does when the worker is killed: take its place, within moments.

A Python that starts anew takes a second to import what a worker needs, and its first job another
one or two for the libraries. The seed has the former, and the fork server that the killed worker
leaves has the latter.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from armillary.base.database import Database
from armillary.base.ids import new_id
from armillary.base.logging import get_logger
from armillary.jobs import holdings, presence
from armillary.jobs.forkserver import LEAVE, name_process
from armillary.jobs.kinds import JobKinds
from armillary.jobs.seed import Heir, Inherited
from armillary.jobs.worker import run_worker
from armillary.settings import Settings

TOO_SOON_S = 2.0
"""A worker that dies this soon would only do so again: its server knows how long to wait."""
_log = get_logger(__name__)


def heir_of(settings: Settings, kinds: JobKinds) -> Heir:
    """Give what takes the place of an embedded worker with these settings."""
    return partial(_succeed, settings, kinds)


def _succeed(
    settings: Settings, kinds: JobKinds, inherited: Sequence[Inherited], lived_s: float
) -> None:
    worker_id = _take_place(settings) if lived_s >= TOO_SOON_S else None
    if worker_id is None:
        for one in inherited:
            with suppress(OSError):
                one.control.send(LEAVE)
        return
    name_process("armillary-work")
    _log.warning("worker killed", successor=worker_id)
    run_worker(
        settings,
        embedded=True,
        kinds=kinds,
        worker_id=worker_id,
        forks=True,
        heir=heir_of(settings, kinds),
        inherited=inherited,
    )


def _take_place(settings: Settings) -> str | None:
    """Register this process, unless there are workers enough by now; gives its id."""
    database = Database(settings.database_address, pool_size=1)
    try:
        with presence.alone(settings.data_dir):
            if len(holdings.living_embedded(database)) >= settings.workers:
                return None
            worker_id = new_id("worker")
            with database.write() as session:
                holdings.register_embedded(session, settings, worker_id)
            return worker_id
    finally:
        database.dispose()
