"""What an isolated process is given, what it may use, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from armillary.base.errors import BadRequest, Unavailable

_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one isolated process may use.

    ``memory_bytes`` bounds its address space, of which compiled libraries take a gigabyte.
    """

    memory_bytes: int = 3 << 30
    cpu_s: int = 60
    wall_s: float = 90.0
    answer_bytes: int = 400 * _MEGABYTE


@dataclass(frozen=True)
class Answer:
    """What an isolated function gave: plain data, and files by name."""

    value: Any
    files: Mapping[str, bytes] = field(default_factory=dict)


class Backend(Protocol):
    """A way to isolate a process."""

    name: str
    restricts_itself: bool
    """Whether the process, once it has imported all it needs, has to close the files to itself."""

    def is_there(self) -> bool:
        """Tell whether this machine has what it takes."""
        ...

    def command(self, program: Sequence[str], readable: Sequence[Path]) -> list[str]:
        """Give the command that runs a program with nothing but some places to read."""
        ...


class IsolationMissing(Unavailable):
    """Nothing on this machine isolates a process."""

    code = "no_isolation"


class IsolationFailed(BadRequest):
    """The isolated process died, or answered with something that is no answer."""

    code = "isolation_failed"
