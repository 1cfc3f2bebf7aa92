"""Comparing a table with what a model was trained on: a report of drift."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from armillary.base.errors import Conflict, NotFound
from armillary.base.passing import passed_on
from armillary.base.storage import Storage
from armillary.capabilities import datasets
from armillary.capabilities.models import findings
from armillary.capabilities.models.bundles import load_bundle
from armillary.capabilities.models.drift.service import DRIFT
from armillary.capabilities.models.drift.tables import ModelDrift
from armillary.jobs.contract import JobContext, Needs, Progress, SingleJobKind, SingleRun

if TYPE_CHECKING:
    import pandas as pd

_MEGABYTE = 1024 * 1024
_LEAST_BYTES, _MOST_BYTES = 1024 * _MEGABYTE, 4096 * _MEGABYTE
_BYTES_A_ROW = 2_000


class DriftParams(BaseModel):
    """Which model, where its table and the new one lie, and what the report is called."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model_id: str
    drift_id: str
    name: str
    prefix: str
    new_key: str
    then_key: str | None = None
    seed: int = 0
    size_bytes: int = 0
    rows: int = 0


class Drift(SingleJobKind):
    """Compares the columns of two tables, and lets a quick model tell their rows apart."""

    id = DRIFT
    params = DriftParams
    preload = ("numpy", "pyarrow.parquet", "pandas", "scipy.stats")

    def title(self, params: Any) -> str:
        """Name the table and the model."""
        return f"Compare {params.name}"

    def needs(self, params: Any) -> Needs:
        """Ask for one thread, and memory for the model and both tables."""
        wanted = _LEAST_BYTES + 4 * params.size_bytes + _BYTES_A_ROW * params.rows
        return Needs(memory_bytes=min(wanted, _MOST_BYTES))

    def run_one(self, job: JobContext) -> SingleRun:
        """Load the model and both tables, compare, and store what was found."""
        from threadpoolctl import threadpool_limits

        params: DriftParams = job.params
        with job.write() as session:
            _begin(session, params.drift_id)
        findings.remove_unfinished(job, _folder(params), params.drift_id)
        yield Progress(0.01, message="Reading the model and the tables")
        model = load_bundle(job.storage, params.prefix)
        new = _read(job.storage, params.new_key)
        if new is None:
            raise Conflict(
                "The table was removed or imported anew since this was asked. Ask again.",
                code="table_changed",
            )
        then = None if params.then_key is None else _read(job.storage, params.then_key)
        with threadpool_limits(limits=job.granted.threads):
            found = yield from _compared(model, new, then, params.seed)
        job.closing()
        key = findings.store(job, _folder(params), params.drift_id, found)

        def write(session: Session) -> None:
            row = session.get(ModelDrift, params.drift_id)
            if row is None:
                return  # removed meanwhile; its file goes with the model
            row.state, row.error, row.file_path = "ready", None, key
            row.verdict = found["verdict"]

        result = {"drift_id": params.drift_id, "verdict": found["verdict"]}
        job.finish(result, write=write)
        return None

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no report wait for a job that has ended without it."""
        row = session.scalar(sa.select(ModelDrift).where(ModelDrift.job_id == job_id))
        findings.mark_ended(row, state, error)


kind = Drift()


def _compared(
    model: Any, new: pd.DataFrame, then: pd.DataFrame | None, seed: int
) -> Generator[Progress, None, dict[str, Any]]:
    from armillary.learning.drift import report_drift

    def told(looked: tuple[str, float]) -> Progress:
        name, share = looked
        return Progress(round(0.1 + 0.89 * share, 3), message=name)

    return (yield from passed_on(report_drift(model, new, then, seed), told))


def _read(storage: Storage, key: str) -> pd.DataFrame | None:
    """Read a table; None where it is gone."""
    try:
        return datasets.read_frame(storage, key)
    except (FileNotFoundError, NotFound):
        return None


def _begin(session: Session, drift_id: str) -> None:
    row = session.get(ModelDrift, drift_id)
    if row is None:
        raise NotFound("This report was removed; ask for a new one.", code="drift_not_found")
    row.state, row.error = "computing", None  # also where it is tried again


def _folder(params: DriftParams) -> str:
    return f"models/{params.model_id}/drift"
