"""Isolation by the kernel's Landlock: a process closes all files but some to itself."""

import ctypes
import os
import struct
from collections.abc import Sequence
from pathlib import Path

from armillary.base.isolation.kernel import call, set_no_new_privileges

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
# The version that also bounds truncating; below it files could be emptied.
_LEAST_VERSION = 3
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_FILE_RIGHTS_BY_VERSION = {3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_BIND_AND_CONNECT = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


class Landlock:
    """A process that has closed everything to itself once its libraries are imported."""

    name = "landlock"
    restricts_itself = True

    def is_there(self) -> bool:
        """Tell whether the kernel has Landlock, and enough of it."""
        return version() >= _LEAST_VERSION

    def command(self, program: Sequence[str], readable: Sequence[Path]) -> list[str]:
        """Give the program itself: it calls `restrict`."""
        return list(program)


def version() -> int:
    """Give the kernel's version of Landlock, 0 where it has none."""
    try:
        return max(0, call(_CREATE_RULESET, None, 0, _ASK_VERSION))
    except OSError:
        return 0


def restrict(readable: Sequence[Path]) -> None:
    """Close all files but these, which can be read, and whatever else Landlock knows of."""
    set_no_new_privileges()
    ruleset = _make_ruleset(version())
    try:
        for place in readable:
            _allow(ruleset, place)
        call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _make_ruleset(known: int) -> int:
    rights = [_FILE_RIGHTS_BY_VERSION[min(known, max(_FILE_RIGHTS_BY_VERSION))]]
    if known >= 4:  # networks
        rights.append(_BIND_AND_CONNECT)
    if known >= 6:  # other processes
        rights.append(_ABSTRACT_SOCKETS_AND_SIGNALS)
    described = struct.pack(f"={len(rights)}Q", *rights)
    return call(_CREATE_RULESET, ctypes.c_char_p(described), len(described), 0)


def _allow(ruleset: int, place: Path) -> None:
    opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | _EXECUTE | (_READ_DIR if place.is_dir() else 0)
        rule = struct.pack("=Qi", rights, opened)
        call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.c_char_p(rule), 0)
    finally:
        os.close(opened)
