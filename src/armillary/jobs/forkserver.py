"""A process with warm imports that forks the processes which compute.

A worker starts it with its first job and ends it when idle. It forks as soon as it is asked,
between two imports too; a process forked early imports the rest by itself. It holds nothing but
what it has imported and what a rehearsal has left in memory: no database, no file of anybody. When
its worker is gone it kills the groups of all the processes it has forked, and ends.
"""

import contextlib
import gc
import importlib
import importlib.util
import os
import random
import selectors
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from armillary.base.garbage import spare_what_is_there

if TYPE_CHECKING:
    from armillary.jobs.kinds import JobKinds

FORK, SPARE, LEAVE = b"f", b"s", b"q"
"""What a fork server is asked; silence at the end of a socket is that of a killed process."""
FORKED, ENDED = b"f", b"e"
NOTICE = struct.Struct("=cqq")
"""What the worker is told: ``FORKED`` with a process id, or ``ENDED`` with its wait status too."""

THREADS_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
# For how many cycles, as a power of two, OpenBLAS's threads look for more work before they sleep.
# It would be a fifth of a second, from the moment at which they are made on: of processors that
# others want, and for jobs that never multiply anything. Products take as long without.
_LOOKING = {"OPENBLAS_THREAD_TIMEOUT": "20"}
_QUIET_S = 1.0
# The kernel shall end a computation before it ends a server or a database.
_KILL_FIRST = "500"


Body = Callable[[int, int], NoReturn]
"""What a forked process does, given the file it was asked for with, and its life line."""


def main() -> NoReturn:
    """Serve the worker at the other end of a socket, with the job kinds of a package.

    The arguments are the socket's file number and the package.
    """
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])


def serve(control: socket.socket, package: str, spare: socket.socket | None = None) -> NoReturn:
    """Be a fork server until the other end of ``control`` closes.

    Where that closed because the worker was killed, its successor may go on with ``spare``, and may
    send another spare one then.
    """
    name_process("armillary-fork")
    settle_threads()
    server = Forking(control, _compute, _kill_groups, spare)
    kinds = import_kinds(package)
    # The first jobs shall have the machine to themselves while they begin.
    server.serve(timeout_s=_QUIET_S)
    for name in kinds.preloaded():
        server.serve(timeout_s=0)
        # Libraries that are not installed, or broken, are not needed by every job.
        with contextlib.suppress(ImportError, OSError):
            importlib.import_module(name)
    server.serve(timeout_s=_QUIET_S)
    _rehearse(kinds, server)
    gc.collect()
    spare_what_is_there()
    while True:
        server.serve(timeout_s=None)


def _rehearse(kinds: "JobKinds", server: "Forking") -> None:
    """Do once, between forks, what every process would do for the first time."""
    from armillary.jobs.rehearsal import rehearse

    try:
        for _ in rehearse(kinds):
            server.serve(timeout_s=0)
    except Exception:  # noqa: BLE001  # jobs run as well without; it must never end the fork server
        sys.excepthook(*sys.exc_info())


def settle_threads() -> None:
    """Say what libraries read when they are loaded; `armillary.jobs.threads` is for later."""
    os.environ.update({**dict.fromkeys(THREADS_VARIABLES, "1"), **_LOOKING})


def name_process(name: str) -> None:
    """Say in the system's lists of processes what this one is, in 15 characters."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(name)


def import_kinds(package: str) -> "JobKinds":
    """Import what every process that computes begins with."""
    importlib.import_module("armillary.jobs.child")
    from sqlalchemy.orm import configure_mappers

    from armillary.jobs.kinds import JobKinds

    kinds = JobKinds.load(package)
    # Done once here instead of in every process, at its first look into the database.
    configure_mappers()
    return kinds


def _compute(file: int, life: int) -> NoReturn:
    from armillary.jobs import child

    name_process("armillary-job")
    child.main(Connection(file), life)


def _kill_groups(pids: set[int]) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    for pid in pids:
        os.waitpid(pid, 0)


class Forking:
    """Forks a process for each file that comes over a socket, and tells of their ends.

    When the other end of the socket closes, ``farewell`` is called with the living processes. If it
    closed without a word, ``spare`` is served from then on.
    """

    def __init__(
        self,
        control: socket.socket,
        body: Body,
        farewell: Callable[[set[int]], None],
        spare: socket.socket | None = None,
    ) -> None:
        self._control = control
        self._body = body
        self._farewell = farewell
        self._spare = spare
        self._children: set[int] = set()
        self._life_read, self._life_write = os.pipe()
        self._ended_read, self._ended_write = socket.socketpair()
        for end in (self._ended_read, self._ended_write):
            end.setblocking(False)
        signal.set_wakeup_fd(self._ended_write.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)
        self._selector.register(self._ended_read, selectors.EVENT_READ)

    def serve(self, timeout_s: float | None) -> None:
        """Do what is asked now, or wait so long for something to do."""
        while ready := self._selector.select(timeout_s):
            for key, _ in ready:
                if key.fileobj is self._control:
                    self._fork()
                else:
                    self._reap()
            timeout_s = 0

    def _fork(self) -> None:
        try:
            message, files, _, _ = socket.recv_fds(self._control, 1, 1)
        except OSError:
            message, files = b"", []
        if message == SPARE:
            self._spare = socket.socket(fileno=files[0])
            return
        if message != FORK:
            self._lose(was_told=message == LEAVE)
            return
        pid = self._fork_with(files[0])
        os.close(files[0])
        self._children.add(pid)
        self._tell(FORKED, pid, 0)

    def _fork_with(self, file: int) -> int:
        pid = os.fork()
        if pid == 0:
            os.close(self._life_write)
            self._become_child(file, self._life_read)
        return pid

    def _become_child(self, file: int, line: int) -> NoReturn:
        try:
            os.setsid()
            self._forget_signals()
            self._selector.close()
            for end in (self._control, self._ended_read, self._ended_write, self._spare):
                if end is not None:
                    end.close()
            _prepare()
            self._body(file, line)
        except BaseException:  # noqa: BLE001  # it must never go on as a fork server
            sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
        finally:
            os._exit(1)

    def _lose(self, *, was_told: bool) -> None:
        """Do what follows when whoever asks is gone."""
        self._farewell(self._children)
        if was_told or self._spare is None:
            os._exit(0)
        self._children.clear()
        self._selector.unregister(self._control)
        self._control.close()
        self._control, self._spare = self._spare, None
        self._selector.register(self._control, selectors.EVENT_READ)

    def _forget_signals(self) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._ended_read.recv(4096)
        for pid in list(self._children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._children.discard(pid)
                self._note_end(pid)
                self._tell(ENDED, pid, status)

    def _note_end(self, pid: int) -> None:
        """Do what a kind of fork server does when a process has ended."""

    def _tell(self, what: bytes, pid: int, status: int) -> None:
        # Who is gone is missed at the next look at the socket.
        with contextlib.suppress(OSError):
            self._control.send(NOTICE.pack(what, pid, status))


def _prepare() -> None:
    """Make what every fork would otherwise share its own."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_KILL_FIRST)
    spare_what_is_there()
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of a fork server that is a Python of its own."""
    return {**given, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


if __name__ == "__main__":
    main()
