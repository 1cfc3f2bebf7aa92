"""Completing the report of an import: every value counted, every lost or odd cell found."""

from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Session, undefer

from armillary.base.database import after_commit
from armillary.capabilities.datasets import events, report, reports, service
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.findings import TextRows
from armillary.capabilities.datasets.columns.glance import memory_of
from armillary.capabilities.datasets.formats import DelimitedText
from armillary.capabilities.datasets.needing import needs_giving_way
from armillary.capabilities.datasets.opening import limits_of, open_table
from armillary.capabilities.datasets.pace import progress, scaled, told
from armillary.capabilities.datasets.reading_options import ImportOptions
from armillary.capabilities.datasets.schema import ColumnEntry, describe, overrule
from armillary.capabilities.datasets.second_look import (
    Closer,
    Written,
    copied_rows,
    look_closely,
    regular_rows,
)
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.text.copying import copy_cells
from armillary.capabilities.datasets.text.survey import survey
from armillary.capabilities.datasets.work_folders import work_folder
from armillary.jobs.contract import JobContext, Needs, SingleJobKind, SingleRun, Update

_MEGABYTE = 1024 * 1024
_READ = 0.2
_ENGINE_SHARE = 0.5
# The columns that are sorted lie beside it, and it spills what does not fit.
_ENGINE_BYTES = 256 * _MEGABYTE


class ReportParams(BaseModel):
    """Which dataset to look at closely; name and size are those of its file."""

    dataset_id: str
    filename: str
    size_bytes: int
    rows: int


class CompleteReport(SingleJobKind):
    """Looks at every value of a table that was imported, and completes its report."""

    id = service.REPORT
    params = ReportParams
    preload = ("pyarrow.parquet", "duckdb")

    def title(self, params: ReportParams) -> str:
        """Name the file."""
        return f"Look closely at {params.filename}"

    def needs(self, params: ReportParams) -> Needs:
        """Take room for a column of numbers in memory."""
        of_a_column = min(16 * params.rows, 512 * _MEGABYTE)
        memory_bytes = 768 * _MEGABYTE + of_a_column
        # Nobody waits for it in front of a screen, and others look at their tables.
        return needs_giving_way(memory_bytes)

    def run_one(self, job: JobContext) -> SingleRun:
        """Look, unless the table that was to be looked at is another by now."""
        with job.write() as session:
            about = _begin(session, job.id)
        if about is None:
            return None
        reports.remove_unfinished(job, about.dataset_id)
        begun = reports.load(job.storage, about.report_path)
        with work_folder(job) as work:
            closer = yield from _look(job, about, begun, work)
        entries = about.describe(begun, closer)
        kinds, _ = report.kinds_of(begun)
        memory_bytes = memory_of(closer.profiles, [kind.storage for kind in kinds], begun["rows"])
        whole = report.complete_report(
            begun, entries, closer.duplicate_rows, memory_bytes, closer.findings
        )
        key = reports.key_of(job, about.dataset_id)
        reports.store(job.storage, key, whole)

        def finish(session: Session) -> None:
            row = _mine(session, job.id)
            if row is None:
                after_commit(session, lambda _: job.storage.delete(key))
                return
            with events.changing(session, row):
                meanings = row.meanings or {}
                row.schema = [overrule(entry, meanings.get(entry["name"])) for entry in entries]
                row.duplicate_rows, row.memory_bytes = closer.duplicate_rows, memory_bytes
                row.report_path, row.report_state = key, "ready"
            after_commit(session, lambda _: job.storage.delete(about.report_path))

        job.finish({"dataset_id": about.dataset_id}, write=finish)
        return None

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let nobody wait for a report that is not made."""
        row = _mine(session, job_id)
        if row is not None and row.report_state == "pending":
            with events.changing(session, row):
                row.report_state = "failed"


kind = CompleteReport()


@dataclass(frozen=True)
class _About:
    """The table that is looked at."""

    dataset_id: str
    table_path: str
    report_path: str
    options: ImportOptions
    columns: list[ColumnEntry]

    @staticmethod
    def of(row: Dataset) -> "_About":
        options = ImportOptions.model_validate(row.reading or {})
        return _About(
            row.id, str(row.file_path), str(row.report_path), options, list(row.schema or [])
        )

    def describe(self, begun: report.Report, closer: Closer) -> list[ColumnEntry]:
        kinds, _ = report.kinds_of(begun)
        described = []
        for before, kind, profile in zip(self.columns, kinds, closer.profiles, strict=True):
            entry = describe(before["name"], kind, profile, begun["rows"])
            if "description" in before:
                entry["description"] = before["description"]
            described.append(entry)
        return described


def _look(
    job: JobContext, about: _About, begun: report.Report, work: Path
) -> Generator[Update, Any, Closer]:
    kinds, tallies = report.kinds_of(begun)
    names = tuple(entry["name"] for entry in about.columns)
    path = job.storage.local_path(about.table_path).resolve()
    source = job.storage.local_path(service.original_key(about.dataset_id)).resolve()
    table = Written(path, names, kinds, tallies, begun["rows"], begun["inner"]["is_direct"])
    with ExitStack() as stack:
        engine = stack.enter_context(
            open_engine(
                [path.parent, source.parent, work],
                work / "spill",
                threads=job.granted.threads,
                memory_bytes=min(int(job.granted.memory_bytes * _ENGINE_SHARE), _ENGINE_BYTES),
            )
        )
        rows = None
        if any(tally.words or tally.unread for tally in tallies):
            rows = yield from _read_again(job, about, source, work, table.is_direct)
        looking = look_closely(engine, table, rows)
        return (yield from scaled(looking, _READ, 0.99, "Looking at every value"))


def _read_again(
    job: JobContext, about: _About, source: Path, work: Path, is_direct: bool
) -> Generator[Update, Any, TextRows | None]:
    """Read the text of a table again, in the way in which it was imported."""
    limits = limits_of(job.settings)
    options = about.options.to_read_options()
    opening = open_table(source, job.params.filename, work, limits, options)
    text = yield from told(opening, 0.0, _READ / 2)
    if not isinstance(text, DelimitedText):
        return None
    if is_direct:
        yield progress(_READ / 2, "Looking at the file")
        return regular_rows(text, survey(text.body))
    copied = yield from told(copy_cells(text, work, limits), _READ / 2, _READ)
    return copied_rows(copied.path, text)


def _begin(session: Session, job_id: str) -> _About | None:
    row = _mine(session, job_id)
    if row is None:
        return None
    if row.report_state != "pending":  # a retry
        with events.changing(session, row):
            row.report_state = "pending"
    return _About.of(row)


def _mine(session: Session, job_id: str) -> Dataset | None:
    """Give the dataset whose report this job is to complete still."""
    found = sa.select(Dataset).where(Dataset.report_job_id == job_id)
    loaded = (undefer(Dataset.schema), undefer(Dataset.reading), undefer(Dataset.meanings))
    return session.scalar(found.options(*loaded))
