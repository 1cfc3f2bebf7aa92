"""What people do with a run while it goes on: pause, resume, change values, keep a moment."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.capabilities.training import checkpoints, sessions, timeline
from armillary.capabilities.training.tables import Training
from armillary.capabilities.training.timeline import Person, What
from armillary.jobs import Job
from armillary.jobs.contract import JobNews
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.going_on import (
    live_names,
    may_differ,
    rounds_name,
    why_not_continuable,
    why_not_resumable,
)
from armillary.learning.params import check_live

_NEWS: Mapping[JobNews, What] = {
    "pausing": "pausing",
    "paused": "paused",
    "resumed": "resumed",
    "cancelling": "stopping",
    "retried": "retried",
    "interrupted": "interrupted",
}
_ENDS: Mapping[str, What] = {"succeeded": "completed", "cancelled": "stopped"}
_STEERABLE = frozenset({"queued", "running", "pausing", "paused"})


def pause(actor: Actor, session: Session, session_id: str) -> Job:
    """Let a run stand still, holding no place; raises `Conflict` saying why it cannot."""
    _get_own(actor, session, session_id)
    return jobs.pause(actor, session, session_id)


def resume(actor: Actor, session: Session, session_id: str) -> Job:
    """Let a paused run go on where it stood."""
    _get_own(actor, session, session_id)
    return jobs.resume(actor, session, session_id)


def set_parameters(
    actor: Actor, session: Session, session_id: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Change live parameters from the next step on; a run that does not run now hears it then.

    Raises `Invalid` where one cannot be changed while training goes on, naming those that can.
    """
    row, job = _steerable(actor, session, session_id)
    entry = get_entry(str(row.algorithm_id))
    usable = {name: check_live(entry, name, value) for name, value in values.items()}
    for name, value in usable.items():
        asked = {"name": name, "value": value}
        _ask(actor, session, job, "parameter_asked", {"type": "set_param", **asked}, asked)
    return usable


def keep_moment(actor: Actor, session: Session, session_id: str, name: str) -> None:
    """Have the state of the next look kept, under a name, to go on from later."""
    row, job = _steerable(actor, session, session_id)
    if (reason := why_not_resumable(get_entry(str(row.algorithm_id)))) is not None:
        raise Conflict(reason, code="not_resumable")
    _ask(actor, session, job, "keeping", {"type": "checkpoint", "name": name}, {"name": name})


def describe(actor: Actor, session: Session, session_id: str) -> dict[str, Any]:
    """Say what can be done with a run, and why the rest cannot."""
    row = _get_own(actor, session, session_id)
    entry = get_entry(str(row.algorithm_id))
    unable = why_not_resumable(entry)
    unending = why_not_continuable(entry)
    entries = timeline.of_attempt(timeline.read(session, session_id))
    values = row.hyperparameters | {one.name: one.value for one in timeline.changes(entries)}
    live = live_names(entry)
    return {
        "session_id": session_id,
        "pause": _able(unable),
        "keep": _able(unable),
        "continue": _able(unending) | {"parameter": rounds_name(entry)},
        "branch": _able(unable) | {"parameters": _changeable(entry)},
        "live": {name: values.get(name) for name in live},
    }


def list_checkpoints(actor: Actor, session: Session, session_id: str) -> list[dict[str, Any]]:
    """Give the kept states of a run, by step."""
    _get_own(actor, session, session_id)
    return [checkpoints.to_wire(row) for row in checkpoints.list_of(session, session_id)]


def note_news(session: Session, run: str, news: JobNews, actor: Actor | None) -> None:
    """Tell a run's timeline what was done with its job."""
    job = session.get_one(Job, run)
    by = Person.of(actor)
    if news == "paused":
        by = _who_paused(session, run)
    timeline.note(session, run, job.workspace_id, _NEWS[news], by=by, step=job.step)


def note_end(session: Session, run: str, state: str, error: str | None) -> None:
    """Tell a run's timeline how it ended, and what was asked too late to be done."""
    job = session.get_one(Job, run)
    _note_undone(session, job)
    details: dict[str, Any] = {} if error is None else {"error": error[:1_000]}
    what = _ENDS.get(state, "failed")
    if what == "stopped":
        details["is_kept"] = job.result is not None
    if (inherited := (job.result or {}).get("inherited")) is not None:
        details["inherited"] = inherited
    timeline.note(session, run, job.workspace_id, what, step=job.step, details=details)


def _note_undone(session: Session, job: Job) -> None:
    """Tell of what somebody asked in the moment before the end: whoever did shall not wait."""
    entries = timeline.of_attempt(timeline.read(session, job.id))
    for asked in timeline.unanswered(entries):
        details = {**asked.details, "asked": asked.id, "wanted": asked.what}
        by = timeline.person_of(asked)
        timeline.note(
            session, job.id, job.workspace_id, "left_undone", by=by, step=job.step, details=details
        )


def _get_own(actor: Actor, session: Session, session_id: str) -> Training:
    row = sessions.get_training(actor, session, session_id)
    if row.source != "fit":
        raise Conflict(
            "This run belongs to a program of its own, which steers it.", code="external_run"
        )
    return row


def _steerable(actor: Actor, session: Session, session_id: str) -> tuple[Training, Job]:
    actor.require("editor")
    row = _get_own(actor, session, session_id)
    job = jobs.get(actor, session, session_id)
    if jobs.is_stopping(session, job):
        raise Conflict(
            "A run can be steered until somebody stops it; this one is being stopped. When it has "
            "ended, continue it, or branch from one of its checkpoints.",
            code="not_running",
        )
    if job.state not in _STEERABLE:
        raise Conflict(
            f"A run can be steered until it ends; this one is {sessions.status_of(row, job)}. "
            "Continue it, or branch from one of its checkpoints.",
            code="not_running",
        )
    return row, job


def _ask(
    actor: Actor,
    session: Session,
    job: Job,
    what: What,
    control: Mapping[str, Any],
    details: Mapping[str, Any],
) -> None:
    by = Person.of(actor)
    assert by is not None
    entry = timeline.note(
        session, job.id, job.workspace_id, what, by=by, step=job.step, details=details
    )
    # Otherwise it finds in its timeline, when it goes on, what was asked.
    if job.state == "running":
        told = {**control, "asked": entry.id, "by": by.to_wire()}
        jobs.send_control(actor, session, job.id, told)


def _who_paused(session: Session, run: str) -> Person | None:
    asked = [entry for entry in timeline.read(session, run) if entry.what == "pausing"]
    return timeline.person_of(asked[-1]) if asked else None


def _able(reason: str | None) -> dict[str, Any]:
    return {"can": reason is None, "why_not": reason}


def _changeable(entry: CatalogueEntry) -> list[str]:
    if not entry.resumable:
        return []
    return [name for name, spec in entry.properties.items() if may_differ(spec)]
