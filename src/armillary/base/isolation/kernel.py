"""The few calls to the kernel that Python has no function for."""

import ctypes
import os
from pathlib import Path
from typing import Any

_SET_NO_NEW_PRIVILEGES, _SET_PARENT_DEATH_SIGNAL, _SET_DUMPABLE = 38, 1, 4
_KILL = 9


def call(number: int, *arguments: Any) -> int:
    """Call the kernel by number; raises ``OSError``."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    given = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    answer = int(libc.syscall(ctypes.c_long(number), *given))
    if answer < 0:
        raise _error()
    return answer


def set_no_new_privileges() -> None:
    """Give up for good what a program could win by executing another."""
    _control(_SET_NO_NEW_PRIVILEGES, 1)


def die_with_parent() -> None:
    """Have this process end with the one that started it, and nobody look into it."""
    _control(_SET_PARENT_DEATH_SIGNAL, _KILL)
    _control(_SET_DUMPABLE, 0)


def require_one_thread() -> None:
    """Raise where other threads run, which a restriction of this one would not bind."""
    running = len(list(Path("/proc/self/task").iterdir()))
    if running > 1:
        raise RuntimeError(f"One thread was expected before the restriction; {running} run.")


def _control(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = (ctypes.c_ulong(part) for part in (value, 0, 0, 0))
    if libc.prctl(option, *arguments) != 0:
        raise _error()


def _error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
