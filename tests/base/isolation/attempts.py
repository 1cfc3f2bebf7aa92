"""What hostile code might try from inside; each gives what it reached, or why it could not."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def try_all(*, given: str, foreign: str, parent: int, port: int) -> dict[str, str]:
    """Try everything and say what happened, by name."""
    attempts: Mapping[str, Callable[[], Any]] = {
        "read_foreign": lambda: Path(foreign).read_text(),
        "list_foreign": lambda: list(Path(foreign).parent.iterdir()),
        "read_passwords": lambda: Path("/etc/passwd").read_text(),
        "read_parent_environment": lambda: Path(f"/proc/{parent}/environ").read_bytes(),
        "own_environment": lambda: os.environ["ARMILLARY_SECRET_KEY"],
        "write_beside": lambda: Path(f"{foreign}.new").write_text("x"),
        "write_given": lambda: Path(given).write_text("x"),
        "write_temporary": lambda: Path(f"/tmp/armillary-escape-{parent}").write_text("x"),
        "change_mode": lambda: Path(foreign).chmod(0o777),
        "connect": lambda: socket.create_connection(("127.0.0.1", port), 1),
        "send_datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "unix_socket": lambda: socket.socket(socket.AF_UNIX),
        "fork": _fork,
        "execute": lambda: os.execv("/bin/true", ["true"]),
        "start_process": lambda: subprocess.run(["/bin/true"], check=True),
        "signal_parent": lambda: os.kill(parent, signal.SIGCONT),
        "own_namespace": lambda: _call(272),
        "mount": lambda: _call(165),
        "io_uring": lambda: _call(425),
        "trace": lambda: _call(101),
    }
    return {name: _outcome(attempt) for name, attempt in attempts.items()}


def read_given(*, given: str) -> str:
    """Do what is allowed."""
    return Path(given).read_text()[:10]


def fill_memory() -> int:
    """Take more memory than there is."""
    return len(bytearray(64 << 30))


def compute_for_ever() -> None:
    """Never end."""
    while True:
        pass


def answer_much(*, size_bytes: int) -> str:
    """Answer with a lot."""
    return "x" * size_bytes


def die() -> None:
    """Read from an address that is none."""
    ctypes.string_at(0)


def _outcome(attempt: Callable[[], Any]) -> str:
    try:
        return f"got {attempt()!r}"[:200]
    except BaseException:  # noqa: BLE001  # whatever refuses, it was refused
        return "refused"


def _fork() -> int:
    child = os.fork()
    if child == 0:
        os._exit(0)
    with contextlib.suppress(OSError):
        os.waitpid(child, 0)
    return child


def _call(number: int) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    answer = int(libc.syscall(number, 0, 0, 0, 0, 0))
    if answer < 0 and ctypes.get_errno() in (1, 38):
        raise PermissionError(number)
    return answer
