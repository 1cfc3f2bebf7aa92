"""A light copy of a worker, made at its start, from which fork servers are made in no time.

It shares the worker's memory and has imported what the worker has, so the first job need not wait
for a Python to start. The fork server that comes of it grows heavy with libraries and is ended when
idle; the seed stays light. Should the worker be killed, the seed may take its place.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from armillary.jobs import forkserver


@dataclass(frozen=True)
class Inherited:
    """A fork server that a killed worker has left, with all that it has imported."""

    pid: int
    control: socket.socket


Heir = Callable[[Sequence[Inherited], float], None]
"""Takes a killed worker's place; told what it has left and for how many seconds it had lived."""


class Seed:
    """Makes fork servers. Make it before the process has a thread or opens anything.

    ``heir`` is called in the seed's process if this one is killed; without it the seed ends.
    The next heir has what this process has ``inherited`` itself, too.
    """

    def __init__(
        self, package: str, heir: Heir | None = None, inherited: Sequence[Inherited] = ()
    ) -> None:
        forkserver.import_kinds(package)
        self._control, theirs = socket.socketpair()
        lines = [(one, *socket.socketpair()) for one in inherited]
        self.pid = os.fork()
        if self.pid == 0:
            for one, _, end in lines:
                one.control.close()
                end.close()
            self._control.close()
            _grow(theirs, package, heir, {one.pid: line for one, line, _ in lines})
        theirs.close()
        for one, line, end in lines:
            with line, end, suppress(OSError):
                socket.send_fds(one.control, [forkserver.SPARE], [end.fileno()])

    def fork(self, file: int) -> bool:
        """Make a fork server that serves the socket ``file``; False where the seed is gone."""
        try:
            socket.send_fds(self._control, [forkserver.FORK], [file])
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
        with suppress(OSError):
            self._control.send(forkserver.LEAVE)
        self._control.close()
        os.waitpid(self.pid, 0)


class _Orphaned(Exception):
    """The worker was killed."""


class _Growing(forkserver.Forking):
    """Forks fork servers, and holds a line to each on which a successor may go on with it."""

    def __init__(
        self, control: socket.socket, package: str, lines: dict[int, socket.socket]
    ) -> None:
        def become_server(file: int, line: int) -> NoReturn:
            spare = socket.socket(fileno=line)
            forkserver.serve(socket.socket(fileno=file), package, spare)

        super().__init__(control, become_server, lambda _: None)
        self._lines = lines

    def inherit(self) -> list[Inherited]:
        """Give up being a seed, and give what it has forked and what still lives."""
        self._forget_signals()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        self._selector.close()
        for end in (self._control, self._ended_read, self._ended_write):
            end.close()
        for file in (self._life_read, self._life_write):
            os.close(file)
        return [Inherited(pid, line) for pid, line in self._lines.items() if _is_open(line)]

    def _fork_with(self, file: int) -> int:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            # Were they open here too, nobody would hear when the seed is gone.
            for line in (ours, *self._lines.values()):
                line.close()
            self._become_child(file, theirs.detach())
        theirs.close()
        self._lines[pid] = ours
        return pid

    def _note_end(self, pid: int) -> None:
        self._lines.pop(pid).close()

    def _lose(self, *, was_told: bool) -> None:
        if was_told:
            os._exit(0)
        raise _Orphaned


def _is_open(line: socket.socket) -> bool:
    """Whether there is still somebody at the other end."""
    try:
        return bool(line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except BlockingIOError:
        return True
    except OSError:
        return False


def _grow(
    control: socket.socket, package: str, heir: Heir | None, lines: dict[int, socket.socket]
) -> NoReturn:
    forkserver.name_process("armillary-seed")
    # The terminal's Ctrl+C is for the worker.
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    born_at = time.monotonic()
    growing = _Growing(control, package, lines)
    try:
        while True:
            growing.serve(timeout_s=None)
    except _Orphaned:
        if heir is not None:
            heir(growing.inherit(), time.monotonic() - born_at)
    except BaseException:  # noqa: BLE001  # it must never go on as the worker it is a copy of
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(0)
