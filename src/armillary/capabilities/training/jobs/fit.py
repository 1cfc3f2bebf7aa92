"""The job that trains a model on a table."""

from typing import Any

from sqlalchemy.orm import Session

from armillary.capabilities.training.fitting import TrainingRun
from armillary.capabilities.training.runs import entries
from armillary.capabilities.training.schemas import TrainParams
from armillary.capabilities.training.sessions import STATUS
from armillary.jobs.contract import JobContext, JobRow, Needs, SingleJobKind, SingleRun


class FitKind(SingleJobKind):
    """Trains, shows the curves while it does, and leaves a model."""

    id = "training.fit"
    params = TrainParams
    preload = (
        "numpy",
        "pyarrow.parquet",
        "pandas",
        "sklearn.ensemble",
        "sklearn.linear_model",
        "sklearn.metrics",
        "sklearn.model_selection",
        "sklearn.neighbors",
        "lightgbm",
    )

    def title(self, params: Any) -> str:
        """Say what is trained on what."""
        return str(params.name)

    def needs(self, params: Any) -> Needs:
        """Ask for one thread: tables are small, and small steps are slower with several."""
        return Needs(threads=1)

    def moved(self, session: Session, job: JobRow) -> None:
        """Have the run be listed with its new state."""
        status = STATUS.get(job.state, "queued")
        entries.move(session, job.id, status, job.started_at, job.finished_at)

    def run_one(self, job: JobContext) -> SingleRun:
        """Train."""
        return TrainingRun(job).run()


kind = FitKind()
