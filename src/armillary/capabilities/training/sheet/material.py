"""What a sheet is made from, read from rows and files once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict, NotFound
from armillary.base.storage import Storage
from armillary.capabilities import datasets, models
from armillary.capabilities.training import panels, sessions
from armillary.capabilities.training.tables import Training
from armillary.learning.catalogue import CatalogueEntry, get_entry


@dataclass(frozen=True)
class Material:
    """A run that has ended, and all that is kept of it; what is gone or never was, is empty."""

    run: str
    name: str
    status: str
    request: Mapping[str, Any]
    values: Mapping[str, Any]
    algorithm_id: str | None
    started_at: datetime | None
    completed_at: datetime | None
    model_id: str | None
    dataset_id: str | None
    dataset: Mapping[str, Any] | None
    manifest: Mapping[str, Any]
    evaluation: Mapping[str, Any]
    guard: Mapping[str, Any] | None
    history: Mapping[str, Any]
    step_unit: str
    explained: Mapping[str, Any] | None

    @property
    def task(self) -> Mapping[str, Any]:
        """What was asked of the algorithm, as the bundle says."""
        return self.manifest.get("task") or {}

    @property
    def kind(self) -> str | None:
        """What kind of task it is."""
        return self.task.get("kind") or self.request.get("problem_type")

    @property
    def scores(self) -> Mapping[str, Any] | None:
        """Every score with its interval, where one column is predicted."""
        return None if self.evaluation.get("targets") else self.evaluation.get("scores")

    @property
    def judged(self) -> Mapping[str, Mapping[str, Any]]:
        """The judgement of each target by its name; the only one has none."""
        return self.evaluation.get("targets") or {"": self.evaluation}

    @property
    def entry(self) -> CatalogueEntry | None:
        """What the catalogue says of the algorithm; None where it knows none."""
        try:
            return None if self.algorithm_id is None else get_entry(self.algorithm_id)
        except NotFound:
            return None


def gather(actor: Actor, session: Session, storage: Storage, row: Training) -> Material:
    """Read what a sheet tells; raises `Conflict` while a run goes on or if it left nothing."""
    job = sessions.find_job(actor, session, row)
    status = sessions.status_of(row, job)
    if row.source == "fit":
        evaluation = panels.read_judged(actor, session, storage, row)
    elif status in sessions.FINISHED:
        evaluation = {}
    else:
        raise Conflict(
            f"This run is {status}; its sheet is there when it has ended.", code="not_finished"
        )
    model = None if row.model_id is None else models.find_model(actor, session, row.model_id)
    explained = None
    if model is not None:
        explained = models.find_latest_explanation(actor, session, storage, model.id)
    manifest = None if model is None else models.read_manifest(storage, model.prefix)
    return Material(
        run=row.id,
        name=row.name,
        status=status,
        request=row.request,
        values=row.hyperparameters,
        algorithm_id=row.algorithm_id,
        started_at=row.started_at if job is None else job.started_at,
        completed_at=row.completed_at if job is None else job.finished_at,
        model_id=row.model_id,
        dataset_id=row.dataset_id,
        dataset=_dataset(actor, session, row.dataset_id),
        manifest=manifest or {},
        evaluation=evaluation,
        guard=row.guard,
        history=sessions.read_history(session, row),
        step_unit=str((job and job.unit) or "step"),
        explained=explained,
    )


def _dataset(actor: Actor, session: Session, dataset_id: str | None) -> Mapping[str, Any] | None:
    if dataset_id is None:
        return None
    try:
        return datasets.get_dataset(actor, session, dataset_id)
    except NotFound:
        return None
