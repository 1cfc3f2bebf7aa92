"""A worker: claims jobs, has processes run them, and holds its claims while they live.

It is light on purpose: it imports no library that computes, so that it answers within moments
whatever its processes do.
"""

import os
import selectors
import socket
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack

from sqlalchemy.exc import OperationalError

from armillary.base.database import Database
from armillary.base.ids import new_id
from armillary.base.logging import get_logger
from armillary.jobs import holdings, moves, presence, queues
from armillary.jobs.claims import Taker, lanes_queued, take
from armillary.jobs.cleaning import cleaning
from armillary.jobs.delivery import Delivery
from armillary.jobs.kinds import JobKinds
from armillary.jobs.lanes import Places
from armillary.jobs.machine import capacity, host_name
from armillary.jobs.processes import Child, ForkServer
from armillary.jobs.seed import Heir, Inherited, Seed
from armillary.jobs.signals import wakened_by_signals
from armillary.jobs.supervision import Supervisor
from armillary.jobs.sweeper import Sweeper
from armillary.realtime import Listener, attach, open_bus
from armillary.settings import Settings

LOOK_S = 1.0
TICK_S = 0.25
_POOL_SIZE = 4
_log = get_logger(__name__)


def run_worker(
    settings: Settings,
    *,
    embedded: bool = False,
    reserved: str | None = None,
    until_idle: bool = False,
    kinds: JobKinds | None = None,
    stop: threading.Event | None = None,
    worker_id: str | None = None,
    forks: bool = False,
    heir: Heir | None = None,
    inherited: Sequence[Inherited] = (),
) -> None:
    """Be a worker until asked to stop, by SIGTERM, SIGINT or ``stop``.

    ``embedded``: leave some time after the last job where no server is present. ``reserved``: take
    only jobs reserved under this name. ``until_idle``: leave as soon as there is nothing to do.
    A worker that is stopped has its jobs saved and given back to the queue. ``forks``: this process
    is nothing but a worker, so that the first job may be forked from it instead of waiting for
    another Python to start; should it be killed, ``heir`` is called in a copy of it, which finds
    in ``inherited`` what it leaves.
    """
    kinds = kinds or JobKinds.load()
    with ExitStack() as stack:
        seed = Seed(kinds.package, heir, inherited) if forks else None
        if seed is not None:
            stack.callback(seed.close)
        database = Database(settings.database_address, pool_size=_POOL_SIZE)
        stack.callback(database.dispose)
        database.info[moves.KINDS] = kinds
        bus = open_bus(settings)
        stack.callback(bus.close)
        attach(database, bus)
        queues.attach(database, settings)
        listener = bus.listen(queues.CHANNEL)
        stack.callback(listener.close)
        worker_id = worker_id or new_id("worker")
        if reserved is None and not until_idle:
            stack.enter_context(cleaning(settings, database, worker_id, kinds.package))
        worker = Worker(
            settings,
            database,
            listener,
            kinds,
            Supervisor(settings, kinds, seed, _adopt(kinds.package, inherited)),
            worker_id=worker_id,
            embedded=embedded,
            reserved=reserved,
            until_idle=until_idle,
            stop=stop or threading.Event(),
        )
        worker.run()


def _adopt(package: str, inherited: Sequence[Inherited]) -> ForkServer | None:
    """Go on with a fork server that a killed worker has left; it would rarely leave several."""
    servers = [ForkServer(package, inherited=one) for one in inherited]
    for server in servers[1:]:
        server.close()
    return servers[0] if servers else None


class Worker:
    """One worker process, or a worker in a thread of another program."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        listener: Listener,
        kinds: JobKinds,
        supervisor: Supervisor,
        *,
        worker_id: str,
        embedded: bool,
        reserved: str | None,
        until_idle: bool,
        stop: threading.Event,
    ) -> None:
        self._settings = settings
        self._database = database
        self._listener = listener
        self._embedded = embedded
        self._reserved = reserved
        self._until_idle = until_idle
        self._stop = stop
        self._supervisor = supervisor
        self._taker = Taker(worker_id, host_name(), reserved, capacity(settings.device), kinds)
        self._delivery = Delivery(database, self._supervisor, worker_id)
        self._sweeper = Sweeper(database, worker_id)
        self._unsettled: list[Child] = []
        self._is_drained = False
        self._next_look = self._next_renewal = 0.0
        self._busy_at = time.monotonic()

    def run(self) -> None:
        """Work until there is a reason to leave."""
        self._register()
        _log.info("worker started", worker=self._taker.worker_id, embedded=self._embedded)
        try:
            with wakened_by_signals(self._stop) as wakened:
                while not self._is_to_leave():
                    self._turn(wakened)
                self._wind_down(wakened)
        finally:
            self._supervisor.kill_all()
        with self._database.write() as session:
            holdings.unregister(session, self._taker.worker_id)
        _log.info("worker left", worker=self._taker.worker_id)

    def _turn(self, wakened: socket.socket) -> None:
        left_s = max(self._next_look - time.monotonic(), 0.0)
        self._listen(wakened, min(left_s, self._tick_s()))
        self._supervisor.tick()
        self._unsettled += self._supervisor.collect()
        try:
            self._settle()
            self._renew()
            if time.monotonic() >= self._next_look:
                self._next_look = time.monotonic() + LOOK_S
                self._look()
        except OperationalError as error:
            # The database is busy or away. Leases and fences make waiting safe.
            _log.warning("database not reached", error=str(error.orig))
            self._next_look = time.monotonic() + LOOK_S

    def _listen(self, wakened: socket.socket, timeout_s: float) -> None:
        """Wait until a process, the bus or a signal has news, or for so long."""
        with selectors.DefaultSelector() as selector:
            for file in (self._listener, wakened, *self._supervisor.files):
                selector.register(file, selectors.EVENT_READ)
            ready = [key.fileobj for key, _ in selector.select(timeout_s)]
        for one in ready:
            if isinstance(one, ForkServer | Child):
                if self._supervisor.read(one):
                    self._look_soon()
            elif one is self._listener:
                while self._listener.receive(0) is not None:
                    self._look_soon()
            else:
                wakened.recv(4096)

    def _look_soon(self) -> None:
        self._next_look = 0.0
        self._is_drained = False

    def _tick_s(self) -> float:
        return TICK_S if self._supervisor.busy else LOOK_S

    def _look(self) -> None:
        """Tell the processes what there is to tell, sweep, and take what there is to take."""
        self._delivery.deliver()
        self._sweeper.sweep()
        self._take()

    def _take(self) -> None:
        lanes = Counter(child.claim.lane for child in self._supervisor.busy if child.claim)
        places = Places(self._settings.worker_slots, lanes)
        with self._database.read() as session:
            queued = lanes_queued(session, self._taker)
        self._is_drained = not queued
        if queued.isdisjoint(places.open_lanes):
            return
        with self._database.write() as session:
            taken = take(session, self._taker, places)
        self._is_drained = taken.is_drained
        for claim in taken.claims:
            _log.info("claimed", jobs=dict(claim.numbers), kind=claim.kind)
            self._supervisor.start(claim)
        if taken.claims:
            self._busy_at = time.monotonic()
            # What waited for a job to run again, such as to keep what it had, comes with its claim.
            self._delivery.deliver()

    def _settle(self) -> None:
        """See to the jobs of processes that have ended; kept for the next turn if that fails."""
        while self._unsettled:
            child = self._unsettled[0]
            if child.claim is not None:
                with self._database.write() as session:
                    holdings.settle(
                        session,
                        self._taker.worker_id,
                        child.claim,
                        cause=child.how_it_ended(),
                        killed_because=child.killed_because,
                        was_stopping=child.is_told_to_stop,
                    )
                self._look_soon()
            self._unsettled.pop(0)
        if self._supervisor.busy:
            self._busy_at = time.monotonic()

    def _renew(self) -> None:
        if time.monotonic() < self._next_renewal:
            return
        self._next_renewal = time.monotonic() + holdings.RENEW_S
        with self._database.write() as session:
            is_known = holdings.renew(session, self._taker.worker_id)
        if not is_known:
            # We stood still for so long that others were told to take our jobs.
            _log.warning("taken for dead", worker=self._taker.worker_id)
            self._supervisor.kill_all()
            self._unsettled.clear()
            if self._embedded:
                # By now its server has another in its place, or will have.
                self._stop.set()
            else:
                self._register()

    def _register(self) -> None:
        with self._database.write() as session:
            holdings.register(
                session,
                self._taker.worker_id,
                os.getpid(),
                slots=self._settings.worker_slots,
                is_embedded=self._embedded,
                reserved_for=self._reserved,
            )
        self._next_renewal = time.monotonic() + holdings.RENEW_S

    def _is_to_leave(self) -> bool:
        if self._stop.is_set():
            return True
        if self._supervisor.busy or self._unsettled:
            return False
        if self._until_idle:
            return self._is_drained
        idle_s = time.monotonic() - self._busy_at
        is_idle = self._embedded and idle_s > self._settings.worker_idle_s
        return is_idle and not presence.is_server_present(self._settings.data_dir)

    def _wind_down(self, wakened: socket.socket) -> None:
        """Have the processes save and give back what they hold; kill those that do not."""
        self._supervisor.stop_all()
        while self._supervisor.busy or self._unsettled:
            # No look is due any more, so only news and limits are waited for.
            self._listen(wakened, TICK_S)
            self._supervisor.tick()
            self._unsettled += self._supervisor.collect()
            try:
                self._settle()
                self._renew()
            except OperationalError as error:
                # As in a turn: leaving now would count what was saved in good order as a death.
                _log.warning("database not reached", error=str(error.orig))
