"""Celery as the way to wake workers: a task says “look again” and carries nothing.

What it wakes is an ordinary worker that leaves when nothing is left to do. A message that gets lost
costs seconds: each Celery worker looks at the table by itself too.
"""

import threading
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from kombu.exceptions import OperationalError as BrokerError
from sqlalchemy.exc import OperationalError

from armillary.base.database import Database
from armillary.base.ids import new_id
from armillary.base.logging import get_logger
from armillary.jobs.claims import Taker, has_queued
from armillary.jobs.cleaning import cleaning
from armillary.jobs.kinds import CAPABILITIES, JobKinds
from armillary.jobs.machine import capacity, host_name
from armillary.jobs.sweeper import Sweeper
from armillary.jobs.worker import run_worker
from armillary.settings import Settings

TASK = "armillary.look"
LOOK_S = 2.0
_BROKER_TIMEOUT_S = 2
_POOL_SIZE = 3
_log = get_logger(__name__)


class CeleryQueue:
    """Wakes Celery workers."""

    def __init__(self, settings: Settings) -> None:
        self._app = _plain_app(settings)

    def wake(self) -> None:
        """Send the task; a broker that is away is only told of in the log."""
        try:
            self._app.send_task(TASK, ignore_result=True, retry=False)
        except BrokerError as error:
            _log.warning("broker not reached", error=str(error))


def make_app(settings: Settings, package: str = CAPABILITIES) -> Celery:
    """Make the app of a Celery worker; ``package`` holds the job kinds."""
    app = _plain_app(settings)
    kinds = JobKinds.load(package)

    @app.task(name=TASK)  # type: ignore[untyped-decorator]  # Celery ships no types
    def look() -> None:
        run_worker(settings, until_idle=True, kinds=kinds)

    def begin_looking(**_: Any) -> None:
        threading.Thread(target=_look_on, args=(settings, kinds, app), daemon=True).start()

    worker_ready.connect(begin_looking, weak=False)
    return app


def _plain_app(settings: Settings) -> Celery:
    app = Celery("armillary", broker=settings.redis_url or "redis://127.0.0.1:6379/0")
    app.conf.update(
        task_ignore_result=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"socket_connect_timeout": _BROKER_TIMEOUT_S},
    )
    return app


def _look_on(settings: Settings, kinds: JobKinds, app: Celery) -> None:
    """Put right what got lost: messages, and workers that died."""
    database = Database(settings.database_address, pool_size=_POOL_SIZE)
    with cleaning(settings, database, new_id("celery"), kinds.package):
        taker = Taker("", host_name(), None, capacity(settings.device), kinds)
        _look_for_ever(database, taker, app)


def _look_for_ever(database: Database, taker: Taker, app: Celery) -> None:
    sweeper = Sweeper(database, own_id="")
    pause = threading.Event()
    while not pause.wait(LOOK_S):
        try:
            sweeper.sweep()
            with database.read() as session:
                is_needed = has_queued(session, taker)
            if is_needed:
                app.send_task(TASK, ignore_result=True, retry=False)
        except (BrokerError, OperationalError) as error:
            _log.warning("look failed", error=str(error))
