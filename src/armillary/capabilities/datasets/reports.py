"""The files that tell of an import: its report, and the first rows while it goes on."""

from typing import Any

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.base.storage import Storage
from armillary.base.values import from_json, to_json
from armillary.capabilities.datasets import events, service
from armillary.capabilities.datasets.tables import Dataset
from armillary.jobs.contract import JobContext

# Whoever looks at a table waits for it; its report can wait for them.
_PRIORITY = -10


def submit(
    actor: Actor, session: Session, row: Dataset, *, reserved_for: str | None = None
) -> None:
    """Have the report of a dataset completed by a job of its own; the caller announces it."""
    params = {
        "dataset_id": row.id,
        "filename": row.filename,
        "size_bytes": row.size_bytes,
        "rows": row.total_rows,
    }
    submitted = jobs.submit(
        actor,
        session,
        service.REPORT,
        params,
        priority=_PRIORITY,
        subject=("dataset", row.id),
        reserved_for=reserved_for,
    )
    row.report_state, row.report_job_id = "pending", submitted.id


def look_again(
    actor: Actor, session: Session, dataset_id: str, *, reserved_for: str | None = None
) -> str:
    """Have the report of a dataset completed anew, and give the job; raises `NotFound`.

    ``reserved_for`` names the one worker that may take it. A job that was to do it before is
    cancelled.
    """
    actor.require("editor")
    row = service.find(actor, session, dataset_id)
    if row.report_path is None:
        raise NotFound(f"There is no import report of {row.name!r}.", code="no_report")
    if row.report_state == "pending" and row.report_job_id is not None:
        jobs.cancel(actor, session, row.report_job_id)
    with events.changing(session, row):
        submit(actor, session, row, reserved_for=reserved_for)
    return str(row.report_job_id)


def key_of(job: JobContext, dataset_id: str) -> str:
    """Name the report that a claim of a job makes."""
    return f"{service.prefix_of(dataset_id)}/report-{job.id}-{job.claim_number}.json"


def remove_unfinished(job: JobContext, dataset_id: str) -> None:
    """Remove what earlier claims of a job stored before they died."""
    prefix = service.prefix_of(dataset_id)
    for file in list(job.storage.list_files(prefix)):
        if file.key.startswith(f"{prefix}/report-{job.id}-"):
            job.storage.delete(file.key)


def head_key(dataset_id: str) -> str:
    """Name the first rows of a table that is being imported."""
    return f"{service.prefix_of(dataset_id)}/head.json"


def store(storage: Storage, key: str, content: Any) -> None:
    """Store something as JSON."""
    with storage.write(key) as target:
        target.write(to_json(content))


def load(storage: Storage, key: str) -> Any:
    """Read what was stored; raises ``FileNotFoundError`` where there is none."""
    with storage.open_read(key) as file:
        return from_json(file.read())
