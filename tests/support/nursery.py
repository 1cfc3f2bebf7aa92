"""A process that forks workers which find their libraries loaded.

What a worker and the processes that it forks import and rehearse takes ten times as long as a short
job, and every file of tests has a worker of its own. The first argument is the number of a socket
over which workers are asked for; ``warm`` after it has them find loaded what jobs need, too, beside
what they need themselves. It ends with the process that holds the other end of the socket.
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
from typing import Any, NoReturn

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
    """Forks workers and tells of their ends."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._ends: dict[int, int] = {}
        """The file to which it is written how a worker has ended, by the worker."""
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
            _become_worker(json.loads(request), outputs)
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
    from armillary.jobs import forkserver
    from armillary.jobs.kinds import CAPABILITIES
    from armillary.jobs.rehearsal import rehearse

    forkserver.settle_threads()
    kinds = forkserver.import_kinds(CAPABILITIES)
    for name in kinds.preloaded():
        with contextlib.suppress(ImportError, OSError):
            importlib.import_module(name)
    for _ in rehearse(kinds):
        pass


def _become_worker(asked: dict[str, Any], files: list[int]) -> NoReturn:
    """Be what ``python -m armillary.jobs.worker_main`` is, with these arguments and settings."""
    from armillary.jobs import worker_main

    code = 1
    try:
        os.setsid()
        for file, ours in zip(files, (1, 2), strict=True):
            os.dup2(file, ours)
            os.close(file)
        random.seed()
        sys.path[:0] = asked["folders"]
        sys.argv = ["armillary.jobs.worker_main", *asked["arguments"]]
        sys.stdin = io.TextIOWrapper(io.BytesIO(asked["settings"].encode()))
        worker_main.main()
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
