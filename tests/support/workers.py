"""Real workers and commands in processes of their own, as servers and people start them."""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from armillary.jobs.forkserver import environment
from armillary.jobs.kinds import CAPABILITIES
from armillary.settings import Settings


class ForkedProcess:
    """A process that runs, told things and waited for as other processes are."""

    def __init__(self, pid: int, end: int) -> None:
        self.pid = pid
        self._end = end
        self._code: int | None = None

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal; one that has ended hears nothing."""
        if self._code is None and not self._has_news(0):
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to save what it does, and end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout_s: float | None = None) -> int:
        """Wait until it has ended, and give its exit code; raises `TimeoutError`."""
        if self._code is None:
            if not self._has_news(timeout_s):
                raise TimeoutError(f"the process did not end within {timeout_s} s")
            self._code = int(os.read(self._end, 64))
            os.close(self._end)
        return self._code

    def _has_news(self, timeout_s: float | None) -> bool:
        waiting = select.poll()
        waiting.register(self._end, select.POLLIN)
        return bool(waiting.poll(None if timeout_s is None else timeout_s * 1000))


def start_worker(
    settings: Settings,
    *flags: str,
    kinds: str = CAPABILITIES,
    folders: Sequence[Path] = (),
    is_warm: bool = True,
) -> ForkedProcess:
    """Start a worker, which has to be ended; packages are looked for in ``folders`` too.

    Where it ``is_warm`` its jobs find their libraries loaded, as after the first ones of a server.
    """
    asked = {
        "what": "worker",
        "arguments": ["--kinds", kinds, *flags],
        "folders": [str(folder) for folder in folders],
        "settings": settings.model_dump_json(),
    }
    return _fork(asked, (1, 2), is_warm=is_warm)


def start_command(
    arguments: Sequence[str], folder: Path, variables: Mapping[str, str], outputs: tuple[int, int]
) -> ForkedProcess:
    """Start ``armillary`` in a folder, with these environment variables alone.

    ``outputs`` are the files for what it prints and for what it prints as an error. Its libraries
    are loaded; jobs that it runs itself find theirs loaded too.
    """
    asked = {
        "what": "command",
        "arguments": list(arguments),
        "folder": str(folder),
        "variables": dict(variables),
    }
    return _fork(asked, outputs, is_warm=True)


def _fork(asked: Mapping[str, Any], outputs: tuple[int, int], *, is_warm: bool) -> ForkedProcess:
    nursery = _nursery(is_warm)
    end, theirs = os.pipe()
    socket.send_fds(nursery, [json.dumps(asked).encode()], [*outputs, theirs])
    os.close(theirs)
    told = nursery.recv(64)
    assert told, "the process that forks workers has ended"
    return ForkedProcess(int(told), end)


def end_worker(worker: ForkedProcess) -> None:
    """End a worker at once, also one that was stopped; what it has started ends by itself."""
    worker.send_signal(signal.SIGCONT)
    worker.kill()
    worker.wait()


def stop_worker(worker: ForkedProcess) -> None:
    """Have a worker save what it does and end; kill one that does not."""
    worker.terminate()
    try:
        worker.wait(20)
    except TimeoutError:
        end_worker(worker)


@cache
def _nursery(is_warm: bool) -> socket.socket:
    """Start what forks workers, once for each process of the tests."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-m", "tests.support.nursery", str(theirs.fileno())]
        process = subprocess.Popen(
            [*command, *(["warm"] if is_warm else [])],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=environment(os.environ),
        )

    def end() -> None:
        ours.close()
        process.kill()
        process.wait()

    atexit.register(end)
    return ours
