"""Running a recipe: the datasets that it makes become ready, or say why they cannot be."""

from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Session, undefer

from armillary.base.errors import AppError, Conflict
from armillary.capabilities.datasets import events, service
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.importing import Machine
from armillary.capabilities.datasets.needing import needs_giving_way, needs_of_moments
from armillary.capabilities.datasets.placing import (
    Placed,
    fill,
    place,
    remove_other_tables,
)
from armillary.capabilities.datasets.recipes import lineage, making, running, sources
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.work_folders import work_folder
from armillary.jobs.contract import JobContext, Needs, SingleJobKind, SingleRun

_MEGABYTE = 1024 * 1024
_SMALL_BYTES = 50 * _MEGABYTE
_ENGINE_SHARE = 0.5


class PrepareParams(BaseModel):
    """Which datasets to make of which; ``name`` and ``size_bytes`` tell people and the queue."""

    dataset_ids: list[str]
    parts: list[str | None]
    source_ids: list[str]
    steps: list[dict[str, Any]]
    states: list[dict[str, Any] | None] | None = None
    size_bytes: int
    name: str


class Prepare(SingleJobKind):
    """Applies the steps of a recipe to a dataset and stores what comes of it."""

    id = making.PREPARE
    params = PrepareParams
    preload = ("pyarrow.compute", "pyarrow.parquet", "duckdb")

    def title(self, params: PrepareParams) -> str:
        """Name what is made."""
        return f"Prepare {params.name}"

    def needs(self, params: PrepareParams) -> Needs:
        """Take two threads and more memory for big tables, which others need not wait for."""
        if params.size_bytes < _SMALL_BYTES:
            return needs_of_moments()
        return needs_giving_way(2048 * _MEGABYTE)

    def run_one(self, job: JobContext) -> SingleRun:
        """Run the recipe and store its tables."""
        with job.write() as session:
            rows = _rows(session, job.params.dataset_ids)
            if len(rows) < len(job.params.dataset_ids):
                raise Conflict("What was to be made was deleted meanwhile; apply the recipe again.")
            for row in rows:
                if row.state != "importing":  # a retry
                    with events.changing(session, row):
                        row.state, row.error = "importing", None
        for dataset_id in job.params.dataset_ids:
            remove_other_tables(job.storage, dataset_id, kept=None)
        with work_folder(job) as work:
            prepared = yield from running.prepare(
                _order(job),
                job.storage,
                work,
                ReadLimits(job.settings.max_rows, job.settings.max_columns),
                Machine(job.granted.threads, int(job.granted.memory_bytes * _ENGINE_SHARE)),
            )
            placed = [
                place(job, dataset_id, table)
                for dataset_id, table in zip(job.params.dataset_ids, prepared.tables, strict=True)
            ]
        result = {"dataset_ids": job.params.dataset_ids, "rows": prepared.tables[0].rows}
        job.finish(result, write=lambda session: _finish(session, placed, prepared))
        return None

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no dataset wait for a job that has ended without making it."""
        if state == "succeeded":
            return
        waiting = sa.select(Dataset).where(Dataset.job_id == job_id, Dataset.state == "importing")
        told = "It was cancelled." if state == "cancelled" else error or "It failed."
        for row in session.scalars(waiting.options(undefer(Dataset.schema))):
            with events.changing(session, row):
                row.state, row.error = "failed", told


kind = Prepare()


def _order(job: JobContext) -> running.Order:
    params: PrepareParams = job.params
    with job.read() as session:
        tables = [
            sources.to_payload(service.find_ready(job.actor, session, dataset_id))
            for dataset_id in params.source_ids
        ]
    return running.Order(params.steps, params.states or [], tables, params.parts)


def _finish(session: Session, placed: list[Placed], prepared: running.Prepared) -> None:
    for each, table in zip(placed, prepared.tables, strict=True):
        for row in _rows(session, [each.dataset_id]):  # none, where it was deleted meanwhile
            with events.changing(session, row):
                fill(row, table, each.key)
                row.size_bytes, row.content_hash = each.size_bytes, each.sha256
                row.recipe = lineage.end(row.recipe or {}, prepared.dones)


def _rows(session: Session, dataset_ids: list[str]) -> list[Dataset]:
    options = [undefer(Dataset.schema), undefer(Dataset.recipe)]
    found = (session.get(Dataset, each, options=options) for each in dataset_ids)
    return [row for row in found if row is not None]


def failure_of(job_error: dict[str, Any] | None, told: str) -> AppError:
    """Say why a recipe could not be run: because of the recipe, or of the server."""
    if job_error is None:
        return AppError(told, code="preparation_failed", status=409)
    code = str(job_error["code"])
    is_ours = code in ("crashed", "lost", "disk_full", "out_of_memory")
    return AppError(told, code=code, status=500 if is_ours else 422)
