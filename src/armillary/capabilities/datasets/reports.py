"""The files that tell of an import: its report, and the first rows while it goes on."""

from typing import Any

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.storage import Storage
from armillary.base.values import from_json, to_json
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.tables import Dataset
from armillary.jobs.contract import JobContext

# Whoever looks at a table waits for it; its report can wait for them.
_PRIORITY = -10


def submit(actor: Actor, session: Session, row: Dataset) -> None:
    """Have the report of a dataset completed by a job of its own; the caller announces it."""
    params = {
        "dataset_id": row.id,
        "filename": row.filename,
        "size_bytes": row.size_bytes,
        "rows": row.total_rows,
    }
    submitted = jobs.submit(
        actor, session, service.REPORT, params, priority=_PRIORITY, subject=("dataset", row.id)
    )
    row.report_state, row.report_job_id = "pending", submitted.id


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
