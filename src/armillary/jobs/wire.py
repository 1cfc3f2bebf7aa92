"""A job as people and programs see it, and the events that tell of its changes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.values import changed, to_iso, to_json
from armillary.jobs.tables import Job

# An event has at most 16 kB, and a job with both its big fields is one.
FIELD_BYTES = 4_000
LOG_EVENT_BYTES = 12_000
LOG_LINE_BYTES = 6_000
MESSAGE_BYTES = 1_500
ERROR_BYTES = 3_000
TITLE_BYTES = 600

# What never changes after a job was made need not be told again.
_CONSTANT = frozenset(
    {"id", "workspace_id", "kind", "params", "parent_id", "depends_on", "created_by", "created_at"}
)


def cut(text: str, size_bytes: int) -> str:
    """Cut a text so that it takes no more than so many bytes in JSON."""
    while (size := len(to_json(text))) > size_bytes:
        text = text[: len(text) * size_bytes // size - 1] + "…"
    return text


class LogLine(TypedDict):
    """One line of a job's log."""

    time: str
    level: str
    text: str


def to_wire(job: Job) -> dict[str, Any]:
    """Give a job as JSON; params or a result too big for an event are left out, saying so."""
    return {
        "id": job.id,
        "workspace_id": job.workspace_id,
        "kind": job.kind,
        "title": job.title,
        "state": job.state,
        "priority": job.priority,
        "progress": job.progress,
        "step": job.step,
        "total_steps": job.total_steps,
        "unit": job.unit,
        "message": job.message,
        "eta_s": job.eta_s,
        "params": _bounded(job.params),
        "result": _bounded(job.result),
        "error": job.error,
        "needs": job.needs,
        "granted": job.granted,
        "attempt": job.attempt,
        "max_attempts": job.max_attempts,
        "parent_id": job.parent_id,
        "depends_on": job.depends_on,
        "subject": _subject(job),
        "created_by": job.created_by,
        "created_at": to_iso(job.created_at),
        "started_at": to_iso(job.started_at),
        "finished_at": to_iso(job.finished_at),
        "version": job.version,
    }


def announce_created(session: Session, job: Job) -> None:
    """Tell of a new job on its own topic and its workspace's."""
    for topic in (job.topic, f"workspace:{job.workspace_id}"):
        realtime.append(
            session, topic, "job.created", {"job": to_wire(job)}, workspace_id=job.workspace_id
        )


@contextmanager
def changing(session: Session, job: Job) -> Iterator[None]:
    """Tell of whatever the block changes in a job, in the transaction that changes it.

    The workspace hears of changes of state only, and then of every field that may have changed
    since the last one it heard of.
    """
    before = to_wire(job)
    yield
    after = to_wire(job)
    changes = changed(before, after)
    if not changes:
        return
    job.version += 1
    _announce(session, job, job.topic, changes)
    if "state" in changes:
        full = {key: value for key, value in after.items() if key not in _CONSTANT}
        _announce(session, job, f"workspace:{job.workspace_id}", full)


def append_log(session: Session, job: Job, lines: Sequence[LogLine]) -> None:
    """Tell lines of a job's log, in as few events as their size allows."""
    batch: list[LogLine] = []
    size = 0
    for line in lines:
        length = len(to_json(line)) + 1
        if batch and size + length > LOG_EVENT_BYTES:
            _announce_lines(session, job, batch)
            batch, size = [], 0
        batch.append(line)
        size += length
    if batch:
        _announce_lines(session, job, batch)


def _announce(session: Session, job: Job, topic: str, changes: Mapping[str, Any]) -> None:
    told = {key: value for key, value in changes.items() if key != "version"}
    data = {"id": job.id, "version": job.version, "changes": told}
    realtime.append(session, topic, "job.updated", data, workspace_id=job.workspace_id)


def _announce_lines(session: Session, job: Job, lines: Sequence[LogLine]) -> None:
    data = {"lines": list(lines)}
    realtime.append(session, job.topic, "job.log", data, workspace_id=job.workspace_id)


def _bounded(value: dict[str, Any] | None) -> dict[str, Any] | None:
    if value is None:
        return None
    size = len(to_json(value))
    return value if size <= FIELD_BYTES else {"omitted": True, "size_bytes": size}


def _subject(job: Job) -> dict[str, str] | None:
    if job.subject_kind is None or job.subject_id is None:
        return None
    return {"kind": job.subject_kind, "id": job.subject_id}
