"""What is decided about datasets: making, finding, listing, removing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import Conflict, NotFound
from armillary.base.storage import Storage
from armillary.base.values import utc_now
from armillary.capabilities.datasets import events
from armillary.capabilities.datasets.schema import all_values
from armillary.capabilities.datasets.tables import Dataset, DatasetMap
from armillary.capabilities.datasets.wire import to_wire

IMPORT = "datasets.import"
FETCH = "datasets.fetch"
REPORT = "datasets.report"
_NAME_CHARACTERS = 200


@dataclass(frozen=True)
class StoredUpload:
    """An uploaded file that lies in storage as ``datasets/<dataset_id>/original``."""

    dataset_id: str
    filename: str
    size_bytes: int
    content_hash: str
    reading: Mapping[str, Any] | None = None
    """How the file is to be read, where somebody said so: see `reading_options`."""
    generated: Mapping[str, Any] | None = None
    """Which generator made it, where one did: ``{generator, params, seed}``."""


def add(
    actor: Actor,
    session: Session,
    upload: StoredUpload,
    *,
    reserved_for: str | None = None,
    fetch: Mapping[str, str] | None = None,
    parent_id: str | None = None,
) -> Dataset:
    """Make the dataset of an uploaded file, and the job that imports it.

    ``fetch`` says where the file has to be fetched from first, ``parent_id`` for which job it is.
    """
    actor.require("editor")
    filename = clean_filename(upload.filename)
    job = jobs.submit(
        actor,
        session,
        FETCH if fetch else IMPORT,
        {
            "dataset_id": upload.dataset_id,
            "filename": filename,
            "size_bytes": upload.size_bytes,
            "reading": dict(upload.reading or {}),
            **(fetch or {}),
        },
        subject=("dataset", upload.dataset_id),
        reserved_for=reserved_for,
        parent_id=parent_id,
    )
    row = Dataset(
        id=upload.dataset_id,
        workspace_id=actor.workspace_id,
        name=name_of(filename),
        filename=filename,
        state="importing",
        version=1,
        upload_date=utc_now(),
        created_by=actor.id,
        job_id=job.id,
        size_bytes=upload.size_bytes,
        content_hash=upload.content_hash,
        duplicate_of=find_same(actor, session, upload.content_hash),
        warnings=[],
        issues=[],
        generated=None if upload.generated is None else dict(upload.generated),
    )
    session.add(row)
    events.created(session, row)
    return row


def find_same(actor: Actor, session: Session, content_hash: str) -> str | None:
    """Give the id of the workspace's oldest dataset made of the same bytes, or None."""
    return session.scalar(_same(actor.workspace_id, content_hash).limit(1))


def find(actor: Actor, session: Session, dataset_id: str, *, with_schema: bool = False) -> Dataset:
    """Give the row of a dataset of the actor's workspace; raises `NotFound`."""
    options = [undefer(Dataset.schema)] if with_schema else []
    row = session.get(Dataset, dataset_id, options=options)
    if row is None or row.workspace_id != actor.workspace_id:
        raise not_found(dataset_id)
    return row


def not_found(dataset_id: str) -> NotFound:
    """Say that a dataset is not there, or in another workspace."""
    return NotFound(
        f"There is no dataset {dataset_id!r} in this workspace.", code="dataset_not_found"
    )


def find_ready(actor: Actor, session: Session, dataset_id: str) -> Dataset:
    """Give a dataset with its columns; raises `Conflict` where its values are not there (yet)."""
    row = find(actor, session, dataset_id, with_schema=True)
    if row.state != "ready":
        state = "still being imported" if row.state == "importing" else f"failed: {row.error}"
        raise Conflict(f"The dataset {row.name!r} is {state}", code=f"dataset_{row.state}")
    return row


def get_dataset(actor: Actor, session: Session, dataset_id: str) -> dict[str, Any]:
    """Give a dataset with its columns as JSON; raises `NotFound`."""
    return to_wire(find(actor, session, dataset_id, with_schema=True), with_schema=True)


def find_size(actor: Actor, session: Session, dataset_id: str) -> tuple[int, int]:
    """Give the rows and the columns of a dataset, 0 as long as they are unknown."""
    row = find(actor, session, dataset_id)
    return row.total_rows or 0, row.total_columns or 0


def find_values(actor: Actor, session: Session, dataset_id: str, column: str) -> list[str] | None:
    """Give all that a column of texts holds; None where that is not known beforehand."""
    row = find(actor, session, dataset_id, with_schema=True)
    entry = next((one for one in row.schema or [] if one["name"] == column), None)
    return None if entry is None else all_values(entry)


def list_datasets(
    actor: Actor, session: Session, *, limit: int = 100, cursor: str | None = None
) -> tuple[list[dict[str, Any]], int]:
    """Give a page of the workspace's datasets, newest first, and how many there are."""
    mine = Dataset.workspace_id == actor.workspace_id
    newest = sa.select(Dataset).where(mine).order_by(Dataset.id.desc()).limit(limit)
    if cursor:
        newest = newest.where(Dataset.id < cursor)
    total = session.scalar(sa.select(sa.func.count()).select_from(Dataset).where(mine)) or 0
    return [to_wire(row) for row in session.scalars(newest)], total


def delete(actor: Actor, session: Session, storage: Storage, dataset_id: str) -> None:
    """Remove a dataset, and its files once that is durable; its import is cancelled.

    Raises `Conflict` while another job works on it.
    """
    actor.require("editor")
    row = find(actor, session, dataset_id, with_schema=True)
    refuse_while_used(session, row, but=row.job_id)
    for job in _unfinished_jobs(session, row):
        jobs.cancel(actor, session, job.id)
    events.deleted(session, row)
    session.delete(row)
    session.execute(sa.delete(DatasetMap).where(DatasetMap.dataset_id == row.id))
    _forget_as_original(session, row)
    prefix = prefix_of(row.id)
    after_commit(session, lambda _: storage.delete_prefix(prefix))


def refuse_while_used(session: Session, row: Dataset, *, but: str | None = None) -> None:
    """Raise `Conflict` while another job than ``but`` works on a dataset.

    Its report need not be waited for: it is made anew, or is not needed any more.
    """
    for job in _unfinished_jobs(session, row):
        if job.id != but and job.kind != REPORT:
            raise Conflict(
                f"{job.title!r} is using the dataset {row.name!r}. Stop it, or wait for its end."
            )


def prefix_of(dataset_id: str) -> str:
    """Give the storage prefix under which all files of a dataset lie."""
    return f"datasets/{dataset_id}"


def original_key(dataset_id: str) -> str:
    """Give the storage key of the file as it was uploaded."""
    return f"{prefix_of(dataset_id)}/original"


def clean_filename(given: str) -> str:
    """Give the last part of a file's name without characters that no name should have."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[-_NAME_CHARACTERS:] or "table"


def name_of(filename: str) -> str:
    """Name a dataset after its file."""
    return filename.rsplit(".", 1)[0] or filename


def _same(workspace_id: str, content_hash: str) -> sa.Select[str]:
    return (
        sa.select(Dataset.id)
        .where(Dataset.workspace_id == workspace_id, Dataset.content_hash == content_hash)
        .where(Dataset.state != "failed")
        .order_by(Dataset.id)
    )


def _forget_as_original(session: Session, gone: Dataset) -> None:
    """Have no dataset point to one that is gone; the oldest that is left takes its place."""
    session.flush()
    pointing = sa.select(Dataset).where(Dataset.duplicate_of == gone.id).order_by(Dataset.id)
    oldest: str | None = session.scalar(_same(gone.workspace_id, gone.content_hash).limit(1))
    for row in session.scalars(pointing.options(undefer(Dataset.schema))).all():
        with events.changing(session, row):
            row.duplicate_of = None if row.id == oldest else oldest


def _unfinished_jobs(session: Session, row: Dataset) -> Sequence[jobs.Job]:
    running = sa.select(jobs.Job).where(
        jobs.Job.workspace_id == row.workspace_id, jobs.Job.state.in_(jobs.UNFINISHED)
    )
    return [job for job in session.scalars(running) if row.id in _datasets_of(job)]


def _datasets_of(job: jobs.Job) -> set[Any]:
    """Name the datasets that a job reads or makes."""
    params = job.params
    return {params.get("dataset_id"), *params.get("dataset_ids", ()), *params.get("source_ids", ())}
