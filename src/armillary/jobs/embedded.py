"""Workers beside the server: started and adopted by it, outliving its death, ended by its leave."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing, suppress

import psutil
from anyio import CancelScope, CapacityLimiter
from sqlalchemy.exc import OperationalError

from armillary.base.database import Database
from armillary.base.executors import in_thread
from armillary.base.ids import new_id
from armillary.base.logging import get_logger
from armillary.base.state import AppState
from armillary.jobs import holdings, presence
from armillary.jobs.kinds import CAPABILITIES
from armillary.jobs.machine import is_alive
from armillary.jobs.sweeper import Sweeper
from armillary.jobs.tables import Worker
from armillary.settings import Settings

LOOK_S = 1.0
# A worker that ends this soon after its start would only do so again.
_TOO_SOON_S = 5.0
_LONGEST_PAUSE_S = 60.0
_FAREWELL_S = 10.0
_END_AGAIN_S = 1.0
# A killed worker's own seed takes its place sooner than a new process could.
_SUCCESSION_S = 1.0
_log = get_logger(__name__)


def ensure(settings: Settings, database: Database, *, package: str = CAPABILITIES) -> list[Worker]:
    """Have as many embedded workers on this machine as the settings ask for; adopt living ones.

    Gives the workers there are then. ``package`` holds the job kinds.
    """
    with presence.alone(settings.data_dir):
        living = find(database)
        missing = settings.workers - len(living)
        return [*living, *(_start(settings, database, package) for _ in range(missing))]


def find(database: Database) -> list[Worker]:
    """Give the embedded workers of this machine that live."""
    return holdings.living_embedded(database)


def stop(settings: Settings, database: Database) -> None:
    """Have the embedded workers save what they do, give it back and leave.

    Does nothing while another server is present, whose workers they are too.
    """
    with presence.alone(settings.data_dir):
        if presence.is_server_present(settings.data_dir):
            return
        workers = find(database)
        for worker in workers:
            _signal(worker, signal.SIGTERM)
        patient_until = time.monotonic() + settings.cancel_grace_s + _FAREWELL_S
        deadline = patient_until + settings.keep_limit_s
        while any(is_alive(worker.pid, worker.started) for worker in workers):
            now = time.monotonic()
            if now > patient_until and (now > deadline or not _are_well(database, workers)):
                for worker in workers:
                    end_at_once(worker)
                patient_until = now + _END_AGAIN_S
            time.sleep(0.02)


def end_at_once(worker: Worker) -> None:
    """Kill a worker and, before it, the seed that would take its place."""
    with suppress(psutil.Error):
        for child in psutil.Process(worker.pid).children():
            child.kill()
    _signal(worker, signal.SIGKILL)


def _are_well(database: Database, workers: Sequence[Worker]) -> bool:
    """Whether every worker that lives still renews its lease: then it waits for a slow job."""
    living = [worker.id for worker in workers if is_alive(worker.pid, worker.started)]
    with database.read() as session:
        return all(holdings.is_fresh(session, worker_id) for worker_id in living)


@asynccontextmanager
async def kept(state: AppState, *, package: str = CAPABILITIES) -> AsyncIterator[None]:
    """Keep embedded workers alive while the block runs, and end them with the last server."""
    limiter, keeping = CapacityLimiter(1), CancelScope()
    try:
        with presence.server_present(state.settings.data_dir):
            keeper = asyncio.create_task(_keep(state, package, limiter, keeping))
            try:
                yield
            finally:
                # Unlike a task's own, this cancel waits for a look that goes on: left alone, it
                # would start a worker after all of them were ended.
                keeping.cancel()
                await keeper
    finally:
        await in_thread(limiter, stop, state.settings, state.database)


async def _keep(
    state: AppState, package: str, limiter: CapacityLimiter, keeping: CancelScope
) -> None:
    """Look each second, and at once where a worker dies: sweep up after it and start another."""
    sweeper = Sweeper(state.database, own_id="")
    known, changed_at, pause_s = set[str](), float("-inf"), LOOK_S
    has_died = False
    with keeping, closing(_Deaths()) as deaths:
        while True:
            patience_s = _SUCCESSION_S if has_died else 0.0
            workers = await in_thread(limiter, _look, state, sweeper, package, patience_s)
            now = time.monotonic()
            if (found := {worker.id for worker in workers}) != known:
                if now - changed_at < _TOO_SOON_S:
                    await asyncio.sleep(pause_s)
                    pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
                else:
                    pause_s = LOOK_S
                known, changed_at = found, now
            deaths.watch(workers)
            has_died = await deaths.next(LOOK_S)


def _look(state: AppState, sweeper: Sweeper, package: str, patience_s: float) -> list[Worker]:
    """Sweep, and start what is missing where no successor comes while there is patience."""
    deadline = time.monotonic() + patience_s
    try:
        sweeper.sweep()
        while time.monotonic() < deadline and len(find(state.database)) < state.settings.workers:
            time.sleep(0.02)
        return ensure(state.settings, state.database, package=package)
    except OperationalError as error:
        _log.warning("database not reached", error=str(error.orig))
        return []


class _Deaths:
    """Tells at once when one of some processes ends, where the system can."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._died = asyncio.Event()
        self._files: dict[str, int] = {}

    def watch(self, workers: Sequence[Worker]) -> None:
        """Watch these processes, and no others any more."""
        wanted = {worker.id: worker for worker in workers}
        for worker_id in self._files.keys() - wanted.keys():
            self._forget(worker_id)
        for worker_id in wanted.keys() - self._files.keys():
            self._follow(wanted[worker_id])

    async def next(self, timeout_s: float) -> bool:
        """Return when one has ended, or when the time is over; gives which of them."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._died.wait(), timeout_s)
        has_died = self._died.is_set()
        self._died.clear()
        return has_died

    def close(self) -> None:
        """Watch nothing any more."""
        self.watch([])

    def _follow(self, worker: Worker) -> None:
        if not hasattr(os, "pidfd_open"):
            return  # the look each second has to do
        try:
            file = os.pidfd_open(worker.pid)
        except OSError:
            self._died.set()
            return
        self._files[worker.id] = file
        self._loop.add_reader(file, self._on_death, worker.id)
        if not is_alive(worker.pid, worker.started):
            # Its number belongs to somebody else by now.
            self._on_death(worker.id)

    def _on_death(self, worker_id: str) -> None:
        self._forget(worker_id)
        self._died.set()

    def _forget(self, worker_id: str) -> None:
        file = self._files.pop(worker_id)
        self._loop.remove_reader(file)
        os.close(file)


def _start(settings: Settings, database: Database, package: str) -> Worker:
    worker_id = new_id("worker")
    process = _launch(settings, worker_id, package)
    with database.write() as session:
        holdings.register_embedded(session, settings, worker_id, process.pid)
        worker = session.get_one(Worker, worker_id)
    _log.info("worker process started", worker=worker_id, pid=process.pid)
    return worker


def _launch(settings: Settings, worker_id: str, package: str) -> subprocess.Popen[bytes]:
    logs = settings.data_dir / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "armillary.jobs.worker_main", "--embedded"]
    with (logs / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--id", worker_id, "--kinds", package],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            # It is not the terminal's: Ctrl+C reaches it through the server, in good order.
            start_new_session=True,
        )
    assert process.stdin is not None
    with suppress(BrokenPipeError), process.stdin as pipe:
        pipe.write(settings.model_dump_json().encode())
    # So that no dead child stays in the process table.
    threading.Thread(target=process.wait, name=f"{worker_id}-end", daemon=True).start()
    return process


def _signal(worker: Worker, number: signal.Signals) -> None:
    if is_alive(worker.pid, worker.started):
        with suppress(ProcessLookupError):
            os.kill(worker.pid, number)
