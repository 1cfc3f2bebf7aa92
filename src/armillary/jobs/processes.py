"""The worker's end of the processes that compute: starting, telling, watching, killing them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from armillary.base.values import from_json, to_json
from armillary.jobs.claims import Claim
from armillary.jobs.contract import Granted
from armillary.jobs.forkserver import ENDED, FORK, FORKED, LEAVE, NOTICE, environment
from armillary.jobs.machine import is_waiting_for_disk, seconds_computed
from armillary.jobs.seed import Inherited, Seed
from armillary.settings import Settings

_LEAST_SHARE = 0.02
# A fork server that is loading a library hears nothing until that is done.
_FAREWELL_S = 0.1
_COMMAND = (sys.executable, "-m", "armillary.jobs.forkserver")


class ForkServer:
    """One fork server process and the processes it has forked for this worker."""

    def __init__(
        self, package: str, seed: Seed | None = None, inherited: Inherited | None = None
    ) -> None:
        self._package = package
        self._process: subprocess.Popen[bytes] | None = None
        self._inherited = inherited
        if inherited is not None:
            self._control = inherited.control
        else:
            self._control, theirs = socket.socketpair()
            with theirs:
                if seed is None or not seed.fork(theirs.fileno()):
                    self._process = _start(theirs, package)
        self._asked: list[Child] = []
        self._forked: dict[int, Child] = {}
        self._buffer = b""
        self.is_lost = False

    @property
    def is_idle(self) -> bool:
        """Whether no process that was forked still lives."""
        return not self._asked and not self._forked

    def fileno(self) -> int:
        """Give the file that becomes readable when there is news."""
        return self._control.fileno()

    def start(self, settings: Settings) -> "Child":
        """Ask for a process; its id comes later, as news, but it can be told things at once."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [FORK], [theirs.fileno()])
            except OSError:
                self.is_lost = True
        child = Child(Connection(ours.detach()))
        self._asked.append(child)
        hello = {"settings": settings.model_dump(mode="json"), "package": self._package}
        child.tell(hello)
        return child

    def read_news(self) -> None:
        """Take what the server says of its processes; when it is gone, so are they."""
        with contextlib.suppress(OSError):
            data = self._control.recv(4096)
            self._buffer += data
            self.is_lost = not data
        while len(self._buffer) >= NOTICE.size:
            notice, self._buffer = self._buffer[: NOTICE.size], self._buffer[NOTICE.size :]
            self._hear(*NOTICE.unpack(notice))
        if self.is_lost:
            self._bury_all()

    def close(self) -> None:
        """End the server and every process it has forked."""
        with contextlib.suppress(OSError):
            self._control.send(LEAVE)
        self._control.close()
        self._wait()

    def _wait(self) -> None:
        if self._process is not None:
            try:
                self._process.wait(_FAREWELL_S)
            except subprocess.TimeoutExpired:
                # What it has forked ends with it.
                self._process.kill()
                self._process.wait()
        if self._inherited is not None:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._inherited.pid, 0)

    def _hear(self, what: bytes, pid: int, status: int) -> None:
        if what == FORKED:
            child = self._forked[pid] = self._asked.pop(0)
            child.pid = pid
        elif what == ENDED:
            self._forked.pop(pid).ended(status)

    def _bury_all(self) -> None:
        for child in [*self._asked, *self._forked.values()]:
            child.kill()
            child.ended(None)
        self._asked.clear()
        self._forked.clear()
        self._wait()


def _start(control: socket.socket, package: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*_COMMAND, str(control.fileno()), package],
        pass_fds=[control.fileno()],
        stdin=subprocess.DEVNULL,
        env=environment(os.environ),
        # The terminal's Ctrl+C is for the worker, who tells its children in good order.
        start_new_session=True,
    )


@dataclass
class Closing:
    """How a process goes on that stores what a job leaves."""

    seen_at: float
    """When it was last seen to go on, and what it had computed by then."""
    computed_s: float

    def goes_on(self, pid: int, now: float) -> bool:
        """Whether it has done something worth mentioning since that was last so."""
        computed_s = seconds_computed(pid)
        # Who only waits in a loop computes something too.
        is_busy = computed_s - self.computed_s > _LEAST_SHARE * (now - self.seen_at)
        if not (is_busy or is_waiting_for_disk(pid)):
            return False
        self.seen_at, self.computed_s = now, computed_s
        return True


@dataclass(eq=False)
class Child:
    """One process that computes; it leads a group of its own."""

    connection: Connection
    pid: int | None = None
    is_gone: bool = False
    status: int | None = None
    """How it ended, as `os.wait` says it; None where nobody could see."""
    claim: Claim | None = None
    claim_count: int = 0
    granted: Granted | None = None
    kind: str | None = None
    killed_because: str | None = None
    told_to_cancel: set[str] = field(default_factory=set)
    told_to_pause: set[str] = field(default_factory=set)
    is_told_to_stop: bool = False
    kill_at: float | None = None
    kill_at_latest: float = 0.0
    closing: "Closing | None" = None
    """Set while the process stores what a job leaves: then `kill_at` may be put off."""
    is_coming_back: bool = False
    """Set until a job that goes on is again where it was: before that it could keep nothing."""
    time_limit_at: float | None = None
    """Set when the process says that it has begun: starting it is not the job's time."""
    idle_since: float | None = None
    is_leaving: bool = False
    """Set when the process has said that it takes no further claim."""

    def fileno(self) -> int:
        """Give the file that becomes readable when the process says something or ends."""
        return self.connection.fileno()

    def run(self, claim: Claim) -> None:
        """Have the process run a claim."""
        self.claim, self.granted, self.kind = claim, claim.granted, claim.kind
        self.claim_count += 1
        self.idle_since = self.kill_at = self.closing = self.killed_because = None
        self.told_to_cancel, self.is_told_to_stop = set(), False
        self.told_to_pause = set()
        self.time_limit_at, self.is_coming_back = None, claim.goes_on
        self.tell(
            {
                "type": "run",
                "kind": claim.kind,
                "numbers": dict(claim.numbers),
                "threads": claim.granted.threads,
                "gpus": list(claim.granted.gpus),
                "lane": claim.lane,
            }
        )

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message about the present claim; a process that is gone hears nothing."""
        with contextlib.suppress(OSError):
            self.connection.send_bytes(to_json({**message, "claim": self.claim_count}))

    def read(self) -> Mapping[str, Any] | None:
        """Take a message of the process; None where it said that it ends, or nothing."""
        try:
            message: Mapping[str, Any] = from_json(self.connection.recv_bytes())
        except (EOFError, OSError):
            return None
        return message

    def kill(self) -> None:
        """End the process and its group at once; what it has started ends with it."""
        if self.pid is not None:
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)

    def ended(self, status: int | None) -> None:
        """Take note of the end."""
        # What it has started may outlive it.
        self.kill()
        self.is_gone, self.status = True, status

    def how_it_ended(self) -> str:
        """Say it in words, for people."""
        if self.status is None:
            return "Its process ended unexpectedly."
        code = os.waitstatus_to_exitcode(self.status)
        if code == -signal.SIGKILL:
            return "Its process was killed from outside, perhaps because memory ran out."
        if code < 0:
            return f"Its process ended with {signal.Signals(-code).name}."
        return f"Its process ended unexpectedly, with exit code {code}."
