"""Starting an isolated process and taking its answer, trusting nothing of it."""

from __future__ import annotations

import contextlib
import json
import math
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

from armillary.base.errors import BadRequest
from armillary.base.isolation import seccomp
from armillary.base.isolation.bubblewrap import Bubblewrap
from armillary.base.isolation.contract import (
    Answer,
    Backend,
    IsolationFailed,
    IsolationMissing,
    Limits,
)
from armillary.base.isolation.landlock import Landlock
from armillary.base.isolation.places import interpreter_places
from armillary.base.logging import get_logger

_HEAD_BYTES = 64 << 20
_WORDS = 2_000
_ENDING_S = 2.0
# What ended the process inside is told by the exit code of the one outside.
_OUT_OF_TIME = (128 + signal.SIGKILL, 128 + signal.SIGXCPU)
# One thread each, since a restriction binds the thread that asks for it.
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    **dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
    ),
}


@cache
def all_backends() -> tuple[Backend, ...]:
    """Give the ways to isolate that this machine has, the best first."""
    if not sys.platform.startswith("linux") or not seccomp.is_there():
        return ()
    known: tuple[Backend, ...] = (Bubblewrap(), Landlock())
    return tuple(backend for backend in known if backend.is_there())


def find_backend() -> Backend:
    """Give the best way to isolate; raises `IsolationMissing` where there is none."""
    if found := all_backends():
        return found[0]
    raise IsolationMissing(
        "This machine cannot isolate a process: that takes Linux with bubblewrap and user "
        "namespaces, or with Landlock (kernel 6.2 or newer)."
    )


def run_isolated(
    function: str,
    path: Path,
    arguments: Mapping[str, Any],
    *,
    preload: Sequence[str] = (),
    limits: Limits | None = None,
    backend: Backend | None = None,
) -> Answer:
    """Call ``module:function`` with a file in an isolated process and give its `Answer`.

    ``arguments`` and the answer's value are plain JSON; ``preload`` names modules to import before
    the doors are closed. Raises the `AppError` that the function raised, `IsolationFailed` where
    the process died, and `IsolationMissing`.
    """
    chosen, bounds = backend or find_backend(), limits or Limits()
    file = path.resolve()
    readable = [*interpreter_places(), file]
    task = {
        "function": function,
        "path": str(file),
        "arguments": dict(arguments),
        "preload": list(preload),
        "memory_bytes": bounds.memory_bytes,
        "cpu_s": bounds.cpu_s,
        "restricts_itself": chosen.restricts_itself,
        "readable": [str(place) for place in readable],
    }
    program = [sys.executable, "-I", "-m", "armillary.base.isolation.entry", json.dumps(task)]
    return _run(chosen, chosen.command(_with_environment(program), readable), bounds)


def _with_environment(program: list[str]) -> list[str]:
    # Given by a program, since the isolation itself starts from an empty environment.
    return ["/usr/bin/env", "-i", *(f"{key}={value}" for key, value in _ENVIRONMENT.items()),
            *program]  # fmt: skip


def _run(backend: Backend, command: list[str], limits: Limits) -> Answer:
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env={},
            cwd="/",
            start_new_session=True,
        )
        ending = _Deadline(process, limits.wall_s)
        try:
            if process.stdout is None:
                raise RuntimeError("An isolated process has no output.")
            head, body = _read(process.stdout, limits)
        finally:
            ending.cancel()
            _end(process)
            code = process.wait()
        _tell(backend, code, log)
    if head is None:
        raise _death_of(code, ended=ending.came, limits=limits)
    return _answer_of(head, body)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave it a moment to end by itself, so that its exit tells how it did."""
    if process.stdout is not None:
        process.stdout.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_ENDING_S)
    process.kill()


class _Deadline:
    """Kills a process that is not done in time."""

    def __init__(self, process: subprocess.Popen[bytes], wall_s: float) -> None:
        self._process, self.came = process, False
        self._timer = threading.Timer(wall_s, self._end)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """Let the process be."""
        self._timer.cancel()

    def _end(self) -> None:
        self.came = True
        self._process.kill()


def _read(out: IO[bytes], limits: Limits) -> tuple[Any, bytes]:
    """Read the answer, never more than the limit; None for the head where it is no answer."""
    length = out.read(8)
    if len(length) < 8:
        return None, b""
    (size,) = struct.unpack("<Q", length)
    if size > min(_HEAD_BYTES, limits.answer_bytes):
        raise _too_large(limits)
    try:
        head = json.loads(out.read(size), parse_constant=float)
    except (ValueError, RecursionError):
        return None, b""
    body = out.read(limits.answer_bytes + 1)
    if len(body) > limits.answer_bytes:
        raise _too_large(limits)
    return head if isinstance(head, dict) else None, body


def _answer_of(head: dict[str, Any], body: bytes) -> Answer:
    if "error" in head:
        raise _told(head["error"])
    if head.get("out_of_memory"):
        raise IsolationFailed(
            "The file needs more memory than is allowed for opening it. Bring a smaller one.",
            code="too_much_memory",
        )
    if "failed" in head:
        raise IsolationFailed(f"The file could not be opened ({head['failed']}).")
    files, at = {}, 0
    for name, size in head["files"]:
        files[str(name)] = body[at : at + int(size)]
        at += int(size)
    if at != len(body):
        raise IsolationFailed("The file could not be opened: what came of it is not whole.")
    return Answer(head["value"], files)


def _told(error: Mapping[str, Any]) -> BadRequest:
    """Give an error that came from inside, of which only the words are taken."""
    message, code = str(error.get("message"))[:_WORDS], str(error.get("code"))[:_WORDS]
    return BadRequest(message, code=code if code.isidentifier() else "isolation_failed")


def _death_of(code: int, *, ended: bool, limits: Limits) -> IsolationFailed:
    if ended or code in _OUT_OF_TIME:
        seconds = math.ceil(limits.wall_s if ended else limits.cpu_s)
        return IsolationFailed(
            f"Opening the file took more than {seconds} s and was ended. Bring a smaller one.",
            code="took_too_long",
        )
    return IsolationFailed(
        "The process that opened the file has died of it. The file is damaged or hostile."
    )


def _too_large(limits: Limits) -> IsolationFailed:
    return IsolationFailed(
        f"What the file unpacks to is over {limits.answer_bytes >> 20:,} MB. Bring a smaller one.",
        code="unpacks_too_large",
    )


def _tell(backend: Backend, code: int, log: IO[bytes]) -> None:
    log.seek(0, 2)
    size = log.tell()
    log.seek(max(0, size - 2_000))
    tail = log.read().decode("utf-8", "replace").strip()
    if tail:
        get_logger("isolation").info("isolated_output", by=backend.name, code=code, output=tail)
