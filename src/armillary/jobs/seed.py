"""A light copy of a worker, made at its start, from which fork servers are made in no time.

It shares the worker's memory and has imported what the worker has, so the first job need not wait
for a Python to start. The fork server that comes of it grows heavy with libraries and is ended when
idle; the seed stays light.
"""

import os
import signal
import socket
from typing import NoReturn

from armillary.jobs import forkserver


class Seed:
    """Makes fork servers. Make it before the process has a thread or opens anything."""

    def __init__(self, package: str) -> None:
        forkserver.import_kinds(package)
        self._control, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self._control.close()
            _grow(theirs, package)
        theirs.close()

    def fork(self, file: int) -> bool:
        """Make a fork server that serves the socket ``file``; False where the seed is gone."""
        try:
            socket.send_fds(self._control, [b"f"], [file])
            self._drain()
        except OSError:
            return False
        return True

    def _drain(self) -> None:
        """Forget what the seed tells of its processes: they are known by their own sockets."""
        try:
            self._control.recv(65536, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return

    def close(self) -> None:
        """End the seed; fork servers end by themselves when their workers hang up."""
        self._control.close()
        os.waitpid(self.pid, 0)


def _grow(control: socket.socket, package: str) -> NoReturn:
    # The terminal's Ctrl+C is for the worker.
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def become_server(file: int, life: int) -> NoReturn:
        os.close(life)
        forkserver.serve(socket.socket(fileno=file), package)

    seed = forkserver.Forking(control, become_server, lambda _: None)
    while True:
        seed.serve(timeout_s=None)
