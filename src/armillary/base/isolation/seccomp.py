"""A filter of what a process may ask of the kernel: no sockets, no processes, no administration.

Written as a program of the classic packet filter, so that it needs no library.
"""

import ctypes
import errno
import os
import platform
import struct

from armillary.base.isolation.kernel import call, set_no_new_privileges
from armillary.base.isolation.system_calls import ARCHITECTURES, Numbers

_SET_FILTER, _FOR_ALL_THREADS = 1, 1
_LOAD, _EQUALS, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_OTHER_ABI = 0x40000000
_AS_THREAD = 0x00010000


def is_there() -> bool:
    """Tell whether the filter is written for this kind of processor."""
    return platform.machine() in ARCHITECTURES


def restrict() -> None:
    """Bind this process, for good."""
    set_no_new_privileges()
    numbers = ARCHITECTURES[platform.machine()]
    program = _program(numbers, os.getpid())
    code = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    call(numbers.seccomp, _SET_FILTER, _FOR_ALL_THREADS, ctypes.c_char_p(described))


def _program(numbers: Numbers, own_pid: int) -> bytes:
    refused, unknown = _REFUSE | errno.EPERM, _REFUSE | errno.ENOSYS
    steps = [
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_EQUALS, numbers.architecture, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER_AT),
        _step(_AT_LEAST, _OTHER_ABI, 0, 1),
        _step(_RETURN, _KILL),
        # Libraries fall back to the older call, whose flags can be looked at.
        *_on(numbers.clone3, [_step(_RETURN, unknown)]),
        *_on(numbers.clone, _only_if(_HAS_BITS, _AS_THREAD, refused)),
        *_on(numbers.tgkill, _only_if(_EQUALS, own_pid, refused)),
        *_on(numbers.prlimit64, _only_if(_EQUALS, 0, refused)),
    ]
    for number in numbers.refused:
        steps += _on(number, [_step(_RETURN, refused)])
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def _on(number: int, steps: list[bytes]) -> list[bytes]:
    """Give steps for one system call, jumped over for all others."""
    return [_step(_EQUALS, number, 0, len(steps)), *steps]


def _only_if(test: int, value: int, otherwise: int) -> list[bytes]:
    """Allow a call whose first argument passes a test."""
    return [
        _step(_LOAD, _FIRST_ARGUMENT_AT),
        _step(test, value, 0, 1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, otherwise),
    ]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
