"""A process that forks workers and commands which find their libraries loaded.

What a worker and the processes that it forks import and rehearse takes ten times as long as a short
job, and every file of tests has a worker of its own; commands bring one each. The first argument is
the number of a socket over which they are asked for; ``warm`` after it has them find loaded and
rehearsed what jobs need, too, beside what they need themselves. It ends with the process that holds
the other end of the socket.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import random
import selectors
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from armillary.jobs.kinds import JobKinds

MOST_BYTES = 1 << 20


def main() -> NoReturn:
    """Load what workers need, then fork one for each request."""
    control = socket.socket(fileno=int(sys.argv[1]))
    # The terminal's Ctrl+C is for pytest.
    os.setsid()
    importlib.import_module("armillary.jobs.worker_main")
    if sys.argv[2:] == ["warm"]:
        _warm()
    gc.collect()
    gc.freeze()
    _Nursery(control).serve()


class _Nursery:
    """Forks what is asked for and tells of its end."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._ends: dict[int, int] = {}
        """The file to which it is written how a process has ended, by the process."""
        self._woken, self._wakes = socket.socketpair()
        for end in (self._woken, self._wakes):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, self._fork)
        self._selector.register(self._woken, selectors.EVENT_READ, self._bury)

    def serve(self) -> NoReturn:
        """Do what is asked until nobody is there to ask."""
        while True:
            for key, _ in self._selector.select():
                key.data()

    def _fork(self) -> None:
        request, files, _, _ = socket.recv_fds(self._control, MOST_BYTES, 3)
        if not request:
            os._exit(0)
        *outputs, end = files
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._selector.close()
            for opened in (self._control, self._woken, self._wakes):
                opened.close()
            for other in (end, *self._ends.values()):
                os.close(other)
            asked = json.loads(request)
            _become(_BODIES[asked["what"]], asked, outputs)
        for file in outputs:
            os.close(file)
        self._ends[pid] = end
        self._control.send(str(pid).encode())

    def _bury(self) -> None:
        self._woken.recv(4096)
        for pid, end in list(self._ends.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                with contextlib.suppress(BrokenPipeError):
                    os.write(end, str(os.waitstatus_to_exitcode(status)).encode())
                os.close(end)
                del self._ends[pid]


def _warm() -> None:
    """Import and rehearse what a fork server does before its first job."""
    from armillary.jobs import forkserver, rehearsal
    from armillary.jobs.kinds import CAPABILITIES

    forkserver.settle_threads()
    kinds = forkserver.import_kinds(CAPABILITIES)
    for name in kinds.preloaded():
        with contextlib.suppress(ImportError, OSError):
            importlib.import_module(name)
    for _ in rehearsal.rehearse(kinds):
        pass
    # Who is forked from here finds it done, and need not do it again.
    rehearsal.rehearse = _nothing_more


def _nothing_more(kinds: "JobKinds") -> Iterator[str]:
    return iter(())


def _be_worker(asked: dict[str, Any]) -> None:
    """Be what ``python -m armillary.jobs.worker_main`` is, with these arguments and settings."""
    from armillary.jobs import worker_main

    sys.path[:0] = asked["folders"]
    sys.argv = ["armillary.jobs.worker_main", *asked["arguments"]]
    sys.stdin = io.TextIOWrapper(io.BytesIO(asked["settings"].encode()))
    worker_main.main()


def _be_command(asked: dict[str, Any]) -> None:
    """Be what ``python -m armillary`` is, in this folder and environment."""
    from armillary.jobs import processes
    from armillary.jobs.kinds import CAPABILITIES
    from armillary.jobs.seed import Seed

    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["variables"])
    # A command has the processes that compute forked from a Python of their own, which would have
    # to load everything.
    seed = Seed(CAPABILITIES)

    def fork_server(control: socket.socket, package: str) -> None:
        assert package == CAPABILITIES
        assert seed.fork(control.fileno())

    processes._start = fork_server  # type: ignore[assignment]  # there is no process to wait for
    sys.argv = ["armillary", *asked["arguments"]]
    from armillary.cli import main

    try:
        main()
    finally:
        # As Python does before it ends.
        threading._shutdown()  # type: ignore[attr-defined]  # there is no other way to ask for it
        seed.close()


_BODIES = {"worker": _be_worker, "command": _be_command}


def _become(
    body: Callable[[dict[str, Any]], None], asked: dict[str, Any], files: list[int]
) -> NoReturn:
    """Be another process from now on, with its own output, and end as it ends."""
    code = 1
    try:
        os.setsid()
        for file, ours in zip(files, (1, 2), strict=True):
            os.dup2(file, ours)
            os.close(file)
        random.seed()
        body(asked)
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:  # noqa: BLE001  # it must never go on as the nursery
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
