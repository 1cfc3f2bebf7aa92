"""Watching over the processes of one worker: limits, cancels, controls, and their ends."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

import psutil

from armillary.base.logging import get_logger
from armillary.jobs.claims import Claim
from armillary.jobs.contract import JobKind
from armillary.jobs.kinds import JobKinds
from armillary.jobs.machine import memory_in_use, process_started, seconds_computed
from armillary.jobs.processes import Child, Closing, ForkServer
from armillary.jobs.seed import Seed
from armillary.settings import Settings

FORK_SERVER_IDLE_S = 60.0
RESIDENT_IDLE_S = 120.0
# A process whose pipe has closed is given this long to be seen off by its fork server.
_FAREWELL_S = 0.5
_KILL_AGAIN_S = 1.0
_log = get_logger(__name__)


class Supervisor:
    """The processes of one worker, each busy with a claim or, if resident, waiting for one."""

    def __init__(
        self,
        settings: Settings,
        kinds: JobKinds,
        seed: Seed | None,
        server: ForkServer | None = None,
    ) -> None:
        self._settings = settings
        self._seed = seed
        self._kinds = kinds
        self._server = server
        self._children: list[Child] = []
        self._silent: dict[Child, float] = {}
        self._idle_since = time.monotonic()

    @property
    def busy(self) -> list[Child]:
        """The processes that run a claim."""
        return [child for child in self._children if child.claim is not None]

    @property
    def files(self) -> list[ForkServer | Child]:
        """What to wait for: each becomes readable when there is news, see `read`."""
        speaking = [child for child in self._children if child not in self._silent]
        return [*speaking, self._server] if self._server is not None else [*speaking]

    def start(self, claim: Claim) -> None:
        """Have a process run a claim: a resident one that waits for its kind, else a new one."""
        child = self._find_resident(claim) or self._fork()
        self._make_room(claim, child)
        child.run(claim)

    def read(self, file: ForkServer | Child) -> bool:
        """Take the news of one file; gives whether there may be something to do because of it."""
        if isinstance(file, ForkServer):
            file.read_news()
            if file.is_lost:
                self._server = None
            return True
        message = file.read()
        if message is None:
            self._silent[file] = time.monotonic()
        elif message["type"] == "begun" and file.claim is not None:
            limit = file.claim.time_limit_s
            file.time_limit_at = None if limit is None else time.monotonic() + limit
        elif message["type"] == "closing" and file.claim is not None:
            self._let_close(file)
        elif message["type"] == "back":
            file.is_coming_back = False
        elif message["type"] in ("idle", "leaving"):
            file.claim = file.kill_at = file.time_limit_at = file.closing = None
            file.idle_since = time.monotonic()
            file.is_leaving = message["type"] == "leaving"
        return file.claim is None or message is None

    def cancel(self, child: Child, job_id: str) -> None:
        """Tell a process to stop a job, once, and kill it if the time of grace passes."""
        if job_id in child.told_to_cancel or child.claim is None:
            return
        child.told_to_cancel.add(job_id)
        child.tell({"type": "cancel", "job_id": job_id})
        if child.told_to_cancel >= set(child.claim.numbers):
            self._let_end(child)

    def pause(self, child: Child, job_id: str, *, is_wanted: bool) -> None:
        """Tell a process that a job shall pause, or go on after all; each once."""
        if is_wanted == (job_id in child.told_to_pause):
            return
        child.told_to_pause ^= {job_id}
        child.tell({"type": "pause" if is_wanted else "resume", "job_id": job_id})

    def control(self, child: Child, job_id: str, control: Mapping[str, Any]) -> None:
        """Hand on what somebody tells a job."""
        child.tell({"type": "control", "job_id": job_id, "control": control})

    def stop_all(self) -> None:
        """Ask every process to save what it has and give its jobs back."""
        for child in self._children:
            if not child.is_told_to_stop:
                child.is_told_to_stop = True
                child.tell({"type": "stop"})
                self._let_end(child)

    def tick(self) -> None:
        """Enforce limits, and end what has waited for nothing for too long."""
        now = time.monotonic()
        for child in self._children:
            self._enforce(child, now)
        for child, since in self._silent.items():
            if now - since > _FAREWELL_S and not child.is_gone and _is_dead(child):
                child.ended(None)
        if self.busy or self._server is None:
            self._idle_since = now
        elif now - self._idle_since > FORK_SERVER_IDLE_S and self._server.is_idle:
            self._close_server()

    def collect(self) -> list[Child]:
        """Give the processes that have ended since the last look, and forget them."""
        ended = [child for child in self._children if child.is_gone]
        for child in ended:
            self._children.remove(child)
            self._silent.pop(child, None)
            child.connection.close()
        return ended

    def kill_all(self) -> None:
        """End everything at once."""
        for child in self._children:
            child.kill()
        self._children.clear()
        self._silent.clear()
        self._close_server()

    def _fork(self) -> Child:
        if self._server is None:
            self._server = ForkServer(self._kinds.package, self._seed)
        child = self._server.start(self._settings)
        self._children.append(child)
        return child

    def _find_resident(self, claim: Claim) -> Child | None:
        if not self._kind(claim).resident:
            return None
        for child in self._idle_residents():
            # Which GPUs a process sees is settled when it begins.
            alike = child.granted is not None and child.granted.gpus == claim.granted.gpus
            is_able = child.kind == claim.kind and alike and not child.is_leaving
            # One that was killed a moment ago is not heard of yet.
            if is_able and not _is_dead(child):
                return child
        return None

    def _make_room(self, claim: Claim, chosen: Child) -> None:
        """End idle residents that sit on what the claim was granted."""
        is_short = psutil.virtual_memory().available < claim.granted.memory_bytes
        for child in self._idle_residents():
            shared = child.granted and set(child.granted.gpus) & set(claim.granted.gpus)
            if child is not chosen and (is_short or shared):
                child.tell({"type": "stop"})
                self._let_end(child)

    def _idle_residents(self) -> Iterable[Child]:
        return [
            child
            for child in self._children
            if child.idle_since is not None and child.kill_at is None and not child.is_gone
        ]

    def _kind(self, claim: Claim) -> JobKind:
        return self._kinds[claim.kind]

    def _let_end(self, child: Child) -> None:
        if child.kill_at is None:
            now = time.monotonic()
            child.kill_at = now + self._settings.cancel_grace_s
            child.kill_at_latest = now + self._settings.keep_limit_s

    def _let_close(self, child: Child) -> None:
        """Give a process that stores what it leaves its time; said again, that changes nothing."""
        if child.closing is None and child.pid is not None:
            child.closing = Closing(time.monotonic(), seconds_computed(child.pid))

    def _put_off(self, child: Child, now: float) -> None:
        """Give a process that goes on closing its time of grace anew, within the limit."""
        if child.kill_at is None or child.pid is None:
            return
        if child.is_coming_back and child.told_to_cancel:
            # Ended before it is where it was, it could not keep what it had.
            self._let_close(child)
        if child.closing is not None and child.closing.goes_on(child.pid, now):
            later = min(now + self._settings.cancel_grace_s, child.kill_at_latest)
            child.kill_at = max(child.kill_at, later)

    def _enforce(self, child: Child, now: float) -> None:
        self._put_off(child, now)
        if child.kill_at is not None and now > child.kill_at:
            _kill(child, now)
        if child.time_limit_at is not None and now > child.time_limit_at:
            child.time_limit_at = None
            child.killed_because = "time_limit"
            child.tell({"type": "time_limit"})
            self._let_end(child)
        if child.idle_since is not None and now - child.idle_since > RESIDENT_IDLE_S:
            child.tell({"type": "stop"})
            self._let_end(child)
        if child.killed_because != "memory_limit" and _is_over_memory(child):
            child.killed_because = "memory_limit"
            _kill(child, now)

    def _close_server(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _kill(child: Child, now: float) -> None:
    # One that waits for a disk ends when that answers, however often it is killed until then; once
    # in a while suffices for what it may have started meanwhile.
    child.kill()
    child.kill_at = child.kill_at_latest = now + _KILL_AGAIN_S


def _is_dead(child: Child) -> bool:
    return child.pid is None or process_started(child.pid) is None


def _is_over_memory(child: Child) -> bool:
    limit = child.claim.memory_limit_bytes if child.claim is not None else None
    return limit is not None and child.pid is not None and memory_in_use(child.pid) > limit
