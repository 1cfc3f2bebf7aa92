"""Importing an uploaded file: the dataset becomes ready, or says why it cannot be one."""

import time
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Session, undefer

from armillary.base.database import after_commit
from armillary.base.errors import Conflict
from armillary.base.registry import module_names
from armillary.capabilities.datasets import (
    containers,
    events,
    formats,
    report,
    reports,
    service,
)
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.importing import Head, Imported, Machine, import_table
from armillary.capabilities.datasets.needing import needs_giving_way, needs_of_moments
from armillary.capabilities.datasets.opening import limits_of
from armillary.capabilities.datasets.placing import (
    fill,
    place_import,
    remove_other_tables,
    remove_replaced,
)
from armillary.capabilities.datasets.reading_options import ImportOptions
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.work_folders import work_folder
from armillary.jobs.contract import (
    JobContext,
    Log,
    Needs,
    Progress,
    SingleJobKind,
    SingleRun,
    Update,
)

_MEGABYTE = 1024 * 1024
_ENGINE_SHARE = 0.5
_HEAD_ROWS = 1000
_HEAD_CELLS = 100_000
_RATE_AFTER_S = 1.0

SMALL_BYTES = 20 * _MEGABYTE
"""A smaller file is imported within moments."""


class ImportParams(BaseModel):
    """Which dataset to import; name and size are those of its file."""

    dataset_id: str
    filename: str
    size_bytes: int
    reading: ImportOptions = ImportOptions()
    is_again: bool = False
    """Whether the dataset has a table already, which stays until this one is whole."""


class ImportFile(SingleJobKind):
    """Reads an uploaded file, writes its values as Parquet and describes them."""

    id = service.IMPORT
    params = ImportParams
    preload = (
        "pyarrow.csv",
        "pyarrow.compute",
        "pyarrow.parquet",
        "duckdb",
        *module_names(formats.__name__),
        *module_names(containers.__name__),
    )

    def title(self, params: ImportParams) -> str:
        """Name the file."""
        return f"Import {params.filename}"

    def needs(self, params: ImportParams) -> Needs:
        """Take two threads and more memory for a big file, which others need not wait for."""
        if params.size_bytes < SMALL_BYTES:
            return needs_of_moments()
        return needs_giving_way(1536 * _MEGABYTE)

    def run_one(self, job: JobContext) -> SingleRun:
        """Import; a file that cannot be a table is removed, and its dataset says why."""
        dataset_id = job.params.dataset_id
        with job.write() as session:
            held = _begin(session, job.params)
        if not job.storage.exists(service.original_key(dataset_id)):
            raise Conflict("The uploaded file was removed when it was refused; upload it again.")
        remove_other_tables(job.storage, dataset_id, kept=held)
        reports.remove_unfinished(job, dataset_id)
        begin = time.monotonic()
        try:
            with _head_of_unfinished(job), work_folder(job) as work:
                imported = yield from _import(job, work)
                for warning in imported.warnings:
                    yield Log("warning", warning)
                # Last of all: whoever cancels the job at a yield leaves no table behind.
                keys = _store(job, imported, time.monotonic() - begin)
        except Unreadable as error:
            refuse(job, error)
            raise
        result = {"dataset_id": dataset_id, "rows": imported.rows, "columns": len(imported.columns)}
        job.finish(result, write=lambda session: _finish(session, job, imported, *keys))
        return None

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no dataset wait for an import that has ended without making it."""
        found = sa.select(Dataset).where(Dataset.job_id == job_id, Dataset.state != "failed")
        row = session.scalar(found.options(undefer(Dataset.schema)))
        if row is None or state == "succeeded":
            return
        told = (
            "The import was cancelled." if state == "cancelled" else error or "The import failed."
        )
        if state == "lost":
            told += (
                " The file may be damaged in a way that ends its reader, or be too large for it."
            )
        with events.changing(session, row):
            row.head_rows = None
            if row.state == "ready":
                row.import_error = told
                return
            row.state = "failed"
            row.error = f"{told} Retry its job, or delete the dataset and upload the file again."


kind = ImportFile()


def _import(job: JobContext, work: Path) -> Generator[Update, Any, Imported]:
    params: ImportParams = job.params
    settings = job.settings
    source = job.storage.local_path(service.original_key(params.dataset_id))
    limits = limits_of(settings)
    # The rest is for the interpreter, the reader's blocks and the batch being written.
    memory_bytes = int(job.granted.memory_bytes * _ENGINE_SHARE)
    machine = Machine(job.granted.threads, memory_bytes)
    options, types = params.reading.to_read_options(), params.reading.types
    begin = time.monotonic()
    importing = import_table(source, params.filename, work, limits, machine, options, types)
    shown: list[Future[None]] = []
    # The reading does not wait until the first rows are on disk.
    with ThreadPoolExecutor(1) as showing:
        while True:
            try:
                told = next(importing)
            except StopIteration as end:
                imported: Imported = end.value
                break
            if isinstance(told, Head):
                shown.append(showing.submit(_show, job, told))
            else:
                yield _with_rate(told, params.size_bytes, time.monotonic() - begin)
    for one in shown:
        one.result()
    return imported


def _with_rate(told: Progress, size_bytes: int, seconds: float) -> Progress:
    """Tell how many bytes of the file are imported in a second, once that can be said."""
    if not told.fraction or seconds < _RATE_AFTER_S:
        return told
    rate = told.fraction * size_bytes / seconds / 1e6
    return replace(told, message=f"{told.message}, {rate:,.1f} MB/s")


@contextmanager
def _head_of_unfinished(job: JobContext) -> Iterator[None]:
    """Have no first rows lie about of a table that does not come."""
    try:
        yield
    except (Exception, GeneratorExit):
        job.storage.delete(reports.head_key(job.params.dataset_id))
        raise


def _show(job: JobContext, head: Head) -> None:
    """Let people see the first rows while the others are read."""
    dataset_id = job.params.dataset_id
    most = max(1, min(_HEAD_ROWS, _HEAD_CELLS // len(head.names)))
    rows = head.rows[:most]
    if job.params.is_again:
        return  # they see the table from before
    reports.store(job.storage, reports.head_key(dataset_id), {"names": head.names, "rows": rows})
    with job.write() as session:
        row = _row(session, dataset_id)
        if row is not None:
            with events.changing(session, row):
                row.head_rows = len(rows)


def _store(job: JobContext, imported: Imported, seconds: float) -> tuple[str, str]:
    """Store the table and its report, or neither; gives their keys."""
    dataset_id = job.params.dataset_id
    with ExitStack() as undoing:
        key = place_import(job, dataset_id, imported)
        undoing.callback(job.storage.delete, key)
        report_key = reports.key_of(job, dataset_id)
        told = report.begin_report(imported, seconds, job.params.size_bytes)
        reports.store(job.storage, report_key, told)
        undoing.pop_all()
    return key, report_key


def _begin(session: Session, params: ImportParams) -> str | None:
    """Mark the dataset as being imported; gives the key of the table that it keeps meanwhile."""
    row = _row(session, params.dataset_id)
    if row is None:
        return None
    if params.is_again:
        if row.import_error is not None:  # a retry
            with events.changing(session, row):
                row.import_error = None
        return row.file_path
    if row.state != "importing":  # a retry
        with events.changing(session, row):
            row.state, row.error, row.issues = "importing", None, []
    return None


def _finish(
    session: Session, job: JobContext, imported: Imported, key: str, report_key: str
) -> None:
    row = _row(session, job.params.dataset_id)
    if row is None:
        return  # deleted meanwhile, and its files with it
    dataset_id = row.id
    with events.changing(session, row):
        fill(row, imported, key)
        row.report_path = report_key
        row.reading = job.params.reading.to_json() or None
        row.report_state, row.report_job_id = "ready", None
        if imported.details is not None and imported.details.findings is None:
            reports.submit(job.actor, session, row)
    kept = (key, report_key)
    after_commit(session, lambda _: remove_replaced(job.storage, dataset_id, kept))


def refuse(job: JobContext, error: Unreadable) -> None:
    """Mark the dataset as failed, and remove its files: retrying would find the same."""
    if job.params.is_again:
        return  # the table that there is stays as it is
    prefix = service.prefix_of(job.params.dataset_id)
    with job.write() as session:
        row = _row(session, job.params.dataset_id)
        if row is not None:
            with events.changing(session, row):
                row.state, row.error, row.issues = "failed", error.message, list(error.issues)
                row.head_rows = None
        after_commit(session, lambda _: job.storage.delete_prefix(prefix))


def _row(session: Session, dataset_id: str) -> Dataset | None:
    return session.get(Dataset, dataset_id, options=[undefer(Dataset.schema)])
