"""The words of the guard: what is looked at, what is found, and who looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from armillary.learning.guard.seen import Seen

Severity = Literal["serious", "warning", "notice"]
"""``serious``: a score would be wrong; ``warning``: it may be; ``notice``: good to know."""
SEVERITIES: tuple[Severity, ...] = ("serious", "warning", "notice")


@dataclass(frozen=True)
class Fix:
    """What to do: leave columns out, or split by one."""

    leave_out: tuple[str, ...] = ()
    group: str | None = None
    time: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {"leave_out": list(self.leave_out), "group": self.group, "time": self.time}


@dataclass(frozen=True)
class Finding:
    """Something that would make scores look better than they are.

    ``strength`` is a number whose ``meaning`` says what it counts; ``why`` tells it in words, with
    the numbers. ``tells`` says that the columns give the answer away, so that an honest score is
    had without them.
    """

    kind: str
    severity: Severity
    columns: tuple[str, ...]
    strength: float
    meaning: str
    why: str
    fix: Fix = field(default_factory=Fix)
    tells: bool = False

    @property
    def id(self) -> str:
        """A name that stays the same when the same is found again."""
        return ":".join([self.kind, *self.columns])

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "id": self.id,
            "kind": self.kind,
            "severity": self.severity,
            "columns": list(self.columns),
            "strength": round(float(self.strength), 5),
            "meaning": self.meaning,
            "why": self.why,
            "fix": self.fix.to_json(),
            "tells": self.tells,
        }


class Lookout(Protocol):
    """Looks for one kind of thing; those of a lower ``rank`` have looked before."""

    id: str
    rank: int

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield what is found; ``found`` is what was found before."""
        ...
