"""What happened to a run: what was done, by whom, when, at which step, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.access import Actor
from armillary.base.ids import new_id
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.training.tables import TimelineEntry

What = Literal[
    "created",
    "started",
    "parameter_asked",
    "parameter_changed",
    "keeping",
    "checkpoint_kept",
    "checkpoint_refused",
    "checkpoint_deleted",
    "left_undone",
    "pausing",
    "paused",
    "resumed",
    "interrupted",
    "went_on",
    "began_anew",
    "stopping",
    "early_stopped",
    "time_budget_reached",
    "retried",
    "continued",
    "branched",
    "completed",
    "stopped",
    "failed",
]


@dataclass(frozen=True)
class Person:
    """Who did something, by the name that they had then."""

    id: str
    name: str

    @staticmethod
    def of(actor: Actor | None) -> "Person | None":
        """Give who an actor is."""
        return None if actor is None else Person(actor.id, actor.name)

    @staticmethod
    def read(given: Any) -> "Person | None":
        """Read what `to_wire` gave."""
        return Person(given["id"], given["name"]) if isinstance(given, dict) else None

    def to_wire(self) -> dict[str, str]:
        """Give the person as JSON."""
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True)
class Change:
    """That a value was changed on the way, ``is_within`` a step that was under way."""

    step: int
    name: str
    value: Any
    is_within: bool = False


def note(
    session: Session,
    run: str,
    workspace_id: str,
    what: What,
    *,
    by: Person | None = None,
    step: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> TimelineEntry:
    """Add a fact to the timeline of a run, and announce it."""
    entry = TimelineEntry(
        id=new_id("note"),
        workspace_id=workspace_id,
        run=run,
        what=what,
        step=step,
        time=utc_now(),
        person_id=by.id if by else None,
        person_name=by.name if by else None,
        details=dict(details or {}),
    )
    session.add(entry)
    data = {"entry": to_wire(entry)}
    realtime.append(session, f"job:{run}", "training.noted", data, workspace_id=workspace_id)
    return entry


def read(session: Session, run: str) -> list[TimelineEntry]:
    """Give the timeline of a run, oldest first."""
    found = session.scalars(sa.select(TimelineEntry).where(TimelineEntry.run == run))
    # Sorted here, as the page sorts: databases differ in how they order texts.
    return sorted(found, key=lambda entry: entry.id)


def read_whole(session: Session, run: str) -> dict[str, Any]:
    """Give the timeline of a run as JSON, with the number to follow its news after."""
    number = realtime.last_number(session, f"job:{run}")
    return {"entries": [to_wire(entry) for entry in read(session, run)], "last_number": number}


def forget(session: Session, run: str) -> None:
    """Remove the timeline of what is gone."""
    session.execute(sa.delete(TimelineEntry).where(TimelineEntry.run == run))


def to_wire(entry: TimelineEntry) -> dict[str, Any]:
    """Give a fact as JSON."""
    by = person_of(entry)
    return {
        "id": entry.id,
        "what": entry.what,
        "step": entry.step,
        "time": to_iso(entry.time),
        "by": None if by is None else by.to_wire(),
        "details": entry.details,
    }


def person_of(entry: TimelineEntry) -> Person | None:
    """Give who did what an entry tells of; None where nobody did."""
    return None if entry.person_id is None else Person(entry.person_id, entry.person_name or "")


def of_attempt(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """Give what happened since somebody last had the run tried again."""
    kept: list[TimelineEntry] = []
    for entry in entries:
        if entry.what == "retried":
            kept = []
        kept.append(entry)
    return kept


def unanswered(entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """Give what was asked of a run and has not been done yet, oldest first."""
    done = {entry.details.get("asked") for entry in entries}
    asked = {"parameter_asked", "keeping"}
    return [entry for entry in entries if entry.what in asked and entry.id not in done]


def changes(entries: Iterable[TimelineEntry]) -> list[Change]:
    """Give the values that were changed on the way, in their order."""
    return [
        Change(
            entry.step or 0,
            entry.details["name"],
            entry.details["to"],
            bool(entry.details.get("is_within")),
        )
        for entry in entries
        if entry.what == "parameter_changed"
    ]
