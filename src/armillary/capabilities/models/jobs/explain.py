"""Explaining a model with rows of a table: what matters to it, and what it makes of values."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from armillary.base.errors import NotFound
from armillary.base.passing import passed_on
from armillary.capabilities.models import explanations, findings
from armillary.capabilities.models.bundles import load_bundle
from armillary.capabilities.models.explained_rows import load_material
from armillary.capabilities.models.tables import ModelExplanation
from armillary.jobs.contract import JobContext, Log, Needs, Progress, SingleJobKind, SingleRun
from armillary.learning.contract import Machine

_MEGABYTE = 1024 * 1024
_LEAST_BYTES, _MOST_BYTES = 1024 * _MEGABYTE, 4096 * _MEGABYTE
_BYTES_A_ROW = 2_000
_ASKED_ROWS = 3_000_000
_SECONDS = 600.0
_READ = 0.1


class ExplainParams(BaseModel):
    """Which model to explain in which ways, and with which rows."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model_id: str
    explanation_id: str
    name: str
    prefix: str
    methods: list[str]
    rows: int
    seed: int
    dataset_id: str
    key: str
    target: str | None = None
    seconds: float = _SECONDS
    table_rows: int = 0
    size_bytes: int = 0


class Explain(SingleJobKind):
    """Asks a model about many rows that were changed on purpose, and stores what is learned."""

    id = explanations.EXPLAIN
    params = ExplainParams
    preload = ("numpy", "pyarrow.parquet", "pandas", "scipy.stats", "sklearn.tree")

    def title(self, params: Any) -> str:
        """Name the model."""
        return f"Explain {params.name}"

    def needs(self, params: Any) -> Needs:
        """Ask for one thread, and memory for the model and the table."""
        wanted = _LEAST_BYTES + 4 * params.size_bytes + _BYTES_A_ROW * params.table_rows
        return Needs(memory_bytes=min(wanted, _MOST_BYTES))

    def run_one(self, job: JobContext) -> SingleRun:
        """Load the model, draw rows, explain, and store what was found."""
        from threadpoolctl import threadpool_limits

        from armillary.learning.explain_subject import subject_of
        from armillary.learning.explaining import Budget

        params: ExplainParams = job.params
        with job.write() as session:
            _begin(session, params.explanation_id)
        findings.remove_unfinished(job, _folder(params), params.explanation_id)
        yield Progress(0.01, message="Reading the model and its table")
        model = load_bundle(job.storage, params.prefix)
        material = load_material(job.storage, model, params.key, target=params.target)
        with threadpool_limits(limits=job.granted.threads):
            subject = subject_of(
                material,
                rows=params.rows,
                seed=params.seed,
                budget=Budget(_ASKED_ROWS, params.seconds),
                machine=Machine(threads=job.granted.threads),
            )
            for note in subject.notes:
                yield Log("info", note)
            found = yield from _explained(subject, params)
        job.closing()
        key = findings.store(job, _folder(params), params.explanation_id, found)
        notes = list(subject.notes)

        def write(session: Session) -> None:
            row = session.get(ModelExplanation, params.explanation_id)
            if row is None:
                return  # removed meanwhile; its file goes with the model
            row.state, row.error, row.notes, row.file_path = "ready", None, notes, key

        result = {"explanation_id": params.explanation_id, "methods": params.methods}
        job.finish(result, write=write)
        return None

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no explanation wait for a job that has ended without it."""
        row = session.scalar(sa.select(ModelExplanation).where(ModelExplanation.job_id == job_id))
        findings.mark_ended(row, state, error)


kind = Explain()


def _explained(
    subject: Any, params: ExplainParams
) -> Generator[Progress, None, dict[str, dict[str, Any]]]:
    """Explain in all ways, telling which is at work."""
    from armillary.learning.explain import explain

    def told(looked: tuple[str, float]) -> Progress:
        name, share = looked
        return Progress(round(_READ + (0.99 - _READ) * share, 3), message=name)

    return (yield from passed_on(explain(subject, params.methods, seed=params.seed), told))


def _begin(session: Session, explanation_id: str) -> None:
    row = session.get(ModelExplanation, explanation_id)
    if row is None:
        raise NotFound(
            "This explanation was removed; ask for a new one.", code="explanation_not_found"
        )
    row.state, row.error = "computing", None  # also where it is tried again


def _folder(params: ExplainParams) -> str:
    return f"models/{params.model_id}/explanations"
