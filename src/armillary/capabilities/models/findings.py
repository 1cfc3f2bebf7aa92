"""What jobs find out about a model: a row each, and a file beside those of the model."""

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import NotFound, Unavailable
from armillary.base.storage import Storage
from armillary.base.values import from_json, to_json
from armillary.jobs.contract import JobContext


class Finding(Protocol):
    """A row of something that a job finds out, or is finding out."""

    job_id: Any
    state: Any
    asked: Any
    error: Any


Row = TypeVar("Row", bound=Finding)


def find_equal(rows: Iterable[Row], asked: dict[str, Any]) -> Row | None:
    """Give the first of some rows that was asked for in these words."""
    return next((row for row in rows if row.asked == asked), None)


def remove(actor: Actor, session: Session, row: Finding) -> None:
    """Remove a row; a job that is still at it is stopped."""
    if row.state == "computing":
        jobs.cancel(actor, session, row.job_id)
    session.delete(row)


def mark_ended(row: Finding | None, state: str, error: str | None) -> None:
    """Let no row wait for a job that has ended in this state without finding anything."""
    if row is None or state == "succeeded":
        return
    row.state = "failed"
    row.error = "It was stopped." if state == "cancelled" else error or "It failed."


def remove_unfinished(job: JobContext, folder: str, identity: str) -> None:
    """Remove what claims that died have stored of a finding."""
    for file in list(job.storage.list_files(folder)):
        if file.key.startswith(f"{folder}/{identity}-"):
            job.storage.delete(file.key)


def store(job: JobContext, folder: str, identity: str, found: Any) -> str:
    """Store what this claim found; gives its key."""
    key = f"{folder}/{identity}-{job.claim_number}.json"
    with job.storage.write(key) as file:
        file.write(to_json(found))
    return key


def read(storage: Storage, key: str, missing: Unavailable) -> Any:
    """Read what was found; raises ``missing`` where its file is gone."""
    try:
        with storage.open_read(key) as file:
            return from_json(file.read())
    except (FileNotFoundError, NotFound):
        raise missing from None
